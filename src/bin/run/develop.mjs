import {watch} from 'node:fs';
import {join} from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import {startNode} from './child.mjs';

/** The compiler writes many files at a time. */
const SETTLE_MS = 200;

/** Compiles on every change and starts the API anew after it. Ends when the compiler is stopped. */
export async function develop(root, node) {
  const compiler = startNode(
    node,
    ['node_modules/typescript/bin/tsc', '-b', '.', 'packages/page', '--watch', '--preserveWatchOutput'],
    {cwd: root},
  );
  let isOver = false;
  void compiler.ended.finally(() => (isOver = true));
  const changes = watch(join(root, 'dist'), {recursive: true});
  const changed = () => new Promise(resolve => changes.once('change', resolve));
  while (!isOver) {
    const api = startNode(node, ['dist/src/bin/api.js'], {cwd: root});
    await Promise.race([changed(), compiler.ended]);
    await delay(SETTLE_MS);
    api.kill('SIGTERM');
    await api.ended;
  }
  changes.close();
}
