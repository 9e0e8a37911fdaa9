import type {Client} from 'pg';
import {takeBackupLock} from '../datasources/backup-lock';
import {StartupError} from '../config/startup-error';
import {requireKnownSchema} from '../datasources/migration-gate';
import {openSession} from '../datasources/migration-session';
import {migrate} from '../datasources/migrations';
import type {ObjectStore} from '../storage/types';
import {checkArchive, requireKnownArchive} from './archive-check';
import {endingWith} from './ending';
import type {Manifest} from './manifest';
import {RestoredObjects, restoreObjects} from './object-restore';
import {requireRows} from './require-rows';
import {dropFormer, switchSchemas} from './schema-switch';
import {ScratchSchema} from './scratch-schema';
import {quoted, schemaOf} from './sql';
import type {Vault, Work} from './types';

const SCRATCH = 'artistas_novo';
/** What begins so was put aside by a restore. */
const FORMER = 'artistas_antigo_';

export interface RestoreParts {
  readonly databaseUrl: string;
  readonly store: ObjectStore;
  readonly vault: Vault;
  readonly archive: Manifest;
  /** Whether what is there may go. */
  readonly replace: boolean;
  /** The job queue of the database is in PostgreSQL too. */
  readonly withJobQueue: boolean;
  /** How long to wait for a database that is not there yet. */
  readonly waitSeconds: number;
}

/**
 * Puts an archive in the place of what is there, and leaves that as it is until the archive was read whole, loaded beside
 * it, migrated to this release, counted, and its objects were read back. Then both change places in one transaction.
 * It may be done under a running API: nobody is answered from half of it, and everybody has to sign in again.
 * @throws StartupError with an exit code of `BACKUP_EXIT`, and then the old data serves on
 */
export async function restore(parts: RestoreParts, work: Work): Promise<RestoredObjects> {
  const {databaseUrl, store, vault, archive, replace, withJobQueue} = parts;
  const {signal, log} = work;
  const waiting = {waitSeconds: parts.waitSeconds, signal, log};
  await requireKnownArchive(archive);
  await requireKnownSchema(databaseUrl, waiting);
  await checkArchive(vault, archive, work);
  await store.ensureReady();
  // What is there has to be of this release, too; an empty database becomes one of ours.
  await migrate({databaseUrl, sampleData: false, withJobQueue, signal, log});
  const client = await openSession(databaseUrl, {waitSeconds: 0, signal, log});
  const session = endingWith(signal, client);
  try {
    await takeBackupLock(client);
    const schema = (await schemaOf(client))!;
    if (!replace) await requireNothingToLose(client, archive.id);
    await clearLeftovers(client);
    const scratch = await load(client, parts, work);
    try {
      const objects = await restoreObjects(store, vault, archive, work);
      signal.throwIfAborted();
      const former = FORMER + Date.now().toString(36);
      await switchSchemas(client, {schema, scratch: scratch.name, former});
      if (!(await dropFormer(client, former))) {
        log(`Something of yours depends on the old tables; they stay in the schema ${former}.`);
      }
      return objects;
    } catch (error) {
      if (!signal.aborted) await scratch.drop();
      throw error;
    }
  } finally {
    await session.end();
  }
}

/**
 * Puts the objects of an archive into the store and leaves the database alone: for rows that came back by other means, such
 * as a recovery to a point in time of PostgreSQL itself.
 * @throws StartupError with an exit code of `BACKUP_EXIT`
 */
export async function restoreObjectsAlone(
  {databaseUrl, store, vault, archive, waitSeconds}: Omit<RestoreParts, 'replace' | 'withJobQueue'>,
  work: Work,
): Promise<RestoredObjects> {
  const client = await openSession(databaseUrl, {waitSeconds, signal: work.signal, log: work.log});
  const session = endingWith(work.signal, client);
  try {
    // What is put there is not removed before it is complete.
    await takeBackupLock(client);
    await store.ensureReady();
    return await restoreObjects(store, vault, archive, work);
  } finally {
    await session.end();
  }
}

/** An archive as rows of this release, in a schema that nobody looks into. */
export async function load(
  client: Client,
  {databaseUrl, vault, archive}: Pick<RestoreParts, 'databaseUrl' | 'vault' | 'archive'>,
  work: Work,
): Promise<ScratchSchema> {
  const through = archive.migrations.at(-1)!;
  const scratch = await ScratchSchema.make(client, databaseUrl, {
    name: SCRATCH,
    through,
    log: () => undefined,
  });
  try {
    await scratch.load(vault, archive, work);
    await scratch.setSequences(archive);
    await requireRows(client, archive);
    await scratch.migrate({log: work.log});
    await scratch.finish();
    return scratch;
  } catch (error) {
    if (!work.signal.aborted) await scratch.drop();
    throw error;
  }
}

/** What a restore has left that was killed; former tables stay that something of somebody else depends on. */
async function clearLeftovers(client: Client): Promise<void> {
  await client.query(`drop schema if exists ${quoted(SCRATCH)} cascade`);
  const {rows} = await client.query<{name: string}>(
    `select nspname as name from pg_namespace where starts_with(nspname, $1)`,
    [FORMER],
  );
  for (const {name} of rows) await dropFormer(client, name);
}

async function requireNothingToLose(client: Client, id: string): Promise<void> {
  const {rows} = await client.query<{albums: string; artists: string}>(
    'select (select count(*) from album) as albums, (select count(*) from artista) as artists',
  );
  const {albums, artists} = rows[0]!;
  if (Number(albums) + Number(artists) === 0) return;
  throw new StartupError(
    `The database has ${artists} artists and ${albums} albums; say --replace to have those of the archive ${id} in their place.`,
  );
}
