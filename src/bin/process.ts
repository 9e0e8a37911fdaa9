import {StartupError} from '../config/startup-error';

/**
 * Runs a process that serves until it is told to stop. SIGINT and SIGTERM stop it once, in order, with exit code 0;
 * a second signal ends it at once. A reason not to start is one sentence on standard error and exit code 1.
 * @param start gives the function that stops what it started
 */
export function runProcess(start: () => Promise<() => Promise<void>>): void {
  const started = start();
  let stopping = false;
  const stop = () => {
    if (stopping) process.exit(1);
    stopping = true;
    started
      .then(stopStarted => stopStarted())
      .then(() => process.exit(0))
      .catch(fail);
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  started.catch(fail);
}

/** Ends the process: a reason to act on is one sentence and its exit code, what nobody foresaw keeps its stack, and 1. */
export function fail(error: unknown): never {
  const text = error instanceof StartupError ? error.message : String((error as Error).stack ?? error);
  process.stderr.write(`${text}\n`);
  process.exit(error instanceof StartupError ? error.exitCode : 1);
}
