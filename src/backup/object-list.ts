import {z} from 'zod';
import {thumbnailKey, THUMBNAIL_SIZES} from '../models/object-key';
import {rowsOf, linesOf} from './copy-text';
import {Manifest, objectListKey, tableKey} from './manifest';
import {fileSum, unpacked} from './packed-file';
import {COVERS_TABLE} from './tables';
import type {Vault} from './types';

const OBJECTS = 'objects/';

/** A line of the list of objects: a cover with what was made of it. */
const coverObjects = z.object({
  /** Key of the cover; lines come in the order of their bytes. */
  key: z.string(),
  /** Its own object first; none: the store did not have it. */
  files: z.array(fileSum.extend({name: z.string()})),
});
export type CoverObjects = z.output<typeof coverObjects>;
export type ObjectFile = CoverObjects['files'][number];

/** A cover as its row tells. */
export interface Cover {
  readonly key: string;
  /** Keys of thumbnails that there should be. */
  readonly thumbnails: readonly string[];
}

/** Objects of all archives are under the keys that they have in the store: a key is never used for something else. */
export const objectKey = (name: string): string => OBJECTS + name;
export const OBJECTS_FOLDER = OBJECTS;

/** Covers of the archive in the order of their keys, each key once. @throws StartupError when the archive is damaged */
export async function* coversOf(
  vault: Vault,
  {id, tables}: Pick<Manifest, 'id' | 'tables'>,
): AsyncGenerator<Cover> {
  const table = tables.find(({name}) => name === COVERS_TABLE);
  if (!table) return;
  const place = {vault, archiveId: id, key: tableKey(id, COVERS_TABLE)};
  let last: string | undefined;
  const rows = rowsOf(unpacked(place, table.file), table.columns, ['url', 'variantes']);
  for await (const {url, variantes} of rows) {
    if (url === null || url === last) continue;
    last = url;
    // Thumbnails that nobody has made yet are made after a restore.
    const sizes = variantes === 'PRONTAS' ? THUMBNAIL_SIZES : [];
    yield {key: url, thumbnails: sizes.map(size => thumbnailKey(url, size))};
  }
}

/** The list of objects of an archive. @throws StartupError when it is damaged */
export async function* objectsOf(
  vault: Vault,
  {id, objects}: Pick<Manifest, 'id' | 'objects'>,
): AsyncGenerator<CoverObjects> {
  const place = {vault, archiveId: id, key: objectListKey(id)};
  for await (const line of linesOf(unpacked(place, objects.list))) yield coverObjects.parse(JSON.parse(line));
}

export const lineOf = (objects: CoverObjects): Buffer => Buffer.from(`${JSON.stringify(objects)}\n`);
