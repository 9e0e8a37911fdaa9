import {blankedMeta, blankedWords, Extent} from './avif-meta';
import {ByteReader} from './byte-reader';
import {MAX_METADATA_BYTES} from './metadata';
import {ImageRefusal} from './refusal';

/** The description of all items; with many tiles it has some 10 KiB. */
const MAX_META_BYTES = 1024 * 1024;

/** An AVIF picture without what tells a place, which is blanked where it stands. @throws ImageRefusal */
export async function* readAvif(reader: ByteReader): AsyncGenerator<Buffer> {
  let extents: readonly Extent[] | undefined;
  let hasData = false;
  while (!(await reader.isAtEnd())) {
    const {head, type, length} = await boxHead(reader);
    if (type === 'ftyp' && reader.position === head.length && length <= MAX_METADATA_BYTES) {
      yield head;
      yield await reader.take(length);
    } else if (type === 'meta' && !extents && length <= MAX_META_BYTES) {
      const meta = blankedMeta(await reader.take(length));
      extents = meta.extents;
      yield head;
      yield meta.bytes;
    } else if (type === 'mdat' && extents) {
      hasData = true;
      yield head;
      yield* data(reader, reader.position + length, extents);
    } else if (type === 'free' || type === 'skip' || type === 'uuid') {
      // Nobody reads it; it keeps its place, because others are told by where they stand.
      yield head;
      for await (const piece of reader.pass(length)) yield Buffer.alloc(piece.length);
    } else {
      throw new ImageRefusal('a estrutura do AVIF não é aceita');
    }
  }
  if (!hasData) throw new ImageRefusal('não há imagem no arquivo');
  if (extents!.some(({end}) => end > reader.position)) throw new ImageRefusal('o arquivo está cortado');
}

async function boxHead(reader: ByteReader): Promise<{head: Buffer; type: string; length: number}> {
  const short = await reader.take(8);
  const type = short.toString('latin1', 4);
  const size = short.readUInt32BE();
  if (size !== 1) {
    if (size < 8) throw new ImageRefusal('a estrutura do AVIF não é aceita');
    return {head: short, type, length: size - 8};
  }
  const long = await reader.take(8);
  const length = Number(long.readBigUInt64BE()) - 16;
  if (length < 0 || !Number.isSafeInteger(length)) throw new ImageRefusal('a estrutura do AVIF não é aceita');
  return {head: Buffer.concat([short, long]), type, length};
}

/** The content of all items up to `end`, metadata looked at. */
async function* data(reader: ByteReader, end: number, extents: readonly Extent[]): AsyncGenerator<Buffer> {
  const words = extents.filter(({kind}) => kind !== 'picture').sort((a, b) => a.start - b.start);
  for (const extent of words) {
    if (extent.start < reader.position || extent.end > end) {
      if (extent.start >= end) continue;
      throw new ImageRefusal('a estrutura do AVIF não é aceita');
    }
    yield* reader.pass(extent.start - reader.position);
    yield await blanked(reader, extent);
  }
  yield* reader.pass(end - reader.position);
}

async function blanked(reader: ByteReader, {kind, start, end}: Extent): Promise<Buffer> {
  const length = end - start;
  if (length > MAX_METADATA_BYTES) throw new ImageRefusal('metadados grandes demais');
  return blankedWords(await reader.take(length), kind);
}
