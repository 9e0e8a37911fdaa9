import {setTimeout as delay} from 'node:timers/promises';
import {StartupError} from '../config/startup-error';

/** Longest time that stopping may take after the drain window: running requests, jobs that give way, open pools. */
const STOP_LIMIT_SECONDS = 15;

/** A process that serves. */
export interface Running {
  /** Stops everything that was started, in order. */
  stop(): Promise<void>;
  /** How long of that it goes on serving. */
  readonly drainSeconds: number;
}

/**
 * Runs a process that serves until it is told to stop. SIGINT and SIGTERM stop it once, in order, with exit code 0; a
 * second signal, or the time that this may take, ends it at once with exit code 1. A reason not to start is one sentence
 * on standard error and exit code 1.
 * @param start is given what aborts when the process is told to stop while it starts
 */
export function runProcess(start: (signal: AbortSignal) => Promise<Running>): void {
  const stopping = new AbortController();
  const started = start(stopping.signal);
  const onSignal = (): void => {
    if (stopping.signal.aborted) process.exit(1);
    stopping.abort();
    stop(started).catch(fail);
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  started.catch((error: unknown) => {
    if (stopping.signal.aborted && (error as Error).name === 'AbortError') process.exit(0);
    fail(error);
  });
}

async function stop(started: Promise<Running>): Promise<void> {
  const running = await started.catch(() => undefined);
  if (!running) return;
  const limitSeconds = running.drainSeconds + STOP_LIMIT_SECONDS;
  const isStopped = await Promise.race([
    running.stop().then(() => true),
    delay(limitSeconds * 1000, false, {ref: false}),
  ]);
  if (!isStopped)
    fail(new StartupError(`Stopping took longer than ${limitSeconds} s; the rest was cut off.`));
  process.exit(0);
}

/** Ends the process: a reason to act on is one sentence and its exit code, what nobody foresaw keeps its stack, and 1. */
export function fail(error: unknown): never {
  const text = error instanceof StartupError ? error.message : String((error as Error).stack ?? error);
  process.stderr.write(`${text}\n`);
  process.exit(error instanceof StartupError ? error.exitCode : 1);
}
