import {watch} from 'node:fs';
import {setPriority} from 'node:os';
import {join} from 'node:path';
import process from 'node:process';
import {clearTimeout, setTimeout} from 'node:timers';
import {setTimeout as delay} from 'node:timers/promises';
import {startNode} from './child.mjs';
import {transpiler} from './transpile.mjs';

/** An editor writes a file in several goes, and several files at a time. */
const SETTLE_MS = 50;
/** The API that has just been started needs the processor more than the one after it. */
const STANDBY_MS = 3_000;
const DEBUGGER = ['127.0.0.1', '9229'];
/** The compiler gives way to the API: who waits looks at the page, not at the types. */
const LATER = 10;

/**
 * Starts the API anew after every change of a source, at once; meanwhile the compiler looks at types and says what it thinks
 * of them. Ends when the compiler is stopped.
 */
export async function develop(root, node) {
  // What did not change need not be compiled by V8 again.
  process.env.NODE_COMPILE_CACHE = join(root, 'dist/.compiled');
  const transpile = await transpiler(root);
  const compiler = startNode(
    node,
    ['node_modules/typescript/bin/tsc', '-b', '.', 'packages/page', '--watch', '--preserveWatchOutput'],
    {cwd: root},
  );
  setPriority(compiler.pid, LATER);
  let isOver = false;
  void compiler.ended.finally(() => (isOver = true));
  const changed = new Set();
  let wake = () => undefined;
  const watchers = ['src', 'migrations'].map(folder =>
    watch(join(root, folder), {recursive: true}, (_, name) => {
      if (!name || !/\.(ts|js|sql)$/.test(name)) return;
      changed.add(join(folder, name));
      wake();
    }),
  );
  const standBy = () => startNode(node, ['src/bin/run/standby.cjs', ...DEBUGGER], {cwd: root});
  let next;
  while (!isOver) {
    const api = next ?? standBy();
    next = undefined;
    api.stdio[3].write('go');
    const preparing = setTimeout(() => (next = standBy()), STANDBY_MS);
    if (changed.size === 0) await Promise.race([new Promise(resolve => (wake = resolve)), compiler.ended]);
    await delay(SETTLE_MS);
    for (const path of changed) if (path.endsWith('.ts')) transpile(path);
    changed.clear();
    clearTimeout(preparing);
    api.kill('SIGTERM');
    await api.ended;
  }
  next?.kill('SIGTERM');
  for (const watcher of watchers) watcher.close();
}
