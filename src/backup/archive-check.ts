import {BACKUP_EXIT} from '../config/exit-codes';
import {StartupError} from '../config/startup-error';
import {migrationNames, migrationsFolder} from '../datasources/migration-folder';
import {damaged} from './archive-error';
import {forEach} from './in-order';
import {Manifest, tableKey} from './manifest';
import {coversOf, ObjectFile, objectKey, objectsOf} from './object-list';
import {checked, drain, unpacked} from './packed-file';
import type {Vault, Work} from './types';

const AT_ONCE = 4;

/**
 * Whether this release can hold what is in the archive: it knows all of its migrations, in that order.
 * @throws StartupError
 */
export async function requireKnownArchive({id, migrations}: Manifest): Promise<void> {
  const names = await migrationNames(migrationsFolder());
  const strange = migrations.find((name, i) => names[i] !== name);
  if (strange === undefined) return;
  throw new StartupError(
    names.includes(strange)
      ? `The archive ${id} has migrations in an order that this release does not know, from ${strange} on.`
      : `The archive ${id} is of a later release: it has ${strange}, and the newest known here is ${names.at(-1)}.`,
    {exitCode: BACKUP_EXIT.schemaAhead},
  );
}

/** Reads all of an archive: every row and every object is there and as it was written. @throws StartupError when one is not */
export async function checkArchive(vault: Vault, archive: Manifest, work: Work): Promise<void> {
  const {id, tables, objects} = archive;
  const total = tables.reduce((sum, {file}) => sum + file.size, 0) + objects.bytes;
  let done = 0;
  const onBytes = (count: number): void => {
    work.signal.throwIfAborted();
    done += count;
    work.onProgress({phase: 'check', done, total, unit: 'bytes'});
  };
  for (const {name, file} of tables) {
    await drain(unpacked({vault, archiveId: id, key: tableKey(id, name)}, file));
    onBytes(file.size);
  }
  await requireObjectsOfCovers(vault, archive);
  let count = 0;
  await forEach(filesOf(vault, archive), AT_ONCE, async ({name, ...sum}) => {
    await drain(checked({vault, archiveId: id, key: objectKey(name)}, sum), onBytes);
    count++;
  });
  if (count !== objects.count)
    throw damaged(id, `it lists ${count} objects, and its manifest ${objects.count}`);
}

async function* filesOf(vault: Vault, archive: Manifest): AsyncGenerator<ObjectFile> {
  for await (const {files} of objectsOf(vault, archive)) yield* files;
}

/** The list is that of these covers: files of two archives that were mixed up have sums that hold. */
async function requireObjectsOfCovers(vault: Vault, archive: Manifest): Promise<void> {
  const listed = objectsOf(vault, archive)[Symbol.asyncIterator]();
  let missing = 0;
  for await (const {key} of coversOf(vault, archive)) {
    const line = await listed.next();
    if (line.done || line.value.key !== key)
      throw damaged(archive.id, `its list of objects is not that of its covers, from ${key} on`);
    if (line.value.files.length === 0) missing++;
  }
  if (!(await listed.next()).done) throw damaged(archive.id, 'it lists objects of no cover');
  if (missing !== archive.objects.missing)
    throw damaged(
      archive.id,
      `${missing} covers have no object, and its manifest says ${archive.objects.missing}`,
    );
}
