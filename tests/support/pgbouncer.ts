import {ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {chmod, chown, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {runsAsRoot, unprivilegedUser} from '../../src/embedded/server-user';
import {eventually} from './eventually';
import {freePort} from './free-port';
import {sql} from './sql';
import {findTool} from './tool';

/** A real PgBouncer of a test's own, which gives each of its few connections to one transaction after the other. */
export class PgBouncer {
  private constructor(
    /** The database behind it. */
    readonly url: string,
    private readonly folder: string,
    private readonly process: ChildProcess,
  ) {}

  static isOnMachine(): boolean {
    return findTool('pgbouncer') !== undefined;
  }

  /** @param databaseUrl with its password · @param connections to the server, at most */
  static async start(databaseUrl: string, connections: number): Promise<PgBouncer> {
    const {hostname, port, pathname, username, password} = new URL(databaseUrl);
    const database = pathname.slice(1);
    const own = await freePort();
    const folder = await mkdtemp(join(tmpdir(), 'artistas-pgbouncer-'));
    const server = `host=${hostname} port=${port} user=${username} password=${decodeURIComponent(password)}`;
    await writeFile(
      join(folder, 'pgbouncer.ini'),
      `[databases]
${database} = ${server} dbname=${database}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${own}
auth_type = any
pool_mode = transaction
default_pool_size = ${connections}
`,
    );
    const user = runsAsRoot() ? await unprivilegedUser() : undefined;
    await chmod(folder, 0o755);
    if (user) await chown(folder, user.uid, user.gid);
    const child = spawn(findTool('pgbouncer')!, [join(folder, 'pgbouncer.ini')], {...user, stdio: 'ignore'});
    const url = `postgresql://${username}@127.0.0.1:${own}/${database}`;
    const answers = (): Promise<boolean> =>
      sql(url, 'select 1').then(
        () => true,
        () => false,
      );
    await eventually('PgBouncer answers', answers);
    return new PgBouncer(url, folder, child);
  }

  async stop(): Promise<void> {
    const exited = once(this.process, 'exit');
    this.process.kill('SIGKILL');
    await exited;
    await rm(this.folder, {recursive: true});
  }
}
