import {ByteReader} from './byte-reader';
import {judge, MAX_METADATA_BYTES} from './metadata';
import {PixelCount} from './pixels';
import {ImageRefusal} from './refusal';

const [FRAME, EXTENSION, TRAILER] = [0x2c, 0x21, 0x3b];
const GRAPHIC_CONTROL = 0xf9;

/** A GIF without what tells a place. @throws ImageRefusal */
export async function* readGif(reader: ByteReader): AsyncGenerator<Buffer> {
  const head = await reader.take(13);
  PixelCount.require(head.readUInt16LE(6), head.readUInt16LE(8));
  yield head;
  yield* colourTable(reader, head[10]!);
  const pixels = new PixelCount();
  for (let frames = 0; ;) {
    const [introducer] = await reader.take(1);
    if (introducer === TRAILER && frames > 0) {
      yield Buffer.of(TRAILER);
      return;
    }
    if (introducer === FRAME) {
      frames++;
      const frame = await reader.take(9);
      pixels.addFrame(frame.readUInt16LE(4), frame.readUInt16LE(6));
      yield Buffer.of(FRAME);
      yield frame;
      yield* colourTable(reader, frame[8]!);
      yield await reader.take(1);
      yield* blocks(reader);
    } else if (introducer === EXTENSION) {
      yield* extension(reader);
    } else {
      throw new ImageRefusal('a estrutura do GIF não é válida');
    }
  }
}

async function* colourTable(reader: ByteReader, flags: number): AsyncGenerator<Buffer> {
  if (flags & 0x80) yield await reader.take(3 * 2 ** ((flags & 7) + 1));
}

/** Comments, texts and notes of programs; the larger ones are left out unseen. */
async function* extension(reader: ByteReader): AsyncGenerator<Buffer> {
  const [label] = await reader.take(1);
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of blocks(reader)) {
    size += piece.length;
    if (size <= MAX_METADATA_BYTES) pieces.push(piece);
  }
  if (size > MAX_METADATA_BYTES) return;
  const body = Buffer.concat(pieces);
  if (label !== GRAPHIC_CONTROL && (judge(body) === 'remove' || judge(joined(body)) === 'remove')) return;
  yield Buffer.of(EXTENSION, label!);
  yield body;
}

/** The text without the lengths of its blocks, which would cut words. */
function joined(body: Buffer): Buffer {
  const pieces: Buffer[] = [];
  for (let at = 0; at < body.length; at += body[at]! + 1)
    pieces.push(body.subarray(at + 1, at + 1 + body[at]!));
  return Buffer.concat(pieces);
}

/** Blocks of up to 255 bytes with their lengths, up to the empty one that ends them. */
async function* blocks(reader: ByteReader): AsyncGenerator<Buffer> {
  for (let inside = 0; ;) {
    const piece = await reader.chunk();
    if (!piece) throw new ImageRefusal('o arquivo está cortado');
    let at = Math.min(inside, piece.length);
    inside -= at;
    while (at < piece.length) {
      const length = piece[at++]!;
      if (length === 0) {
        reader.unread(piece.subarray(at));
        yield piece.subarray(0, at);
        return;
      }
      inside = Math.max(0, length - (piece.length - at));
      at = Math.min(at + length, piece.length);
    }
    yield piece;
  }
}
