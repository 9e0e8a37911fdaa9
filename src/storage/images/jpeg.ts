import {ByteReader} from './byte-reader';
import {judge, judgeExif} from './metadata';
import {PixelCount} from './pixels';
import {ImageRefusal} from './refusal';

const [SOI, EOI, SOS, COM, APP1, APP2, APP15] = [0xd8, 0xd9, 0xda, 0xfe, 0xe1, 0xe2, 0xef];
const APP0 = 0xe0;
const EXIF_HEADER = Buffer.from('Exif\0\0', 'latin1');
/** Offsets of further pictures behind this one, which phones write; they are left out, and so is this. */
const MULTI_PICTURE = 'MPF\0';
/** Parts of an XMP text, which may be cut in the middle of a word. */
const EXTENDED_XMP = 'http://ns.adobe.com/xmp/extension/';

/** Frame headers: C0 to CF but for those that are tables. */
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
/** What may stand between the compressed bytes: a stuffed zero and restarts. */
const isInsideScan = (marker: number): boolean => marker === 0 || (marker >= 0xd0 && marker <= 0xd7);

/** A JPEG without what tells a place. @throws ImageRefusal */
export async function* readJpeg(reader: ByteReader): AsyncGenerator<Buffer> {
  yield await reader.take(2);
  let hasFrame = false;
  let hasScan = false;
  let hasMore = false;
  for (;;) {
    const marker = await nextMarker(reader);
    if (marker === EOI) break;
    const head = await reader.take(2);
    const length = head.readUInt16BE() - 2;
    if (marker === SOI || marker < 0xc0 || isInsideScan(marker) || length < 0) {
      throw new ImageRefusal('a estrutura do JPEG não é válida');
    }
    const body = await reader.take(length);
    if (isFrame(marker)) {
      if (hasFrame || length < 6) throw new ImageRefusal('a estrutura do JPEG não é válida');
      PixelCount.require(body.readUInt16BE(3), body.readUInt16BE(1));
      hasFrame = true;
    }
    if (marker === APP2 && body.toString('latin1', 0, 4) === MULTI_PICTURE) hasMore = true;
    else yield* segment(marker, body);
    if (marker === SOS) {
      if (!hasFrame) throw new ImageRefusal('a estrutura do JPEG não é válida');
      hasScan = true;
      yield* scan(reader);
    }
  }
  if (!hasScan) throw new ImageRefusal('não há imagem no arquivo');
  yield Buffer.of(0xff, EOI);
  if (hasMore) await reader.drain();
}

async function nextMarker(reader: ByteReader): Promise<number> {
  const [first, second] = await reader.take(2);
  if (first !== 0xff) throw new ImageRefusal('a estrutura do JPEG não é válida');
  // Any number of fill bytes may stand before a marker.
  for (let marker = second!; ; [marker] = (await reader.take(1)) as unknown as [number]) {
    if (marker !== 0xff) return marker;
  }
}

function* segment(marker: number, body: Buffer): Generator<Buffer> {
  const isWords = marker === COM || (marker >= APP0 && marker <= APP15);
  const kept = isWords ? keptPart(marker, body) : body;
  if (!kept) return;
  const head = Buffer.of(0xff, marker, 0, 0);
  head.writeUInt16BE(kept.length + 2, 2);
  yield head;
  yield kept;
}

function keptPart(marker: number, body: Buffer): Buffer | undefined {
  const isExif = marker === APP1 && body.subarray(0, EXIF_HEADER.length).equals(EXIF_HEADER);
  if (isExif) {
    const verdict = judgeExif(body.subarray(EXIF_HEADER.length));
    return verdict === 'keep' ? body : Buffer.concat([EXIF_HEADER, verdict]);
  }
  if (marker === APP1 && body.toString('latin1', 0, EXTENDED_XMP.length) === EXTENDED_XMP) return undefined;
  return judge(body) === 'keep' ? body : undefined;
}

/** Compressed bytes up to the marker that ends them. */
async function* scan(reader: ByteReader): AsyncGenerator<Buffer> {
  for (;;) {
    const piece = await reader.chunk();
    if (!piece) throw new ImageRefusal('o arquivo está cortado');
    const end = endOfScan(piece);
    if (end === undefined) {
      yield piece;
      continue;
    }
    reader.unread(piece.subarray(end));
    if (end > 0) yield piece.subarray(0, end);
    // Of a lone FF at the end of a piece only the next byte tells what it is.
    const [, marker] = await reader.peek(2);
    if (marker === undefined) throw new ImageRefusal('o arquivo está cortado');
    if (!isInsideScan(marker) && marker !== 0xff) return;
    yield await reader.take(marker === 0xff ? 1 : 2);
  }
}

/** Where the first byte stands that may not belong to the scan; undefined: all of them do. */
function endOfScan(piece: Buffer): number | undefined {
  for (let at = piece.indexOf(0xff); at !== -1; at = piece.indexOf(0xff, at + 2)) {
    const marker = piece[at + 1];
    if (marker === undefined || !isInsideScan(marker)) return at;
  }
  return undefined;
}
