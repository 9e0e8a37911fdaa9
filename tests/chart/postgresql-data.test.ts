import {expect} from '@loopback/testlab';
import {ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {existsSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {chmod, chown, mkdir, writeFile} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {kill} from 'node:process';
import {text} from 'node:stream/consumers';
import {locateBinaries} from '../../src/embedded/binaries';
import {runsAsRoot, unprivilegedUser} from '../../src/embedded/server-user';
import type {ServerUser} from '../../src/embedded/types';
import {eventually} from '../support/eventually';
import {withFolder} from '../support/folder';
import {freePort} from '../support/free-port';
import {CHART} from '../support/helm';
import {sql} from '../support/sql';

const SCRIPT = readFileSync(join(CHART, 'files/postgresql-data.sh'), 'utf8');
const PASSWORD = 'segredo';
const START_LIMIT_MS = 30_000;

/** What the chart runs before its PostgreSQL, with the programs of the PostgreSQL that is here. */
describe("the data of the chart's PostgreSQL", function () {
  this.timeout(60_000);
  const running: ChildProcess[] = [];
  // Before the folder goes.
  afterEach(async () => {
    const isRunning = ({exitCode, signalCode}: ChildProcess): boolean =>
      exitCode === null && signalCode === null;
    for (const child of running.splice(0).filter(isRunning)) await killed(child);
  });
  const folder = withFolder('test');
  let user: ServerUser | undefined;
  let bin = '';
  let data = '';
  before(async () => {
    user = runsAsRoot() ? await unprivilegedUser() : undefined;
    bin = dirname((await locateBinaries(user)).postgres);
  });
  beforeEach(async () => {
    const volume = join(folder.path, 'volume');
    await mkdir(volume);
    if (user) await chown(volume, user.uid, user.gid);
    await writeFile(join(folder.path, 'password'), PASSWORD);
    await chmod(join(folder.path, 'password'), 0o444);
    data = join(volume, 'postgresql');
  });

  function start(program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): ChildProcess {
    const child = spawn(program, args, {
      ...user,
      cwd: '/',
      detached: true,
      env: {PATH: `${bin}:${process.env.PATH}`, PGDATA: data, ...env},
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    running.push(child);
    return child;
  }

  const prepare = (): ChildProcess =>
    start('sh', ['-euc', SCRIPT], {PG_MAJOR: '18', PASSWORD_FILE: join(folder.path, 'password')});

  async function prepared(): Promise<{code: number | null; said: string}> {
    const child = prepare();
    const ended = once(child, 'close');
    const [said] = await Promise.all([text(child.stdout!), text(child.stderr!)]);
    await ended;
    return {code: child.exitCode, said};
  }

  /** With all that it has started, and at once. */
  async function killed(child: ChildProcess): Promise<void> {
    const ended = once(child, 'exit');
    kill(-child.pid!, 'SIGKILL');
    await ended;
  }

  /** A server on the data, as the chart starts it. @returns its URL, without who asks */
  async function serve(): Promise<string> {
    const port = await freePort();
    const settings = ['listen_addresses=127.0.0.1', `port=${port}`, 'unix_socket_directories='];
    start(
      'postgres',
      settings.flatMap(setting => ['-c', setting]),
    );
    const place = `127.0.0.1:${port}/artistas`;
    const answers = (): Promise<boolean> =>
      sql(`postgresql://artistas:${PASSWORD}@${place}`, 'select 1').then(
        () => true,
        () => false,
      );
    await eventually('it lets us in by the password of the Secret', answers, START_LIMIT_MS);
    return place;
  }

  it('are made at the first start, and open to nobody without the password', async () => {
    expect((await prepared()).code).to.equal(0);
    const place = await serve();
    const [settings] = await sql(
      `postgresql://artistas:${PASSWORD}@${place}`,
      `select datlocprovider as provider, datlocale as locale, current_setting('data_checksums') as checksums
       from pg_database where datname = 'artistas'`,
    );
    expect(settings).to.eql({provider: 'b', locale: 'C.UTF-8', checksums: 'on'});
    await expect(sql(`postgresql://artistas:outra@${place}`, 'select 1')).to.be.rejectedWith(
      /password authentication failed/,
    );
  });

  it('are whole after a first start that was killed half way', async () => {
    const first = prepare();
    const hasBegun = (): boolean => existsSync(`${data}.new/PG_VERSION`);
    await eventually('it has begun', hasBegun, START_LIMIT_MS);
    await killed(first);
    expect(existsSync(data)).to.be.false();
    expect((await prepared()).code).to.equal(0);
    await serve();
    expect(readdirSync(dirname(data))).to.eql(['postgresql']);
  });

  it('are left alone when something else is in their place', async () => {
    await mkdir(data);
    writeFileSync(join(data, 'mine'), 'x');
    expect((await prepared()).code).to.equal(1);
    expect(readdirSync(data)).to.eql(['mine']);
  });

  const withVersion = async (version: string): Promise<void> => {
    await mkdir(data);
    writeFileSync(join(data, 'PG_VERSION'), `${version}\n`);
  };

  it('stay as they are at the next start', async () => {
    await withVersion('18');
    expect(await prepared()).to.eql({code: 0, said: ''});
    expect(readdirSync(data)).to.eql(['PG_VERSION']);
  });

  it('are not given to another release, which says the way', async () => {
    await withVersion('17');
    const {code, said} = await prepared();
    expect(code).to.equal(1);
    expect(said).to.match(
      /data are of PostgreSQL 17, and this image is PostgreSQL 18\. Set postgresql\.image\.tag back to 17/,
    );
  });
});
