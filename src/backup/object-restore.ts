import {Readable} from 'node:stream';
import {HEAD_BYTES, imageTypeOf} from '../storage/images/image';
import type {Bytes, ObjectStore} from '../storage/types';
import {StartupError} from '../config/startup-error';
import {forEach} from './in-order';
import type {Manifest} from './manifest';
import {CoverObjects, objectKey, ObjectFile, objectsOf} from './object-list';
import {checked, drain, Summing} from './packed-file';
import type {Vault, Work} from './types';

const AT_ONCE = 4;

export interface RestoredObjects {
  readonly written: number;
  /** They were there already, as they have to be. */
  readonly present: number;
}

/**
 * Puts the objects of an archive into a store, and reads each again. What is there under another key stays; a cover that
 * is there with other bytes than the archive's was damaged, and is replaced.
 * @throws StartupError when the store does not give back what it got
 */
export async function restoreObjects(
  store: ObjectStore,
  vault: Vault,
  archive: Manifest,
  {signal, onProgress}: Work,
): Promise<RestoredObjects> {
  let [written, present] = [0, 0];
  const restore = async ({key, files}: CoverObjects): Promise<void> => {
    for (const file of files) {
      signal.throwIfAborted();
      if (await isThere(store, file, file.name === key)) present++;
      else {
        await write(store, vault, archive.id, file);
        written++;
      }
      onProgress({phase: 'objects', done: written + present, total: archive.objects.count, unit: 'objects'});
    }
  };
  await forEach(objectsOf(vault, archive), AT_ONCE, restore);
  return {written, present};
}

/** A thumbnail that is there was made of the same cover, and is as good as the archive's. */
async function isThere(store: ObjectStore, file: ObjectFile, isCover: boolean): Promise<boolean> {
  const size = await store.sizeOf(file.name);
  if (size === undefined) return false;
  return !isCover || (size === file.size && (await sumOf(store, file.name)) === file.sha256);
}

async function write(store: ObjectStore, vault: Vault, archiveId: string, file: ObjectFile): Promise<void> {
  const {name, size, sha256} = file;
  const content = checked({vault, archiveId, key: objectKey(name)}, {size, sha256});
  const [head, all] = await peek(content, HEAD_BYTES);
  // A folder writes nothing over what is there.
  await store.remove([name]);
  await store.put(name, all, {contentType: imageTypeOf(head) ?? 'application/octet-stream'});
  if ((await sumOf(store, name)) !== sha256)
    throw new StartupError(`The store does not give back the object ${name} as it was written.`);
}

async function sumOf(store: ObjectStore, name: string): Promise<string> {
  const summing = new Summing();
  await drain(summing.through(await store.read(name)));
  return summing.sum().sha256;
}

/** The first bytes, and all of them. */
async function peek(content: AsyncGenerator<Buffer>, count: number): Promise<[Buffer, Bytes]> {
  let head: Buffer = Buffer.alloc(0);
  while (head.length < count) {
    const next = await content.next();
    if (next.done) break;
    head = Buffer.concat([head, next.value]);
  }
  async function* all(): AsyncGenerator<Buffer> {
    yield head;
    yield* content;
  }
  return [head.subarray(0, count), Readable.from(all())];
}
