import {crc32, inflateSync} from 'node:zlib';
import {ByteReader} from './byte-reader';
import {Inflated} from './inflated';
import {judge, judgeExif, MAX_METADATA_BYTES} from './metadata';
import {PixelCount} from './pixels';
import {ImageRefusal} from './refusal';

const SIGNATURE_BYTES = 8;
/** Longest chunk that the format allows. */
const MAX_CHUNK_BYTES = 2 ** 31 - 1;
/** Channels by colour type, and the depths that each may have. */
const COLOURS: Readonly<Record<number, {channels: number; depths: readonly number[]}>> = {
  0: {channels: 1, depths: [1, 2, 4, 8, 16]},
  2: {channels: 3, depths: [8, 16]},
  3: {channels: 1, depths: [1, 2, 4, 8]},
  4: {channels: 2, depths: [8, 16]},
  6: {channels: 4, depths: [8, 16]},
};
/** Where the pixels of each pass of an interlaced image begin, and how far apart they are: x, y, dx, dy. */
const PASSES = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;
/** Pixels and colours, as long as they like to be. */
const PASSED = new Set(['IDAT', 'fdAT', 'iCCP']);
/** Chunks of programs in forms of their own: nothing can be found in them. */
const PRIVATE = new Set(['caBX', 'prVW', 'mkBF', 'mkBS', 'mkTS', 'mkBT']);
/** Of words that unfold to more nobody looks at any. */
const MAX_UNFOLDED_BYTES = 1024 * 1024;

/** A PNG without what tells a place; its compressed rows are unfolded on the way and have to be as many as announced. @throws ImageRefusal */
export async function* readPng(reader: ByteReader): AsyncGenerator<Buffer> {
  yield await reader.take(SIGNATURE_BYTES);
  const pixels = new PixelCount();
  let rows: Inflated | undefined;
  try {
    for (;;) {
      const head = await reader.take(8);
      const length = head.readUInt32BE();
      const type = head.toString('latin1', 4);
      if (
        length > MAX_CHUNK_BYTES ||
        !/^[A-Za-z]{4}$/.test(type) ||
        (type === 'IHDR') !== (rows === undefined)
      ) {
        throw new ImageRefusal('a estrutura do PNG não é válida');
      }
      if (PASSED.has(type)) {
        yield* passed(reader, head, type === 'IDAT' ? rows : undefined);
        continue;
      }
      if (length > MAX_METADATA_BYTES) {
        if (isCritical(type)) throw new ImageRefusal('a estrutura do PNG não é válida');
        await reader.skip(length + 4);
        continue;
      }
      const body = await takeChecked(reader, head);
      if (type === 'IHDR') rows = new Inflated(rowBytes(body));
      if (type === 'fcTL') pixels.addFrame(body.readUInt32BE(4), body.readUInt32BE(8));
      yield* chunk(type, kept(type, body));
      if (type === 'IEND') break;
    }
    await rows!.end();
  } finally {
    rows?.close();
  }
}

const isCritical = (type: string): boolean => type.charAt(0) === type.charAt(0).toUpperCase();

/** @returns undefined: the chunk is left out */
function kept(type: string, body: Buffer): Buffer | undefined {
  if (isCritical(type)) return body;
  if (type === 'eXIf') {
    const verdict = judgeExif(body);
    return verdict === 'keep' ? body : verdict;
  }
  if (PRIVATE.has(type)) return undefined;
  const words = wordsOf(type, body);
  return words && judge(words) === 'keep' ? body : undefined;
}

/** Text of a chunk, unfolded where it is compressed; undefined: nobody can read it. */
function wordsOf(type: string, body: Buffer): Buffer | undefined {
  const keyword = body.indexOf(0);
  const isCompressed = type === 'zTXt' || (type === 'iTXt' && body[keyword + 1] === 1);
  if (!isCompressed) return body;
  // Behind the keyword zTXt has a byte, iTXt two and two more texts.
  const language = type === 'zTXt' ? keyword + 1 : body.indexOf(0, keyword + 3);
  const start = type === 'zTXt' ? language + 1 : body.indexOf(0, language + 1) + 1;
  try {
    const unfolded = inflateSync(body.subarray(start), {maxOutputLength: MAX_UNFOLDED_BYTES});
    return Buffer.concat([body.subarray(0, start), unfolded]);
  } catch {
    return undefined;
  }
}

function* chunk(type: string, body: Buffer | undefined): Generator<Buffer> {
  if (!body) return;
  const head = Buffer.alloc(8);
  head.writeUInt32BE(body.length);
  head.write(type, 4, 'latin1');
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body, crc32(head.subarray(4))));
  yield head;
  yield body;
  yield sum;
}

async function takeChecked(reader: ByteReader, head: Buffer): Promise<Buffer> {
  const body = await reader.take(head.readUInt32BE());
  requireSum(await reader.take(4), crc32(body, crc32(head.subarray(4))));
  return body;
}

/** @param rows gets the bytes too */
async function* passed(reader: ByteReader, head: Buffer, rows?: Inflated): AsyncGenerator<Buffer> {
  yield head;
  let sum = crc32(head.subarray(4));
  for await (const piece of reader.pass(head.readUInt32BE())) {
    sum = crc32(piece, sum);
    await rows?.write(piece);
    yield piece;
  }
  const announced = await reader.take(4);
  requireSum(announced, sum);
  yield announced;
}

function requireSum(announced: Buffer, sum: number): void {
  if (announced.readUInt32BE() !== sum) throw new ImageRefusal('uma soma de verificação do PNG não confere');
}

/** Bytes of all rows as the header announces them. */
function rowBytes(header: Buffer): number {
  if (header.length !== 13) throw new ImageRefusal('a estrutura do PNG não é válida');
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  PixelCount.require(width, height);
  const [depth, colour, compression, filter, interlace] = header.subarray(8) as unknown as number[];
  const {channels, depths} = COLOURS[colour!] ?? {channels: 0, depths: []};
  if (!depths.includes(depth!) || compression !== 0 || filter !== 0 || interlace! > 1) {
    throw new ImageRefusal('a estrutura do PNG não é válida');
  }
  const passBytes = (columns: number, rows: number): number =>
    columns === 0 ? 0 : rows * (1 + Math.ceil((columns * channels * depth!) / 8));
  if (interlace === 0) return passBytes(width, height);
  return PASSES.reduce(
    (sum, [x, y, dx, dy]) => sum + passBytes(Math.ceil((width - x) / dx), Math.ceil((height - y) / dy)),
    0,
  );
}
