import {expect} from '@loopback/testlab';
import {execFile} from 'node:child_process';
import {globSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {parse} from 'yaml';
import {requireOnMachine} from '../support/machine';
import {ROOT} from '../support/source-files';
import {findTool} from '../support/tool';

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}
interface Job {
  readonly uses?: string;
  readonly 'timeout-minutes'?: number;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly steps?: readonly Step[];
}
interface Workflow {
  readonly permissions: Readonly<Record<string, string>>;
  readonly concurrency: object;
  readonly jobs: Readonly<Record<string, Job>>;
}

const FOLDER = '.github/workflows';
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const workflows = globSync(`${FOLDER}/*.yml`, {cwd: ROOT}).map(path => ({path, text: read(path)}));
const {scripts} = JSON.parse(read('package.json')) as {scripts: Record<string, string>};

describe('workflows', () => {
  it('are what GitHub takes', async function () {
    const actionlint = findTool('actionlint');
    requireOnMachine(this, actionlint !== undefined, 'actionlint');
    // The two others would come from the machine, in whatever version.
    const args = ['-no-color', '-shellcheck=', '-pyflakes=', ...workflows.map(({path}) => path)];
    const {stdout} = await promisify(execFile)(actionlint!, args, {cwd: ROOT});
    expect(stdout).to.equal('');
  });

  for (const {path, text} of workflows) {
    const {permissions, concurrency, jobs} = parse(text) as Workflow;
    const steps = Object.values(jobs).flatMap(job => job.steps ?? []);

    it(`${path} may read, and writes only where a job says so`, () => {
      expect(permissions).to.eql({contents: 'read'});
      const writing = Object.entries(jobs).flatMap(([name, job]) =>
        Object.entries(job.permissions ?? {}).flatMap(([what, how]) =>
          how === 'write' ? [`${name} ${what}`] : [],
        ),
      );
      const ofRelease = ['image packages', 'chart packages', 'release contents'];
      expect(writing).to.eql(path.endsWith('release.yml') ? ofRelease : []);
    });

    it(`${path} ends in time, and one at a time`, () => {
      expect(concurrency).to.be.ok();
      const endless = Object.entries(jobs).filter(([, job]) => !job.uses && !job['timeout-minutes']);
      expect(endless.map(([name]) => name)).to.eql([]);
    });

    it(`${path} takes actions by their commit, and leaves no credentials behind`, () => {
      const others = text.match(/uses: (?!\.\/).*$/gm) ?? [];
      expect(others.filter(line => !/@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))).to.eql([]);
      const checkouts = steps.filter(({uses}) => uses?.startsWith('actions/checkout@'));
      expect(checkouts.filter(({with: given}) => given?.['persist-credentials'] !== false)).to.eql([]);
    });

    it(`${path} calls scripts that people call`, () => {
      const called = steps.flatMap(({run = ''}) => [...run.matchAll(/\bnpm run (?:--silent )?([\w:-]+)/g)]);
      expect(called.map(([, name = '']) => name).filter(name => !(name in scripts))).to.eql([]);
      // An expression in a script is run as it comes, whoever wrote it.
      expect(steps.filter(({run = ''}) => run.includes('${{'))).to.eql([]);
    });
  }
});
