import {createHash, Hash} from 'node:crypto';
import type {Readable} from 'node:stream';
import {pipeline} from 'node:stream/promises';
import {constants, createZstdCompress, createZstdDecompress} from 'node:zlib';
import {z} from 'zod';
import type {Bytes} from '../storage/types';
import {damaged} from './archive-error';
import type {Vault} from './types';

const NEW_LINE = 0x0a;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const count = z.int().min(0);

/** A file as it has to be. */
export const fileSum = z.object({
  /** In bytes. */
  size: count,
  sha256,
});
export type FileSum = z.output<typeof fileSum>;

/** A compressed file of lines. */
export const packedFile = fileSum.extend({
  /** Uncompressed size in bytes. */
  bytes: count,
  lines: count,
});
export type PackedFile = z.output<typeof packedFile>;

/** Passes bytes on, and knows their sum when they are through. */
export class Summing {
  private readonly hash: Hash = createHash('sha256');
  size = 0;

  async *through(content: Bytes): AsyncGenerator<Buffer> {
    for await (const chunk of content) {
      this.hash.update(chunk);
      this.size += chunk.length;
      yield chunk;
    }
  }

  /** Once, when all are through. */
  sum(): FileSum {
    return {size: this.size, sha256: this.hash.digest('hex')};
  }
}

/** Passes bytes on, and counts their lines. */
class Counting {
  bytes = 0;
  lines = 0;

  async *through(content: Bytes): AsyncGenerator<Buffer> {
    for await (const chunk of content) {
      for (let i = chunk.indexOf(NEW_LINE); i !== -1; i = chunk.indexOf(NEW_LINE, i + 1)) this.lines++;
      this.bytes += chunk.length;
      yield chunk;
    }
  }
}

/** Writes lines to a compressed file of a vault. @throws what `content` throws, and then nothing was written */
export async function pack(vault: Vault, key: string, content: Bytes): Promise<PackedFile> {
  const [counting, summing] = [new Counting(), new Summing()];
  const packer = createZstdCompress({params: {[constants.ZSTD_c_compressionLevel]: 3}});
  await Promise.all([
    pipeline(counting.through(content), packer),
    vault.put(key, summing.through(packer as AsyncIterable<Buffer>)),
  ]);
  return {...summing.sum(), bytes: counting.bytes, lines: counting.lines};
}

/** Where a file is, and of which archive. */
export interface FilePlace {
  readonly vault: Vault;
  readonly archiveId: string;
  readonly key: string;
}

/** The bytes of a file of a vault. @throws StartupError at the end, when they are not those that were written */
export async function* checked(place: FilePlace, expected: FileSum): AsyncGenerator<Buffer> {
  const summing = new Summing();
  yield* summing.through(await open(place));
  const {size, sha256} = summing.sum();
  if (size === expected.size && sha256 === expected.sha256) return;
  const what =
    size === expected.size ? 'its bytes are others' : `it has ${size} bytes in place of ${expected.size}`;
  throw damaged(place.archiveId, `${place.key} is not what was written, ${what}`);
}

/** The lines of a compressed file, as bytes. @throws StartupError when they are not those that were written */
export async function* unpacked(place: FilePlace, expected: PackedFile): AsyncGenerator<Buffer> {
  const counting = new Counting();
  const unpacker = createZstdDecompress();
  const done = pipeline(checked(place, expected), unpacker);
  // It is awaited below; until then it is nobody's.
  done.catch(() => undefined);
  try {
    yield* counting.through(unpacker as AsyncIterable<Buffer>);
    await done;
  } catch (cause) {
    if (!(cause as {code?: string}).code?.startsWith('ZSTD')) throw cause;
    throw damaged(place.archiveId, `${place.key} cannot be unpacked`, cause);
  }
  if (counting.lines === expected.lines && counting.bytes === expected.bytes) return;
  throw damaged(place.archiveId, `${place.key} has ${counting.lines} rows in place of ${expected.lines}`);
}

async function open({vault, archiveId, key}: FilePlace): Promise<Readable> {
  const content = await vault.read(key);
  if (!content) throw damaged(archiveId, `${key} is missing`);
  return content;
}

/** Reads a whole file and keeps nothing of it. @throws StartupError when it is not what was written */
export async function drain(content: Bytes, onBytes?: (count: number) => void): Promise<void> {
  for await (const chunk of content) onBytes?.(chunk.length);
}
