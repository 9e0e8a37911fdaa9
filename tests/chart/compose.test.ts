import {expect} from '@loopback/testlab';
import {execFile} from 'node:child_process';
import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {parse} from 'yaml';
import {variables} from '../../src/config/variables';
import {withFolder} from '../support/folder';
import {requireOnMachine} from '../support/machine';
import {ROOT} from '../support/source-files';
import {findTool} from '../support/tool';

/** The loader that `docker compose` has: https://github.com/compose-spec/compose-go */
const LOADER = 'cmd';
const SECRETS = ['POSTGRES_PASSWORD', 'REDIS_PASSWORD', 'MINIO_PASSWORD', 'JWT_SECRET', 'APP_PASSWORD'];

interface Service {
  readonly image: string;
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly deploy?: {readonly replicas: number};
  readonly healthcheck?: object;
  readonly depends_on?: Readonly<Record<string, {readonly condition: string}>>;
  readonly volumes?: readonly {readonly type: string; readonly source: string}[];
}

const TEXT = readFileSync(join(ROOT, 'compose.yaml'), 'utf8');
/** A variable, and what is said of it: `:?` it has to be there, `:-` what it is otherwise. */
const VARIABLE = /\$\{(\w+)(:[?-])([^}]*)\}/g;

describe('compose.yaml', function () {
  before(function () {
    requireOnMachine(this, findTool(LOADER) !== undefined, "compose-go's loader");
  });
  const folder = withFolder('suite');

  /** What the loader makes of it. Its command sees no environment, so the variables are filled in here. */
  async function load(): Promise<Readonly<Record<string, Service>>> {
    const file = join(folder.path, 'compose.yaml');
    writeFileSync(
      file,
      TEXT.replace(VARIABLE, (_, name: string, kind: string, rest: string) => (kind === ':-' ? rest : name)),
    );
    const args = ['-format', 'json', '-no-path-resolution', file];
    const {stdout} = await promisify(execFile)(findTool(LOADER)!, args);
    return (JSON.parse(stdout) as {services: Readonly<Record<string, Service>>}).services;
  }

  it('is what docker compose takes', async () => {
    const services = await load();
    expect(Object.keys(services).sort()).to.eql(
      ['api', 'migrate', 'minio', 'nginx', 'postgresql', 'redis', 'worker'].sort(),
    );
    expect(services.api!.deploy!.replicas).to.equal(2);
    const ours = ['api', 'worker', 'migrate'].map(name => services[name]!.image);
    expect(new Set(ours).size).to.equal(1);
  });

  it('has no default for a secret, and says how to make them', () => {
    const required = [...TEXT.matchAll(VARIABLE)]
      .filter(([, , kind]) => kind === ':?')
      .map(([, name]) => name);
    expect([...new Set(required)].sort()).to.eql([...SECRETS].sort());
    expect(/^# {3}for name in (.+); do$/m.exec(TEXT)?.[1]?.split(' ').sort()).to.eql([...SECRETS].sort());
    // Every use of one, and no other form of a variable.
    expect(TEXT.match(/(?<!\$)\$\{/g)!.length).to.equal([...TEXT.matchAll(VARIABLE)].length);
  });

  it('sets settings that there are', async () => {
    const {api} = await load();
    expect(Object.keys(api!.environment!).filter(name => !(name in variables))).to.eql([]);
  });

  it('runs programs and takes files that are there', async () => {
    const services = Object.values(await load());
    const programs = services.flatMap(({command = []}) => command.filter(word => word.startsWith('dist/')));
    expect(programs.filter(path => !existsSync(join(ROOT, path)))).to.eql([]);
    const files = services.flatMap(({volumes = []}) => volumes.filter(({type}) => type === 'bind'));
    expect(files.filter(({source}) => !existsSync(join(ROOT, source)))).to.eql([]);
  });

  it('waits for what each service needs, and looks at all that serve', async () => {
    const services = await load();
    const waitedFor = Object.values(services).flatMap(({depends_on: needs = {}}) =>
      Object.entries(needs).filter(([, {condition}]) => condition === 'service_healthy'),
    );
    for (const [name] of waitedFor) expect(services[name]!.healthcheck).to.be.ok();
    const unseen = Object.entries(services).filter(
      ([name, {healthcheck}]) => name !== 'migrate' && !healthcheck,
    );
    expect(unseen.map(([name]) => name)).to.eql([]);
  });

  it("takes the chart's images", () => {
    const {annotations} = parse(readFileSync(join(ROOT, 'charts/artistas/Chart.yaml'), 'utf8')) as {
      annotations: Record<string, string>;
    };
    const images = parse(annotations['artifacthub.io/images']!) as {image: string}[];
    expect(images.filter(({image}) => !TEXT.includes(`image: ${image}\n`))).to.eql([]);
  });
});
