import {spawnSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import process from 'node:process';
import {runNode} from './child.mjs';
import {withLock} from './lock.mjs';

const FOLDERS = ['src', 'tests'];
/** Projects of their own, for browsers; each compiles its `src` into its `dist`. */
const PACKAGES = ['packages/client', 'packages/page'];
const SETTINGS = [
  'package-lock.json',
  'tsconfig.json',
  ...PACKAGES.map(folder => join(folder, 'tsconfig.json')),
];

const NOTES = ['.', ...PACKAGES].map(folder => join(folder, 'dist/.tsbuildinfo'));

/** Compiles what changed since the last build; a few milliseconds when nothing did. */
export async function ensureBuilt(root, node) {
  if (isBuilt(root)) return;
  await withLock(join(root, 'dist/.lock'), async () => {
    if (isBuilt(root)) return;
    console.log('Building…');
    // Taken before, so that an edit during the build is built the next time.
    const stamp = stampOf(root);
    rmSync(stampFile(root), {force: true});
    // The compiler believes its notes and would not write again what somebody deleted.
    if (!sources(root).every(source => existsSync(outputOf(root, source))))
      for (const notes of NOTES) rmSync(join(root, notes), {force: true});
    await runNode(node, ['node_modules/typescript/bin/tsc', '-b', '.', ...PACKAGES], {cwd: root});
    removeOrphans(root);
    writeFileSync(join(root, 'dist/build.json'), JSON.stringify(describeBuild(root)));
    writeFileSync(stampFile(root), stamp);
  });
}

/**
 * What `/actuator/info` tells; without git, such as in an image, the commit comes from the environment. So may the time
 * (https://reproducible-builds.org/specs/source-date-epoch/): then builds are alike.
 */
function describeBuild(root) {
  const {GIT_COMMIT, SOURCE_DATE_EPOCH} = process.env;
  const git = spawnSync('git', ['rev-parse', 'HEAD'], {cwd: root, encoding: 'utf8'});
  const commit = git.status === 0 ? git.stdout.trim() : GIT_COMMIT;
  const time = SOURCE_DATE_EPOCH ? new Date(Number(SOURCE_DATE_EPOCH) * 1000) : new Date();
  return {commit, buildTime: time.toISOString()};
}

const stampFile = root => join(root, 'dist/.built');

function isBuilt(root) {
  if (!existsSync(stampFile(root)) || readFileSync(stampFile(root), 'utf8') !== stampOf(root)) return false;
  return sources(root).every(source => existsSync(outputOf(root, source)));
}

/** Paths with time and size: reading every file would take longer than we have. */
function stampOf(root) {
  const lines = [...sources(root), ...SETTINGS].map(path => {
    const {mtimeMs, size} = statSync(join(root, path));
    return `${path} ${mtimeMs} ${size}`;
  });
  return createHash('sha256').update(lines.sort().join('\n')).digest('hex');
}

const sources = root =>
  [...FOLDERS, ...PACKAGES.map(folder => join(folder, 'src'))]
    .flatMap(folder => filesBelow(root, folder))
    .filter(path => /\.m?ts$/.test(path));

function outputOf(root, source) {
  // Declarations leave nothing behind; they stand for themselves.
  if (source.endsWith('.d.ts')) return join(root, source);
  if (source.endsWith('.mts')) return join(root, source.replace('/src/', '/dist/').replace(/\.mts$/, '.mjs'));
  return join(root, 'dist', source.replace(/\.ts$/, '.js'));
}

/** A test or a booted controller whose source is gone would still be found and run. */
function removeOrphans(root) {
  for (const path of FOLDERS.flatMap(folder => filesBelow(join(root, 'dist'), folder))) {
    const source = path.replace(/\.js(\.map)?$/, '.ts');
    if (!existsSync(join(root, source))) rmSync(join(root, 'dist', path));
  }
  for (const path of PACKAGES.flatMap(folder => filesBelow(root, join(folder, 'dist')))) {
    const source = path.replace('/dist/', '/src/').replace(/\.(d\.mts|mjs)$/, '.mts');
    if (!path.endsWith('.tsbuildinfo') && !existsSync(join(root, source))) rmSync(join(root, path));
  }
}

function filesBelow(root, folder) {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), {withFileTypes: true}).flatMap(entry => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(root, path) : [path];
  });
}
