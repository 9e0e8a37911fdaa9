import {readFile, rm, stat} from 'node:fs/promises';
import {join} from 'node:path';

/** A server writes its lock at once after it has made the file; one that is empty for longer was abandoned. */
const EMPTY_LOCK_LIMIT_MS = 1_000;

/**
 * Removes a lock that was left by a server which was killed, in the two cases that PostgreSQL does not see through:
 * its process number now belongs to another program (usual after a container restarts), and the file is empty.
 * Every other case is left to PostgreSQL, which knows best.
 */
export async function removeStaleLock(dataFolder: string): Promise<void> {
  const lock = join(dataFolder, 'postmaster.pid');
  const text = await readFile(lock, 'utf8').catch(() => undefined);
  if (text === undefined) return;
  const pid = Number(text.split('\n')[0]);
  if (pid ? await isAnotherProgram(pid, dataFolder) : await isOld(lock)) await rm(lock, {force: true});
}

/** `false` when it cannot be known, as where there is no `/proc`. */
async function isAnotherProgram(pid: number, dataFolder: string): Promise<boolean> {
  const commandLine = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  return commandLine !== '' && !commandLine.split('\0').includes(dataFolder);
}

async function isOld(file: string): Promise<boolean> {
  const {mtimeMs} = await stat(file);
  return Date.now() - mtimeMs > EMPTY_LOCK_LIMIT_MS;
}
