import {createHash, randomBytes} from 'node:crypto';
import {text as textOf} from 'node:stream/consumers';
import {z} from 'zod';
import {BACKUP_EXIT} from '../config/exit-codes';
import {StartupError} from '../config/startup-error';
import {damaged} from './archive-error';
import {packedFile} from './packed-file';
import type {Vault} from './types';

/** Version of the format. A reader refuses what is newer than it knows. */
const FORMAT = 1;
const ARCHIVES = 'archives/';
const ID = /^\d{8}T\d{9}Z-[0-9a-f]{4}$/;
const MANIFEST = 'manifest.json';
/** Written last, in the form of `sha256sum`: an archive without it is none. */
const SEAL = 'manifest.json.sha256';

const time = z.iso.datetime();
const count = z.int().min(0);

/** What an archive is. Everything in it is named here with its sum, so that the sum of this file vouches for all. */
const manifestSchema = z.object({
  format: z.literal(FORMAT),
  id: z.string().regex(ID),
  startedAt: time,
  completedAt: time,
  app: z.object({version: z.string(), commit: z.string().optional()}),
  postgresql: z.string(),
  /** The moment that the rows are of. */
  snapshot: z.object({time, lsn: z.string()}),
  /** Names of the migrations that had run, oldest first. */
  migrations: z.array(z.string()).min(1),
  tables: z.array(z.object({name: z.string(), columns: z.array(z.string()).min(1), file: packedFile})),
  sequences: z.array(z.object({name: z.string(), last: z.string().nullable()})),
  objects: z.object({
    /** A line for each cover. */
    list: packedFile,
    count,
    bytes: count,
    /** Of these, how many were new. */
    copied: count,
    copiedBytes: count,
    /** Covers whose object the store did not have. */
    missing: count,
  }),
});
export type Manifest = z.output<typeof manifestSchema>;
export type TableFile = Manifest['tables'][number];

/** Id of a new archive: the time, and something of its own. */
export function newArchiveId(now: Date): string {
  return `${now.toISOString().replace(/[-:.]/g, '')}-${randomBytes(2).toString('hex')}`;
}

/** When an archive was begun. */
export function timeOf(id: string): Date {
  return new Date(id.replace(/^(....)(..)(..T..)(..)(..)(...Z).*$/, '$1-$2-$3:$4:$5.$6'));
}

export const folderOf = (id: string): string => `${ARCHIVES}${id}/`;
export const tableKey = (id: string, table: string): string => `${folderOf(id)}tables/${table}.zst`;
export const objectListKey = (id: string): string => `${folderOf(id)}objects.zst`;

/** Ends an archive: from here on it is one. */
export async function writeManifest(vault: Vault, manifest: Manifest): Promise<void> {
  const text = `${JSON.stringify(manifestSchema.parse(manifest), null, 2)}\n`;
  const folder = folderOf(manifest.id);
  await vault.put(folder + MANIFEST, bytesOf(text));
  await vault.put(folder + SEAL, bytesOf(`${sumOf(text)}  ${MANIFEST}\n`));
}

/** @throws StartupError when there is no such archive, or it was cut, changed, or made by a later release */
export async function readManifest(vault: Vault, id: string): Promise<Manifest> {
  const [text, seal] = await Promise.all([MANIFEST, SEAL].map(name => readText(vault, folderOf(id) + name)));
  if (seal === undefined && text === undefined)
    throw noArchive(`There is no archive ${id} in ${vault.place}.`);
  if (seal === undefined) throw damaged(id, 'it was never completed');
  if (text === undefined) throw damaged(id, `${MANIFEST} is missing`);
  if (!seal.startsWith(sumOf(text))) throw damaged(id, `${MANIFEST} is not what was written`);
  const found = JSON.parse(text) as {format?: unknown; id?: unknown};
  if (typeof found.format === 'number' && found.format > FORMAT) {
    throw new StartupError(`The archive ${id} was made by a later release; restore it with that one.`, {
      exitCode: BACKUP_EXIT.schemaAhead,
    });
  }
  if (found.id !== id) throw damaged(id, `its manifest is that of ${String(found.id)}`);
  return manifestSchema.parse(found);
}

/** All that is in a vault. */
export interface ArchiveFolders {
  /** Ids of archives that were completed, oldest first. */
  readonly complete: readonly string[];
  /** Files of folders that never were, or that no longer are. */
  readonly incomplete: ReadonlyMap<string, readonly string[]>;
}

export async function listArchives(vault: Vault): Promise<ArchiveFolders> {
  const files = new Map<string, string[]>();
  for await (const {key} of vault.list(ARCHIVES)) {
    const id = key.slice(ARCHIVES.length).split('/')[0]!;
    if (ID.test(id)) files.set(id, [...(files.get(id) ?? []), key]);
  }
  const isComplete = (id: string): boolean => files.get(id)!.includes(folderOf(id) + SEAL);
  const ids = [...files.keys()].sort();
  return {
    complete: ids.filter(isComplete),
    incomplete: new Map(ids.filter(id => !isComplete(id)).map(id => [id, files.get(id)!])),
  };
}

/** @param wanted id of an archive, or `latest` @throws StartupError when there is none */
export async function findArchive(vault: Vault, wanted: string): Promise<Manifest> {
  if (wanted !== 'latest') return readManifest(vault, wanted);
  const id = (await listArchives(vault)).complete.at(-1);
  if (id === undefined) throw noArchive(`There is no archive in ${vault.place}; make one: npm run backup.`);
  return readManifest(vault, id);
}

/** Removes an archive but for objects, which others may share: its seal first, so that no half of it is one. */
export async function removeArchive(vault: Vault, id: string): Promise<void> {
  await vault.remove([folderOf(id) + SEAL]);
  const keys: string[] = [];
  for await (const {key} of vault.list(folderOf(id))) keys.push(key);
  await vault.remove(keys);
}

const noArchive = (message: string): StartupError =>
  new StartupError(message, {exitCode: BACKUP_EXIT.noArchive});

const sumOf = (text: string): string => createHash('sha256').update(text).digest('hex');

async function readText(vault: Vault, key: string): Promise<string | undefined> {
  const content = await vault.read(key);
  return content && textOf(content);
}

async function* bytesOf(text: string): AsyncGenerator<Buffer> {
  yield await Promise.resolve(Buffer.from(text));
}
