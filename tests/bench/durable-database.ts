import {chmod, mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {migrate} from '../../src/datasources/migrations';
import {startEmbeddedPostgres} from '../../src/embedded/embedded-postgres';

/** A migrated database that writes to disk as one in production does, gone afterwards. */
export async function withDurableDatabase<T>(work: (databaseUrl: string) => Promise<T>): Promise<T> {
  const dataDir = await mkdtemp(join(tmpdir(), 'artistas-bench-'));
  // As root the server runs under another account, which has to get in.
  await chmod(dataDir, 0o755);
  const postgres = await startEmbeddedPostgres({dataDir});
  try {
    await migrate({databaseUrl: postgres.url, sampleData: false, withJobQueue: true});
    return await work(postgres.url);
  } finally {
    await postgres.stop();
    await rm(dataDir, {recursive: true});
  }
}
