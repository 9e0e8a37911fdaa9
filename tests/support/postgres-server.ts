import {ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {chmod, chown, cp, mkdtemp, readdir, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {kill} from 'node:process';
import {locateBinaries} from '../../src/embedded/binaries';
import {createCluster, DATABASE, findCluster, PROGRAM_ENV} from '../../src/embedded/cluster';
import {runsAsRoot, unprivilegedUser} from '../../src/embedded/server-user';
import type {ServerUser} from '../../src/embedded/types';
import {eventually} from './eventually';
import {freePort} from './free-port';
import {sql, withClient} from './sql';

const START_LIMIT_MS = 60_000;
const SETTINGS = [
  ...['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=100', 'shared_buffers=64MB'],
  ...['wal_level=replica', 'max_wal_senders=4', 'wal_keep_size=256MB', 'io_method=sync'],
];
const STANDBY_NAME = 'reserva';
/** What a copy of a cluster must not have of its original. */
const NOT_COPIED = /\/(postmaster\.(pid|opts)|pg_stat_tmp\/.+|pg_wal\/.+|pg_replslot\/.+)$/;

/** How a server is stopped: sessions are ended and all is written; or at once, and the next start recovers. */
const STOP_SIGNALS = {fast: 'SIGINT', immediate: 'SIGQUIT', kill: 'SIGKILL'} as const;

/** A real PostgreSQL of a row's own that writes to disk as one in production does, on a port that it keeps. */
export class PostgresServer {
  private process?: ChildProcess;
  private paused: readonly number[] = [];

  private constructor(
    private readonly folder: string,
    private readonly port: number,
    private readonly cluster: {readonly dataFolder: string; readonly password: string},
    private readonly user: ServerUser | undefined,
  ) {}

  static async start(): Promise<PostgresServer> {
    const folder = await givenFolder();
    const user = runsAsRoot() ? await unprivilegedUser() : undefined;
    await createCluster(folder, await locateBinaries(user), {user, durable: true});
    const server = new PostgresServer(folder, await freePort(), (await findCluster(folder))!, user);
    await server.start();
    return server;
  }

  get url(): string {
    return `postgresql://${DATABASE}:${this.cluster.password}@127.0.0.1:${this.port}/${DATABASE}`;
  }

  /** Resolves when it takes connections. */
  async start(): Promise<void> {
    const {postgres} = await locateBinaries(this.user);
    const settings = [...SETTINGS, `port=${this.port}`].flatMap(setting => ['-c', setting]);
    const options = {...this.user, cwd: '/', env: PROGRAM_ENV, stdio: 'ignore' as const};
    this.process = spawn(postgres, ['-D', this.cluster.dataFolder, ...settings], options);
    const answers = (): Promise<boolean> =>
      sql(this.url, 'select 1').then(
        () => true,
        () => false,
      );
    await eventually('PostgreSQL answers', answers, START_LIMIT_MS);
  }

  async stop(how: keyof typeof STOP_SIGNALS): Promise<void> {
    const process = this.process!;
    if (process.exitCode !== null || process.signalCode !== null) return;
    const exited = once(process, 'exit');
    process.kill(STOP_SIGNALS[how]);
    await exited;
  }

  /** Connections stand, and nobody says anything on them or on new ones, until `resume`. */
  async pause(): Promise<void> {
    const rows = await sql<{pid: number}>(
      this.url,
      'select pid from pg_stat_activity where pid <> pg_backend_pid()',
    );
    this.paused = [this.process!.pid!, ...rows.map(({pid}) => pid)];
    for (const pid of this.paused) signalIfThere(pid, 'SIGSTOP');
  }

  resume(): void {
    for (const pid of this.paused) signalIfThere(pid, 'SIGCONT');
    this.paused = [];
  }

  /** A copy that follows it, and for which its commits wait from now on. Made as the manual says, without `pg_basebackup`. */
  async startStandby(): Promise<PostgresServer> {
    const folder = await givenFolder();
    const dataFolder = join(folder, 'data');
    await withClient(this.url, async client => {
      await client.query(`select pg_backup_start('reserva', true)`);
      const filter = (path: string): boolean => !NOT_COPIED.test(path);
      await cp(this.cluster.dataFolder, dataFolder, {recursive: true, filter});
      const {rows} = await client.query<{labelfile: string}>('select labelfile from pg_backup_stop()');
      await writeFile(join(dataFolder, 'backup_label'), rows[0]!.labelfile);
    });
    const standby = new PostgresServer(folder, await freePort(), {...this.cluster, dataFolder}, this.user);
    await standby.follow(this);
    await standby.start();
    await sql(this.url, `alter system set synchronous_standby_names = '${STANDBY_NAME}'`);
    await sql(this.url, 'select pg_reload_conf()');
    const isInStep = async (): Promise<boolean> =>
      (await sql(this.url, `select from pg_stat_replication where sync_state = 'sync'`)).length === 1;
    await eventually('the standby is in step', isInStep, START_LIMIT_MS);
    return standby;
  }

  /** Makes a standby a primary, which waits for nobody. */
  async promote(): Promise<void> {
    await sql(this.url, 'select pg_promote()');
    await sql(this.url, 'alter system reset synchronous_standby_names');
    await sql(this.url, 'select pg_reload_conf()');
  }

  /** With all that it has. */
  async remove(): Promise<void> {
    await this.stop('immediate');
    await rm(this.folder, {recursive: true, force: true});
  }

  private async follow(primary: PostgresServer): Promise<void> {
    const {dataFolder, password} = this.cluster;
    const source = `host=127.0.0.1 port=${primary.port} user=${DATABASE} password=${password} application_name=${STANDBY_NAME}`;
    await writeFile(join(dataFolder, 'standby.signal'), '');
    await writeFile(join(dataFolder, 'postgresql.auto.conf'), `primary_conninfo = '${source}'\n`);
    if (this.user) await chownAll(dataFolder, this.user);
  }
}

/** A session may have ended meanwhile. */
function signalIfThere(pid: number, signal: NodeJS.Signals): void {
  try {
    kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** As root the server runs under another account, which has to get in. */
async function givenFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'artistas-postgres-'));
  await chmod(folder, 0o755);
  return folder;
}

async function chownAll(folder: string, {uid, gid}: ServerUser): Promise<void> {
  await chown(folder, uid, gid);
  for (const entry of await readdir(folder, {withFileTypes: true, recursive: true}))
    await chown(join(entry.parentPath, entry.name), uid, gid);
}
