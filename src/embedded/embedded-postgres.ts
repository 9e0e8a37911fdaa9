import {once} from 'node:events';
import {mkdir} from 'node:fs/promises';
import {AddressInfo, createServer} from 'node:net';
import {setTimeout as delay} from 'node:timers/promises';
import {StartupError} from '../config/startup-error';
import {locateBinaries} from './binaries';
import {createCluster, DATABASE, findCluster} from './cluster';
import {ensureFreeSpace, folderError} from './folder-error';
import {removeStaleLock} from './lock';
import {runsAsRoot, unprivilegedUser} from './server-user';
import {launchServer, Server} from './supervisor';
import {Binaries, Cluster, EmbeddedPostgres, EmbeddedPostgresOptions, ServerUser} from './types';

/** A process that is just ending needs about one second to write its checkpoint. */
const LOCK_WAIT_MS = 3_000;
const RETRY_MS = 100;
const IN_USE = /lock file "postmaster\.pid" (already exists|is empty)|pre-existing shared memory block/;
/** Somebody took the port between our look and the server's. */
const PORT_TAKEN = /could not bind|could not create any TCP\/IP sockets/;

/**
 * Starts the PostgreSQL that npm has installed, on 127.0.0.1 and a free port; makes its cluster at the first start.
 * It ends with this process, however that ends. See README.md in this folder.
 * @throws StartupError when the folder is in use, full, not ours to write, or holds another version's data
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const {dataDir} = options;
  if (process.platform === 'win32') {
    throw new StartupError('The embedded PostgreSQL does not run on Windows: use WSL, or set DATABASE_URL.');
  }
  try {
    await mkdir(dataDir, {recursive: true});
    await ensureFreeSpace(dataDir);
    const {cluster, binaries, user} = await openCluster(options);
    const {server, port} = await launchOnFreePort(cluster, binaries, user, options);
    const url = `postgresql://${DATABASE}:${cluster.password}@127.0.0.1:${port}/${DATABASE}`;
    return {url, exited: server.exited, stop: server.stop};
  } catch (cause) {
    throw folderError(cause, dataDir);
  }
}

async function openCluster({dataDir, durable = true}: EmbeddedPostgresOptions): Promise<{
  cluster: Cluster;
  binaries: Binaries;
  user?: ServerUser;
}> {
  const found = await findCluster(dataDir);
  // Root serves an existing cluster as its owner, who may want to start it without root the next time.
  const user = runsAsRoot() ? (found?.owner ?? (await unprivilegedUser())) : undefined;
  const binaries = await locateBinaries(user);
  if (found) return {cluster: found, binaries, user};
  await createCluster(dataDir, binaries, {user, durable});
  const cluster = await findCluster(dataDir);
  if (!cluster)
    throw new StartupError(`${dataDir} was emptied while the embedded PostgreSQL was starting in it.`);
  return {cluster, binaries, user};
}

async function launchOnFreePort(
  {dataFolder}: Cluster,
  {postgres}: Binaries,
  user: ServerUser | undefined,
  {dataDir, durable = true, maxConnections = 60, log}: EmbeddedPostgresOptions,
): Promise<{server: Server; port: number}> {
  const deadline = Date.now() + LOCK_WAIT_MS;
  for (;;) {
    await removeStaleLock(dataFolder);
    const port = await freePort();
    const args = ['-D', dataFolder, ...settings({port, maxConnections, durable})];
    try {
      return {server: await launchServer(postgres, args, {user, log}), port};
    } catch (cause) {
      const message = (cause as Error).message;
      const isInUse = IN_USE.test(message);
      if (!isInUse && !PORT_TAKEN.test(message)) throw cause;
      if (Date.now() < deadline) await delay(RETRY_MS);
      else if (!isInUse) throw cause;
      else
        throw new StartupError(
          `${dataDir} is in use by another instance; stop it or set DATA_DIR to another folder.`,
          {cause},
        );
    }
  }
}

/** Given at each start, so that a new release brings its own to an old cluster. Sized for a laptop. */
function settings({
  port,
  maxConnections,
  durable,
}: {
  port: number;
  maxConnections: number;
  durable: boolean;
}): string[] {
  const values: Record<string, string | number> = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    max_connections: maxConnections,
    shared_buffers: '64MB',
    max_wal_size: '256MB',
    // No helper processes for what one small database does not need.
    io_method: 'sync',
    max_logical_replication_workers: 0,
    wal_level: 'minimal',
    max_wal_senders: 0,
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // What a statement did wrong is our caller's to report; it may hold values that belong in no log.
    log_min_messages: 'log',
    log_line_prefix: '',
    log_checkpoints: 'off',
    ...(durable ? {} : {fsync: 'off', full_page_writes: 'off'}),
  };
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const {port} = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}
