import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {DATABASE, findCluster} from './cluster';

/** Lines of `postmaster.pid`: https://www.postgresql.org/docs/current/storage-file-layout.html */
const [PORT_LINE, STATUS_LINE] = [3, 7];

/**
 * The URL of the embedded PostgreSQL that another process of ours runs in this folder, a secret; undefined: none does. It
 * is what a lock file says: one that was left behind leads nowhere, and connecting tells.
 * @param dataDir absolute path
 */
export async function findRunningPostgres(dataDir: string): Promise<string | undefined> {
  const cluster = await findCluster(dataDir);
  if (!cluster) return undefined;
  const text = await readFile(join(cluster.dataFolder, 'postmaster.pid'), 'utf8').catch(() => '');
  const lines = text.split('\n').map(line => line.trim());
  if (lines[STATUS_LINE] !== 'ready' || !isAlive(Number(lines[0]))) return undefined;
  return `postgresql://${DATABASE}:${cluster.password}@127.0.0.1:${lines[PORT_LINE]}/${DATABASE}`;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === 'EPERM';
  }
}
