import {existsSync} from 'node:fs';
import {join} from 'node:path';
import process from 'node:process';
import {runNode} from './child.mjs';
import {withLock} from './lock.mjs';
import {Sentence} from './sentence.mjs';

const MIN_MAJOR = 24;

/**
 * The Node that runs our programs: the one we are, if it is new enough, else the one of the npm package `node`.
 * @returns absolute path
 */
export async function ensureNode(root) {
  if (Number.parseInt(process.versions.node, 10) >= MIN_MAJOR) return process.execPath;
  const folder = join(root, 'node_modules/node');
  const node = join(folder, 'bin/node');
  if (existsSync(node)) return node;
  await withLock(join(root, 'dist/.lock'), async () => {
    if (existsSync(node)) return;
    console.log(`Fetching Node ${MIN_MAJOR}…`);
    await runNode(process.execPath, ['installArchSpecificPackage'], {cwd: folder}).catch(() => undefined);
  });
  if (existsSync(node)) return node;
  throw new Sentence(
    `This machine has Node ${process.versions.node} and Node ${MIN_MAJOR} could not be fetched; install Node ${MIN_MAJOR} or later.`,
  );
}
