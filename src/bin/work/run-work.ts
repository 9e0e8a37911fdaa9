import {setTimeout as delay} from 'node:timers/promises';
import type {Work} from '../../backup/types';
import {BACKUP_EXIT} from '../../config/exit-codes';
import {StartupError} from '../../config/startup-error';
import {ProgressDisplay} from './progress';

/** What was begun is cleared away in this time, if it can be. */
const CLEAR_LIMIT_MS = 5_000;
/** As shells count a program that was told to stop. */
const STOPPED = 130;

/**
 * Does work that has an end: it is given up by a signal to the process, or when it has taken too long.
 * @param out where it is shown how far it is
 * @throws StartupError that says so, at once: whatever the work waits for
 */
export async function runWork<T>(
  deadlineSeconds: number,
  work: (work: Work) => Promise<T>,
  out: NodeJS.WriteStream = process.stdout,
): Promise<T> {
  const display = new ProgressDisplay(out);
  const ending = new AbortController();
  const end = (message: string, exitCode: number): void =>
    ending.abort(new StartupError(message, {exitCode}));
  const stop = (): void => end('Stopped.', STOPPED);
  const timer = setTimeout(
    () => end(`It took more than ${deadlineSeconds} s and was given up.`, BACKUP_EXIT.deadline),
    deadlineSeconds * 1000,
  );
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, stop);
  const ended = new Promise<never>((_, reject) => {
    ending.signal.addEventListener('abort', () => reject(ending.signal.reason as Error));
  });
  try {
    const done = work({
      signal: ending.signal,
      onProgress: progress => display.show(progress),
      log: line => display.line(line),
    });
    return await Promise.race([done, ended]).catch(async (error: unknown) => {
      await Promise.race([done.catch(() => undefined), delay(CLEAR_LIMIT_MS, undefined, {ref: false})]);
      throw error;
    });
  } finally {
    clearTimeout(timer);
    for (const signal of ['SIGINT', 'SIGTERM']) process.off(signal, stop);
  }
}
