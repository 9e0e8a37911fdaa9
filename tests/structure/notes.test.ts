import {expect} from '@loopback/testlab';
import {spawnSync} from 'node:child_process';
import {cpSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {withFolder} from '../support/folder';
import {ROOT} from '../support/source-files';

const FILES = [
  'package.json',
  'CHANGELOG.md',
  'charts/artistas/Chart.yaml',
  'src/bin/run.mjs',
  'src/bin/run',
];
const {version} = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {version: string};

describe('npm run notes', () => {
  const folder = withFolder('test');
  beforeEach(() => {
    for (const path of FILES) {
      mkdirSync(dirname(join(folder.path, path)), {recursive: true});
      cpSync(join(ROOT, path), join(folder.path, path), {recursive: true});
    }
  });
  const notes = (...args: readonly string[]) =>
    spawnSync(process.execPath, [join(folder.path, 'src/bin/run.mjs'), 'notes', ...args], {encoding: 'utf8'});
  const write = (path: string, text: string): void => writeFileSync(join(folder.path, path), text);
  const change = (path: string, from: string | RegExp, to: string): void => {
    const text = readFileSync(join(folder.path, path), 'utf8');
    expect(text).to.match(from);
    write(path, text.replace(from, to));
  };

  it('has those of this release, which are dated', () => {
    const {status, stdout} = notes(`v${version}`);
    expect([status, stdout.split('\n', 1)[0]]).to.eql([0, '### Added']);
  });

  it('prints the part of the version, and no other', () => {
    write(
      'CHANGELOG.md',
      `# Changelog\n\n## Unreleased\n\n- c\n\n## ${version} - 2026-11-28\n\n- b\n\n## 0.0.9 - 2026-01-01\n\n- a\n`,
    );
    const {status, stdout} = notes();
    expect([status, stdout]).to.eql([0, '- b\n']);
  });

  const refusals = [
    {
      name: 'another tag',
      does: () => undefined,
      args: ['v9.9.9'],
      says: /^The tag is v9\.9\.9, and package\.json has/,
    },
    {
      name: 'another version of the chart',
      does: () => change('charts/artistas/Chart.yaml', /^version: .*$/m, 'version: 9.9.9'),
      args: [],
      says: /Chart\.yaml has version 9\.9\.9/,
    },
    {
      name: 'another image in the chart',
      does: () => change('charts/artistas/Chart.yaml', /^appVersion: .*$/m, 'appVersion: 9.9.9'),
      args: [],
      says: /Chart\.yaml has appVersion 9\.9\.9/,
    },
    {
      name: 'a changelog without it',
      does: () => write('CHANGELOG.md', '# Changelog\n\n## Unreleased\n\n- a\n'),
      args: [],
      says: /has no heading/,
    },
    {
      name: 'a heading without a date',
      does: () => write('CHANGELOG.md', `## ${version} - soon\n\n- a\n`),
      args: [],
      says: /names no date/,
    },
  ];
  for (const {name, does, args, says} of refusals) {
    it(`refuses ${name}`, () => {
      does();
      const {status, stderr} = notes(...args);
      expect([status, stderr]).to.eql([1, stderr.match(says)?.input]);
    });
  }
});
