import {BACKUP_EXIT} from '../config/exit-codes';
import {takeBackupLock} from '../datasources/backup-lock';
import {requireKnownSchema} from '../datasources/migration-gate';
import {openSession} from '../datasources/migration-session';
import type {BuildInfo} from '../observability/types';
import type {ObjectStore} from '../storage/types';
import {endingWith} from './ending';
import {forEach} from './in-order';
import {CoverObjects, coversOf, lineOf, objectsOf} from './object-list';
import {
  listArchives,
  Manifest,
  newArchiveId,
  objectListKey,
  readManifest,
  tableKey,
  writeManifest,
} from './manifest';
import {ObjectCopies} from './object-copies';
import {pack} from './packed-file';
import {prune, Pruned} from './prune';
import type {Retention} from './retention';
import {Snapshot} from './snapshot';
import type {Vault, Work} from './types';

export interface BackupParts {
  readonly databaseUrl: string;
  readonly store: ObjectStore;
  readonly vault: Vault;
  readonly keep: Retention;
  readonly app: Pick<BuildInfo, 'version' | 'commit'>;
  /** How long to wait for a database that is not there yet. */
  readonly waitSeconds: number;
}

/** What came of a backup. */
export interface BackupResult {
  readonly archive: Manifest;
  readonly pruned: Pruned;
}

/**
 * Makes an archive: all rows of one moment, and every object that they name. While it runs, objects of covers that go
 * are left in the store. What is cut off leaves files that are no archive, and the next one removes them a day later.
 * @throws StartupError with an exit code of `BACKUP_EXIT`; what ends `signal`
 */
export async function backUp(parts: BackupParts, work: Work): Promise<BackupResult> {
  const {databaseUrl, vault, keep} = parts;
  const {signal, log} = work;
  await vault.ensureReady();
  await requireKnownSchema(databaseUrl, {waitSeconds: parts.waitSeconds, signal, log});
  const client = await openSession(databaseUrl, {waitSeconds: 0, signal, log});
  const session = endingWith(signal, client);
  try {
    // Before the snapshot: what its rows name can no longer be removed.
    await takeBackupLock(client);
    const id = newArchiveId(new Date());
    const startedAt = new Date().toISOString();
    const snapshot = await Snapshot.begin(client);
    const tables = await copyTables(id, snapshot, vault, work);
    const migrations = await snapshot.migrations();
    const sequences = await snapshot.sequences();
    await snapshot.end();
    const archive: Manifest = {
      format: 1,
      id,
      startedAt,
      app: {version: parts.app.version, ...(parts.app.commit && {commit: parts.app.commit})},
      postgresql: snapshot.postgresql,
      snapshot: snapshot.at,
      migrations,
      tables,
      sequences,
      objects: await copyObjects({id, tables}, parts, work),
      completedAt: new Date().toISOString(),
    };
    signal.throwIfAborted();
    await writeManifest(vault, archive);
    return {archive, pruned: await prune(vault, keep)};
  } finally {
    await session.end();
  }
}

async function copyTables(
  id: string,
  snapshot: Snapshot,
  vault: Vault,
  {signal, onProgress}: Work,
): Promise<Manifest['tables']> {
  const copied: Manifest['tables'] = [];
  const tables = await snapshot.tables();
  for (const table of tables) {
    signal.throwIfAborted();
    const file = await pack(vault, tableKey(id, table.name), snapshot.rowsOf(table));
    copied.push({name: table.name, columns: [...table.columns], file});
    onProgress({phase: 'tables', done: copied.length, total: tables.length, unit: 'tables'});
  }
  return copied;
}

async function copyObjects(
  archive: Pick<Manifest, 'id' | 'tables'>,
  {store, vault}: BackupParts,
  work: Work,
): Promise<Manifest['objects']> {
  const copies = new ObjectCopies(store, vault, work);
  const lines = copies.run(coversOf(vault, archive), await previousObjects(vault, work));
  const list = await pack(vault, objectListKey(archive.id), bytesOf(lines));
  return {list, ...copies.totals};
}

/** The list of the last archive; one that is damaged costs time, not the backup. */
async function previousObjects(vault: Vault, {log}: Work): Promise<AsyncIterable<CoverObjects>> {
  const id = (await listArchives(vault)).complete.at(-1);
  if (id === undefined) return nothing();
  try {
    const manifest = await readManifest(vault, id);
    // Read once to its end: what is wrong with it shows there.
    await forEach(objectsOf(vault, manifest), 1, () => Promise.resolve());
    return objectsOf(vault, manifest);
  } catch (error) {
    if ((error as {exitCode?: unknown}).exitCode !== BACKUP_EXIT.archiveDamaged) throw error;
    log(`${(error as Error).message} Every object is copied anew.`);
    return nothing();
  }
}

async function* bytesOf(lines: AsyncIterable<CoverObjects>): AsyncGenerator<Buffer> {
  for await (const line of lines) yield lineOf(line);
}

async function* nothing(): AsyncGenerator<never> {
  // There is no archive yet.
}
