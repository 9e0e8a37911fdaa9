import {spawn} from 'node:child_process';
import {constants} from 'node:os';
import process from 'node:process';
import {clearInterval, setInterval} from 'node:timers';
import {fileURLToPath} from 'node:url';
import {Sentence} from './sentence.mjs';

const lifeline = fileURLToPath(new URL('lifeline.cjs', import.meta.url));
/** A Ctrl-C reaches us from the terminal and again from npm, which passes on what it gets. */
const SAME_SIGNAL_MS = 500;
const PARENT_CHECK_MS = 1_000;
/** What a Node of ours is started with; the image's are in the Dockerfile. */
const settings = {
  // `debug` asks the terminal for colours again and again otherwise, which costs us requests.
  DEBUG_COLORS: 'no',
  // Parts of uploads go back to the system when they are free; else glibc, once it has seen one, keeps them all.
  MALLOC_MMAP_THRESHOLD_: '1048576',
  // Each thread would keep free memory of its own; almost all of ours is asked for by one.
  MALLOC_ARENA_MAX: '1',
};

/** As shells count it. */
const codeOf = signal => 128 + constants.signals[signal];

/** Ends this process with the exit code of a child that failed or was stopped. */
export class StopRequest extends Error {
  constructor(exitCode) {
    super();
    this.exitCode = exitCode;
  }
}

const children = new Set();
let stop;

for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => passOn(signal));

// npm may be killed without a chance to tell us; we are then given to another parent.
if (process.env.npm_lifecycle_event) {
  const npm = process.ppid;
  const check = setInterval(() => {
    if (process.ppid === npm) return;
    clearInterval(check);
    passOn('SIGTERM');
  }, PARENT_CHECK_MS).unref();
}

function passOn(signal) {
  const now = Date.now();
  if (stop && now - stop.at < SAME_SIGNAL_MS) return;
  stop = {signal, at: now};
  for (const child of children) child.kill(signal);
  // Between two programs there is nobody to wait for.
  if (children.size === 0) process.exit(codeOf(signal));
}

/**
 * Starts a program of ours under `node`. It has a session of its own, so that it gets each signal once, from us; and a
 * lifeline to us, so that it stops when we are gone without a word.
 * @returns the child, with `ended`: a promise of its exit code, 128 + number when a signal ended it
 */
export function startNode(node, args, {cwd}) {
  if (stop) throw new StopRequest(codeOf(stop.signal));
  const child = spawn(node, ['--require', lifeline, ...args], {
    cwd,
    detached: true,
    env: {...process.env, ...settings},
    stdio: ['inherit', 'inherit', 'inherit', 'pipe'],
  });
  children.add(child);
  child.ended = new Promise((resolve, reject) => {
    child.on('error', cause =>
      reject(new Sentence(`${node} cannot be run on this machine: ${cause.message}.`)),
    );
    child.on('exit', (code, signal) => resolve(code ?? codeOf(signal)));
  }).finally(() => children.delete(child));
  return child;
}

/**
 * @throws StopRequest when the program fails. One that was told to stop and did so in good order has not failed;
 *   whatever should have followed it is not started any more.
 */
export async function runNode(node, args, options) {
  const exitCode = await startNode(node, args, options).ended;
  if (exitCode !== 0) throw new StopRequest(stop ? codeOf(stop.signal) : exitCode);
}
