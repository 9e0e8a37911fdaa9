// What `npm start`, `npm test` and the others call. Plain JavaScript for Node 20 or later and its standard library only,
// because on a fresh clone there is nothing else: it installs, finds Node 24, builds, and hands over.

import {dirname, join} from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {ensureBuilt} from './run/build.mjs';
import {runNode, StopRequest} from './run/child.mjs';
import {develop} from './run/develop.mjs';
import {ensureInstalled} from './run/install.mjs';
import {ensureNode} from './run/node.mjs';
import {printNotes} from './run/notes.mjs';
import {writeSbom} from './run/sbom.mjs';
import {Sentence} from './run/sentence.mjs';
import {treeState} from './run/tree-state.mjs';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const [command, ...rest] = process.argv.slice(2);

/**
 * What a Node that serves is started with; the image says the same. Pieces of an upload live outside of the heap and are
 * freed only with the young generation: eight uploads of 100 MB at once added 79 MiB so, and 113 with the 8 MiB of before. They
 * have it swept, too, each 4 MiB. With one thread beside the program's own, and not four, V8 takes little from those who share its
 * few cores while it looks through the heap; a start takes no longer.
 */
const NODE_FLAGS = ['--max-semi-space-size=2', '--expose-gc', '--v8-pool-size=1'];

/** Those that are programs of ours, and are called by their names. */
const programs = [
  ...['start', 'worker', 'operator', 'sincronizar', 'migrate', 'doctor'],
  ...['backup', 'restore', 'drill', 'render'],
];

/** Every command runs in the root of the clone, under the Node that `ensureNode` found. */
const commands = {
  artistas: () => runProgram(),
  ...Object.fromEntries(programs.map(name => [name, () => runProgram(name)])),
  dev: async () => develop(root, await prepare()),
  build: () => prepare(),
  lint: async () => lint(await install()),
  test: async () => {
    const node = await prepare();
    await lint(node);
    await mocha(node);
  },
  'test:unit': async () => mocha(await prepare(), '--ignore', 'dist/tests/!(unit|structure|support)/**'),
  bench: () => runBuilt('dist/tests/bench/main.js'),
  scoreboard: () => runBuilt('dist/tests/scoreboard/main.js'),
  sbom: async () => writeSbom(root, await install()),
  notes: () => printNotes(root, ...rest),
  generate: () => runBuilt('dist/src/bin/generate.js'),
  verify: async () => {
    const before = treeState(root);
    await runBuilt('dist/src/bin/generate.js');
    if (treeState(root) !== before) {
      throw new Sentence(
        'Generated files were out of date; they are new now: look at `git status` and commit them.',
      );
    }
  },
};

/** @returns path of the Node to use, 24 or later */
async function install() {
  await ensureInstalled(root);
  return ensureNode(root);
}

async function prepare() {
  const node = await install();
  await ensureBuilt(root, node);
  return node;
}

const runProgram = (...name) => runBuilt(...NODE_FLAGS, 'dist/src/bin/artistas.js', ...name);

async function runBuilt(...script) {
  await runNode(await prepare(), [...script, ...rest], {cwd: root});
}

async function lint(node) {
  await runNode(node, [bin('eslint/bin/eslint.js'), '.'], {cwd: root});
  await runNode(node, [bin('prettier/bin/prettier.cjs'), '--check', '--log-level', 'warn', '.'], {cwd: root});
}

async function mocha(node, ...options) {
  await runNode(node, [bin('mocha/bin/mocha.js'), ...options, ...rest], {cwd: root});
}

const bin = path => join('node_modules', path);

async function main() {
  if (process.platform === 'win32') throw new Sentence('This does not run on Windows itself: use WSL.');
  if (!Object.hasOwn(commands, command ?? '')) {
    throw new Sentence(`Say what to run: ${Object.keys(commands).join(', ')}.`);
  }
  await commands[command]();
}

main().catch(error => {
  if (error instanceof StopRequest) process.exit(error.exitCode);
  if (!(error instanceof Sentence)) throw error;
  console.error(error.message);
  process.exit(1);
});
