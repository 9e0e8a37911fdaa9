import {execFile, spawn} from 'node:child_process';
import {randomBytes} from 'node:crypto';
import {once} from 'node:events';
import {
  chown,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  realpath,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {StartupError} from '../config/startup-error';
import {SHARED_FOLDER} from './binaries';
import {folderError} from './folder-error';
import {canReach} from './server-user';
import {Binaries, Cluster, ServerUser} from './types';

const run = promisify(execFile);
const MAJOR_VERSION = '18';
export const DATABASE = 'artistas';
/** Programs of PostgreSQL get none of our environment, which holds secrets; their messages are matched in English. */
export const PROGRAM_ENV = {LC_ALL: 'C', TZ: 'UTC', PATH: '/usr/local/bin:/usr/bin:/bin'};

/**
 * The cluster of a data folder, or `undefined` when there is none yet.
 * @throws StartupError when something else stands there, or a cluster of another major version
 */
export async function findCluster(
  dataDir: string,
): Promise<(Cluster & {readonly owner: ServerUser}) | undefined> {
  const home = join(dataDir, 'postgres');
  if (!(await exists(home))) return undefined;
  if (!(await stat(home).catch(ifAbsent(undefined)))) {
    throw new StartupError(
      `${home} points to a database that is gone; remove ${home} to begin with an empty one.`,
    );
  }
  if ((await readdir(home)).length === 0) return undefined;
  const dataFolder = join(await realpath(home), 'data');
  const version = (await readFile(join(dataFolder, 'PG_VERSION'), 'utf8').catch(ifAbsent('nothing'))).trim();
  if (version !== MAJOR_VERSION) {
    throw new StartupError(
      `${home} holds ${version === 'nothing' ? 'no database of ours' : `data of PostgreSQL ${version}`}, and this release ` +
        `brings PostgreSQL ${MAJOR_VERSION}; move it away or set DATA_DIR to another folder.`,
    );
  }
  const {uid, gid} = await lstat(dataFolder);
  return {dataFolder, password: await readFile(join(home, 'password'), 'utf8'), owner: {uid, gid}};
}

/**
 * A new cluster: UTF-8, sorted by code point whatever the machine's locales, one superuser with a random password.
 * It is built beside its place and moved there when complete, so that a start which was killed leaves nothing behind
 * that looks like a database.
 * @param user account that will own it; absent: our own
 */
export async function createCluster(
  dataDir: string,
  {initdb, postgres}: Binaries,
  {user, durable}: {user?: ServerUser; durable: boolean},
): Promise<void> {
  const isReachable = !user || (await canReach(user, [dataDir]));
  const parent = isReachable ? dataDir : SHARED_FOLDER;
  await mkdir(parent, {recursive: true});
  await removeAbandoned(parent);
  const staging = await mkdtemp(join(parent, `init-${process.pid}-`));
  try {
    const [dataFolder, passwordFile] = [join(staging, 'data'), join(staging, 'password')];
    await writeFile(passwordFile, randomBytes(24).toString('base64url'), {mode: 0o600});
    if (user) await Promise.all([staging, passwordFile].map(path => chown(path, user.uid, user.gid)));
    const options = {...user, cwd: '/', env: PROGRAM_ENV};
    await run(initdb, [...initdbFlags(durable), `--pwfile=${passwordFile}`, dataFolder], options);
    await createDatabase(spawn(postgres, ['--single', '-D', dataFolder, 'template1'], options));
    await (isReachable ? rename(staging, join(dataDir, 'postgres')) : publish(staging, dataDir));
  } catch (cause) {
    await rm(staging, {recursive: true, force: true});
    // Another process was faster: its cluster is as good, and which of us may use it is decided by the lock in it.
    if (['EEXIST', 'ENOTEMPTY'].includes(String((cause as NodeJS.ErrnoException).code))) return;
    throw folderError((cause as {stderr?: string}).stderr || cause, dataDir);
  }
}

const initdbFlags = (durable: boolean): string[] => [
  ...['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
  ...[`--username=${DATABASE}`, '--auth=scram-sha-256', '--no-instructions'],
  ...(durable ? [] : ['--no-sync', '--no-data-checksums']),
];

async function createDatabase(server: ReturnType<typeof spawn>): Promise<void> {
  let output = '';
  server.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  server.stdin?.on('error', () => undefined).end(`create database ${DATABASE}\n`);
  const [code] = (await once(server, 'close')) as [number | null];
  if (code !== 0) throw new Error(output);
}

/** The folder keeps its random name, so that a data folder which was deleted and made anew never meets its old data. */
async function publish(staging: string, dataDir: string): Promise<void> {
  const home = staging.replace(/init-\d+-/, 'cluster-');
  await rename(staging, home);
  try {
    await symlink(home, join(dataDir, 'postgres'));
  } catch (cause) {
    await rm(home, {recursive: true});
    throw cause;
  }
}

/** Clears what a process left that was killed while it built a cluster. */
async function removeAbandoned(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const pid = /^init-(\d+)-/.exec(name)?.[1];
    if (pid && !isAlive(Number(pid)))
      await rm(join(parent, name), {recursive: true, force: true, maxRetries: 3});
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

async function exists(path: string): Promise<boolean> {
  return (await lstat(path).catch(ifAbsent(undefined))) !== undefined;
}

const ifAbsent =
  <T>(value: T) =>
  (cause: NodeJS.ErrnoException): T => {
    if (cause.code === 'ENOENT') return value;
    throw cause;
  };
