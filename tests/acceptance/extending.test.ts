import {expect} from '@loopback/testlab';
import {execFile} from 'node:child_process';
import {existsSync, readFileSync} from 'node:fs';
import {cp, symlink} from 'node:fs/promises';
import {join, relative} from 'node:path';
import {withFolder} from '../support/folder';
import {follow, guideSteps} from '../support/guide';
import {ROOT} from '../support/source-files';

const PAGE = 'docs/extending.md';
/** What a copy does not need, or must not share. */
const LEFT_OUT = ['node_modules', '.git', '.data', '.backups'];
const NODE_MODULES = 'node_modules';

describe(`${PAGE}, done in a copy of the repository`, function () {
  this.timeout(240_000);
  const steps = guideSteps(readFileSync(join(ROOT, PAGE), 'utf8'));
  const folder = withFolder('suite');
  const tests = steps.filter(({path}) => path.startsWith('tests/')).map(({path}) => path);
  before(async () => {
    await cp(ROOT, folder.path, {
      recursive: true,
      filter: source => !LEFT_OUT.includes(relative(ROOT, source).split('/')[0]!),
    });
    await symlink(join(ROOT, NODE_MODULES), join(folder.path, NODE_MODULES));
  });

  /** @throws Error with what it printed, when it fails */
  const node = (...args: readonly string[]): Promise<string> =>
    new Promise((resolve, reject) => {
      execFile(process.execPath, args, {cwd: folder.path, maxBuffer: 2 ** 26}, (error, stdout, stderr) =>
        error ? reject(new Error(`${stdout}${stderr}`)) : resolve(stdout),
      );
    });
  const mocha = (...files: readonly string[]): Promise<string> =>
    node(
      ...[join(NODE_MODULES, 'mocha/bin/mocha.js'), '--no-config', '--timeout', '30000', '--reporter', 'dot'],
      ...['--require', 'dist/tests/support/hooks.js', ...files],
    );

  it('has an example of each kind, with a test', () => {
    const headings = readFileSync(join(ROOT, PAGE), 'utf8').match(/^## .*$/gm);
    expect(headings).to.eql(
      ['resource', 'event', 'setting', 'job', 'operator step'].map(kind => `## ${article(kind)} ${kind}`),
    );
    expect(tests.length).to.equal(4);
  });

  it('fits the files that it changes', () => {
    for (const step of steps) follow(step, folder.path);
  });

  it('is formatted as ours', async () => {
    const files = new Set(steps.map(({path}) => path).filter(path => /\.(ts|js)$/.test(path)));
    await node(join(NODE_MODULES, 'prettier/bin/prettier.cjs'), '--check', ...files);
  });

  it('compiles', async () => {
    await node(join(NODE_MODULES, 'typescript/bin/tsc'), '-p', '.');
    expect(tests.filter(path => !existsSync(compiled(folder.path, path)))).to.eql([]);
  });

  it('is in the generated files', async () => {
    const written = (await node('dist/src/bin/generate.js')).trim().split('\n');
    expect(written).to.containDeep(['README.md', 'README.pt-BR.md', '.env.example', 'docs/openapi.json']);
  });

  it('does what its tests say', async () => {
    await mocha(...tests.map(path => compiled('', path)));
  });

  it('keeps the rules of the house', async () => {
    await mocha('dist/tests/structure/**/*.test.js');
  });
});

const article = (noun: string): string => (/^[aeiou]/.test(noun) ? 'An' : 'A');

const compiled = (root: string, path: string): string => join(root, 'dist', path.replace(/\.ts$/, '.js'));
