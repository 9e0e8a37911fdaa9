import {ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {createInterface} from 'node:readline';
import {setTimeout as delay} from 'node:timers/promises';
import {PROGRAM_ENV} from './cluster';
import {ServerUser} from './types';

/**
 * Stands between us and the server, because the server must outlive a Ctrl-C (until requests are drained) but never us.
 * Each line on its input is the name of a signal to pass on; the end of its input means that we are gone, in whatever
 * way. Then the signal is repeated, since a server that has only just begun does not listen yet.
 */
const SUPERVISE = `
  trap '' HUP INT TERM
  exec 3<&0 </dev/null
  "$@" 3<&- &
  server=$!
  {
    while read -r signal; do kill -s "$signal" "$server"; done
    while kill -s INT "$server"; do sleep 1; done
  } <&3 >/dev/null 2>&1 &
  watcher=$!
  exec 3<&-
  wait "$server"
  code=$?
  kill -s KILL "$watcher"
  exit "$code"`;

const READY = 'database system is ready to accept connections';
const START_LIMIT_MS = 60_000;
const FAST_STOP_LIMIT_MS = 10_000;
const IMMEDIATE_STOP_LIMIT_MS = 5_000;
/** Enough for a FATAL with its HINT. */
const KEPT_LINES = 10;

export interface Server {
  readonly exited: Promise<string>;
  readonly stop: () => Promise<void>;
}

/**
 * Runs `postgres` with `args` and waits until it accepts connections.
 * @throws Error whose message is what the server last said, when it ends before that
 */
export async function launchServer(
  postgres: string,
  args: readonly string[],
  {user, log}: {user?: ServerUser; log?: (line: string) => void},
): Promise<Server> {
  // Detached: a session of its own, which the terminal's signals do not reach.
  const child = spawn('/bin/sh', ['-c', SUPERVISE, 'artistas-postgres', postgres, ...args], {
    ...user,
    ...{cwd: '/', env: PROGRAM_ENV, detached: true, stdio: ['pipe', 'ignore', 'pipe']},
  });
  const ended = once(child, 'exit') as Promise<[number | null, string | null]>;
  const lines: string[] = [];
  const output = createInterface({input: child.stderr});
  const ready = new Promise<boolean>(resolve => {
    output.on('line', line => {
      log?.(line);
      lines.push(line);
      if (lines.length > KEPT_LINES) lines.shift();
      if (line.includes(READY)) resolve(true);
    });
    // Not `exit`: the last lines are still to be read then.
    child.once('close', () => resolve(false));
  });
  child.stdin.on('error', () => undefined);

  let stopping: Promise<void> | undefined;
  const stop = (): Promise<void> => (stopping ??= stopServer(child, ended));
  const isReady = await within(START_LIMIT_MS, Promise.race([ready, ended.then(() => ready)]));
  if (!isReady) {
    await stop();
    throw new Error(
      isReady === false ? lines.join('\n') : `it was not ready after ${START_LIMIT_MS / 1000} s`,
    );
  }
  const exited = new Promise<string>(resolve => {
    void ended.then(([code, signal]) => {
      if (!stopping)
        resolve(`The embedded PostgreSQL ended by itself (${signal ?? `code ${code}`}): ${lines.at(-1)}`);
    });
  });
  return {exited, stop};
}

async function stopServer(child: ChildProcess, ended: Promise<unknown>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  // Fast shutdown ends sessions and writes a checkpoint; immediate leaves the work to the next start's recovery.
  for (const [signal, limitMs] of [
    ['INT', FAST_STOP_LIMIT_MS],
    ['QUIT', IMMEDIATE_STOP_LIMIT_MS],
  ] as const) {
    child.stdin!.write(`${signal}\n`);
    if (await within(limitMs, ended)) return;
  }
  process.kill(-child.pid!, 'SIGKILL');
  await ended;
}

/** The promise's value, or `undefined` when it takes longer. */
async function within<T>(limitMs: number, promise: Promise<T>): Promise<T | undefined> {
  const timer = new AbortController();
  try {
    return await Promise.race([promise, delay(limitMs, undefined, {signal: timer.signal})]);
  } finally {
    timer.abort();
  }
}
