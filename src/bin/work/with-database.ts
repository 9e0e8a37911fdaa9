import type {Config} from '../../config/config';
import {startEmbeddedPostgres} from '../../embedded/embedded-postgres';
import {findRunningPostgres} from '../../embedded/running';

/** Works on `DATABASE_URL`; else on the embedded database, whether it runs for somebody else or for us. */
export async function withDatabase<T>(
  {database, dataDir}: Config,
  use: (databaseUrl: string) => Promise<T>,
): Promise<T> {
  const known = database.url ?? (await findRunningPostgres(dataDir));
  const embedded = known === undefined ? await startEmbeddedPostgres({dataDir}) : undefined;
  try {
    return await use(known ?? embedded!.url);
  } finally {
    await embedded?.stop();
  }
}
