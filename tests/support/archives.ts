import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {Readable} from 'node:stream';
import {backUp, BackupResult} from '../../src/backup/backup';
import {FolderVault} from '../../src/backup/folder-vault';
import type {Manifest} from '../../src/backup/manifest';
import {drain, FileSum, Summing} from '../../src/backup/packed-file';
import type {RestoredObjects} from '../../src/backup/object-restore';
import {restore} from '../../src/backup/restore';
import {S3Vault} from '../../src/backup/s3-vault';
import {COPIED_TABLES} from '../../src/backup/tables';
import type {Vault, Work} from '../../src/backup/types';
import {thumbnailKey, THUMBNAIL_SIZES} from '../../src/models/object-key';
import {createLogger} from '../../src/observability/logger';
import {openStore} from '../../src/storage/open-store';
import type {ObjectStore} from '../../src/storage/types';
import {ObjectServer, ServerKind} from './object-servers';
import {sql} from './sql';

export type VaultKind = 'folder' | ServerKind;
const KEEP = {daily: 100, weekly: 0, monthly: 0};

/** Work that nobody watches. */
export function givenWork(work: Partial<Work> = {}): Work {
  return {signal: new AbortController().signal, onProgress: () => undefined, log: () => undefined, ...work};
}

/** A store of covers in a folder, and a vault of that kind, until `remove`. */
export class ArchiveFixture {
  private constructor(
    readonly folder: string,
    readonly store: ObjectStore,
    readonly vault: Vault,
    private readonly server?: ObjectServer,
  ) {}

  static async make(kind: VaultKind = 'folder'): Promise<ArchiveFixture> {
    const folder = await mkdtemp(join(tmpdir(), 'artistas-archives-'));
    const server = kind === 'folder' ? undefined : await ObjectServer.start(kind);
    const vault = server ? s3Vault(server) : new FolderVault(join(folder, 'vault'));
    return new ArchiveFixture(folder, storeIn(join(folder, 'objects')), vault, server);
  }

  /** Another store, which is empty. */
  emptyStore(): ObjectStore {
    return storeIn(join(this.folder, `objects-${Math.random()}`));
  }

  backUp(
    databaseUrl: string,
    parts: {store?: ObjectStore; vault?: Vault; work?: Work} = {},
  ): Promise<BackupResult> {
    const {store = this.store, vault = this.vault, work = givenWork()} = parts;
    return backUp({databaseUrl, store, vault, keep: KEEP, app: {version: '1.2.3'}, waitSeconds: 0}, work);
  }

  restore(
    databaseUrl: string,
    archive: Manifest,
    parts: {store?: ObjectStore; replace?: boolean; work?: Work} = {},
  ): Promise<RestoredObjects> {
    const {store = this.store, replace = true, work = givenWork()} = parts;
    return restore(
      {databaseUrl, store, vault: this.vault, archive, replace, withJobQueue: false, waitSeconds: 0},
      work,
    );
  }

  async remove(): Promise<void> {
    this.vault.close();
    await this.server?.remove();
    await rm(this.folder, {recursive: true, force: true});
  }
}

export function s3Vault({url, settings}: Pick<ObjectServer, 'url' | 'settings'>): S3Vault {
  return new S3Vault({
    endpoint: url,
    region: 'us-east-1',
    bucket: 'copias',
    prefix: 'artistas',
    accessKey: settings.S3_ACCESS_KEY!,
    secretKey: settings.S3_SECRET_KEY!,
    encryption: 'auto',
  });
}

function storeIn(folder: string): ObjectStore {
  return openStore({local: {folder, secret: 'x'.repeat(32)}}, createLogger('silent')).store;
}

/** An album with a cover and its thumbnails. @returns key of the cover */
export async function givenCover(
  databaseUrl: string,
  store: ObjectStore,
  {content = Buffer.from(`cover ${Math.random()}`), name = 'capa.png'} = {},
): Promise<string> {
  const key = `${crypto.randomUUID()}-${name}`;
  await store.ensureReady();
  await store.put(key, Readable.from([content]), {contentType: 'image/png'});
  for (const size of THUMBNAIL_SIZES) {
    const bytes = Readable.from([Buffer.from(`${size} of ${key}`)]);
    await store.put(thumbnailKey(key, size), bytes, {contentType: 'image/webp'});
  }
  await sql(
    databaseUrl,
    `with al as (insert into album (nome) values ('Tab\tand\\line\n''é🎸') returning id)
     insert into album_imagens (url, album_id, tipo, tamanho, variantes)
     select $1, id, 'image/png', $2, 'PRONTAS' from al`,
    [key, content.length],
  );
  return key;
}

/** All rows of the tables that an archive has, as text. */
export async function rowsIn(databaseUrl: string): Promise<Record<string, string>> {
  const rows: Record<string, string> = {};
  for (const table of COPIED_TABLES) {
    const [row] = await sql<{rows: string}>(
      databaseUrl,
      `select coalesce(string_agg(t::text, chr(10) order by t::text), '') as rows from ${table} t`,
    );
    rows[table] = row!.rows;
  }
  return rows;
}

/** One text for all rows of the tables that an archive has. */
export async function digestOf(databaseUrl: string): Promise<string> {
  const sums: string[] = [];
  for (const table of COPIED_TABLES) {
    const [row] = await sql<{count: string; sum: string}>(
      databaseUrl,
      `select count(*), coalesce(sum(hashtextextended(t::text, 0)::numeric), 0)::text as sum from ${table} t`,
    );
    sums.push(`${table} ${row!.count} ${row!.sum}`);
  }
  return sums.join('\n');
}

/** The sums of all objects of a store, by key. */
export async function sumsIn(store: ObjectStore): Promise<Record<string, FileSum>> {
  const sums: Record<string, FileSum> = {};
  for await (const page of store.list()) {
    for (const {key} of page) {
      const summing = new Summing();
      await drain(summing.through(await store.read(key)));
      sums[key] = summing.sum();
    }
  }
  return sums;
}

/** All objects of a store: key, and content as text. */
export async function objectsIn(store: ObjectStore): Promise<Record<string, string>> {
  const objects: Record<string, string> = {};
  for await (const page of store.list()) {
    for (const {key} of page) {
      const pieces: Buffer[] = [];
      for await (const piece of await store.read(key)) pieces.push(piece as Buffer);
      objects[key] = Buffer.concat(pieces).toString('latin1');
    }
  }
  return objects;
}
