import {ByteReader} from './byte-reader';
import {judge, judgeExif, MAX_METADATA_BYTES, padded} from './metadata';
import {PixelCount} from './pixels';
import {ImageRefusal} from './refusal';

const HEAD_BYTES = 12;
const SPACE = 0x20;
/** Chunks that hold the picture itself, or its colours. */
const PICTURE = new Set(['VP8 ', 'VP8L', 'ALPH', 'ANIM', 'ICCP']);
const FRAME_HEAD_BYTES = 16;

/** A WebP without what tells a place; it is blanked, not taken out, because the length stands in front. @throws ImageRefusal */
export async function* readWebp(reader: ByteReader): AsyncGenerator<Buffer> {
  const head = await reader.take(HEAD_BYTES);
  const end = head.readUInt32LE(4) + 8;
  yield head;
  const pixels = new PixelCount();
  let hasPicture = false;
  while (reader.position < end) {
    const isFirst = reader.position === HEAD_BYTES;
    const chunk = await reader.take(8);
    const type = chunk.toString('latin1', 0, 4);
    const length = chunk.readUInt32LE(4);
    if (reader.position + length > end || !/^[\x20-\x7e]{4}$/.test(type)) throw invalid();
    yield chunk;
    if (type === 'VP8X' || type === 'VP8 ' || type === 'VP8L') {
      requireSize(type, await reader.peek(10));
      if (type === 'VP8X' && (!isFirst || length !== 10)) throw invalid();
    } else if (isFirst) {
      throw invalid();
    }
    if (type === 'ANMF') {
      const frame = await reader.peek(FRAME_HEAD_BYTES);
      if (frame.length < FRAME_HEAD_BYTES) throw invalid();
      pixels.addFrame(frame.readUIntLE(6, 3) + 1, frame.readUIntLE(9, 3) + 1);
    }
    hasPicture ||= ['VP8 ', 'VP8L', 'ANMF'].includes(type);
    if (PICTURE.has(type) || type === 'VP8X' || type === 'ANMF') yield* reader.pass(length);
    else yield* words(reader, type, length);
    // Chunks begin at even places.
    if (length % 2 === 1 && reader.position < end) yield await reader.take(1);
  }
  if (!hasPicture) throw new ImageRefusal('não há imagem no arquivo');
}

const invalid = (): ImageRefusal => new ImageRefusal('a estrutura do WebP não é válida');

/** @param start of the chunk's content */
function requireSize(type: string, start: Buffer): void {
  if (start.length < 5) throw new ImageRefusal('o arquivo está cortado');
  if (type === 'VP8L') {
    if (start[0] !== 0x2f) throw invalid();
    const bits = start.readUInt32LE(1);
    return PixelCount.require((bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1);
  }
  if (start.length < 10) throw new ImageRefusal('o arquivo está cortado');
  if (type === 'VP8X') return PixelCount.require(start.readUIntLE(4, 3) + 1, start.readUIntLE(7, 3) + 1);
  if (start.readUIntBE(3, 3) !== 0x9d012a) throw invalid();
  PixelCount.require(start.readUInt16LE(6) & 0x3fff, start.readUInt16LE(8) & 0x3fff);
}

async function* words(reader: ByteReader, type: string, length: number): AsyncGenerator<Buffer> {
  if (length > MAX_METADATA_BYTES) {
    for await (const piece of reader.pass(length)) yield Buffer.alloc(piece.length, SPACE);
    return;
  }
  const body = await reader.take(length);
  if (type === 'EXIF') {
    // Some programs put the header of JPEG in front.
    const start = body.toString('latin1', 0, 4) === 'Exif' ? 6 : 0;
    const verdict = judgeExif(body.subarray(start));
    yield verdict === 'keep' ? body : padded(verdict, length);
  } else {
    yield judge(body) === 'keep' ? body : Buffer.alloc(length, SPACE);
  }
}
