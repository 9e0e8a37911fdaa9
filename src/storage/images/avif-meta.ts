import {judge, judgeExif, padded} from './metadata';
import {PixelCount} from './pixels';
import {ImageRefusal} from './refusal';

/** Where an item, or a part of it, stands in the file. */
export interface Extent {
  readonly kind: 'picture' | 'exif' | 'words';
  readonly start: number;
  readonly end: number;
}

interface Box {
  readonly type: string;
  /** Of the content, in the whole. */
  readonly start: number;
  readonly end: number;
}

/** Items without a picture in them that a decoder reads. */
const PICTURE_ITEMS = /^(av01|grid|iovl|tmap|iden)$/;
/** Places inside the file itself, and inside the description. */
const [IN_FILE, IN_DESCRIPTION] = [0, 1];
const MAX_ITEMS = 1_000;
const SPACE = 0x20;

/**
 * The description of a picture (the content of `meta`, ISO 23008-12): its sizes are checked, metadata that it holds itself is
 * blanked, and `extents` tell where all that stands outside of it is.
 * @throws ImageRefusal
 */
export function blankedMeta(meta: Buffer): {readonly bytes: Buffer; readonly extents: readonly Extent[]} {
  try {
    const boxes = boxesIn(meta, 4, meta.length);
    const content = (type: string): Box => {
      const found = boxes.filter(box => box.type === type);
      if (found.length !== 1) throw new ImageRefusal('a estrutura do AVIF não é aceita');
      return found[0]!;
    };
    requireSizes(meta, content('iprp'));
    const kinds = itemKinds(meta, content('iinf'));
    const bytes = Buffer.from(meta);
    const extents: Extent[] = [];
    const inside = boxes.find(({type}) => type === 'idat');
    for (const {method, ...extent} of locations(meta, content('iloc'), kinds)) {
      if (method === IN_FILE) extents.push(extent);
      else if (method === IN_DESCRIPTION && inside) {
        const [start, end] = [inside.start + extent.start, inside.start + extent.end];
        if (end > inside.end) throw new ImageRefusal('o arquivo está cortado');
        if (extent.kind !== 'picture')
          blankedWords(meta.subarray(start, end), extent.kind).copy(bytes, start);
      } else throw new ImageRefusal('a estrutura do AVIF não é aceita');
    }
    return {bytes, extents};
  } catch (error) {
    // It points outside of itself.
    if (error instanceof RangeError) throw new ImageRefusal('a estrutura do AVIF não é válida');
    throw error;
  }
}

/** What an item of metadata becomes: itself, or as many bytes that tell nothing. */
export function blankedWords(body: Buffer, kind: Extent['kind']): Buffer {
  if (kind !== 'exif') return judge(body) === 'keep' ? body : Buffer.alloc(body.length, SPACE);
  // Four bytes say how far behind them the EXIF begins.
  const start = body.length < 4 ? body.length : 4 + body.readUInt32BE();
  const verdict = judgeExif(body.subarray(start));
  if (verdict === 'keep') return body;
  return padded(Buffer.concat([Buffer.alloc(4), verdict]), body.length);
}

function boxesIn(bytes: Buffer, start: number, end: number): Box[] {
  const boxes: Box[] = [];
  for (let at = start; at < end;) {
    const size = bytes.readUInt32BE(at);
    if (size < 8 || at + size > end) throw new ImageRefusal('a estrutura do AVIF não é válida');
    boxes.push({type: bytes.toString('latin1', at + 4, at + 8), start: at + 8, end: at + size});
    at += size;
  }
  return boxes;
}

function requireSizes(meta: Buffer, properties: Box): void {
  const [container] = boxesIn(meta, properties.start, properties.end).filter(({type}) => type === 'ipco');
  const sizes = container
    ? boxesIn(meta, container.start, container.end).filter(({type}) => type === 'ispe')
    : [];
  if (sizes.length === 0) throw new ImageRefusal('largura ou altura ausente');
  for (const {start} of sizes) PixelCount.require(meta.readUInt32BE(start + 4), meta.readUInt32BE(start + 8));
}

/** What each item is, by its id. */
function itemKinds(meta: Buffer, {start, end}: Box): Map<number, Extent['kind']> {
  const entries = boxesIn(meta, start + (meta[start] === 0 ? 6 : 8), end);
  if (entries.length > MAX_ITEMS) throw new ImageRefusal('a estrutura do AVIF não é aceita');
  return new Map(
    entries.map(entry => {
      const isWide = meta[entry.start] === 3;
      const at = entry.start + 4;
      const id = isWide ? meta.readUInt32BE(at) : meta.readUInt16BE(at);
      const type = meta.toString('latin1', at + (isWide ? 6 : 4), at + (isWide ? 10 : 8));
      if (type === 'Exif') return [id, 'exif'];
      return [id, PICTURE_ITEMS.test(type) ? 'picture' : 'words'];
    }),
  );
}

function* locations(
  meta: Buffer,
  {start}: Box,
  kinds: ReadonlyMap<number, Extent['kind']>,
): Generator<Extent & {readonly method: number}> {
  let at = start + 4;
  const number = (size: number): number => {
    if (![0, 2, 4, 8].includes(size)) throw new ImageRefusal('a estrutura do AVIF não é válida');
    at += size;
    if (size === 8) return Number(meta.readBigUInt64BE(at - 8));
    return size === 0 ? 0 : meta.readUIntBE(at - size, size);
  };
  const version = meta[start]!;
  const sizes = number(2);
  const [offsetSize, lengthSize, baseSize] = [sizes >> 12, (sizes >> 8) & 15, (sizes >> 4) & 15];
  const indexSize = version === 0 ? 0 : sizes & 15;
  const idSize = version < 2 ? 2 : 4;
  const count = number(idSize);
  if (count > MAX_ITEMS) throw new ImageRefusal('a estrutura do AVIF não é aceita');
  for (let i = 0; i < count; i++) {
    const kind = kinds.get(number(idSize)) ?? 'words';
    const method = version === 0 ? IN_FILE : number(2) & 15;
    number(2);
    const base = number(baseSize);
    const parts = number(2);
    // Words in pieces would be cut where one cannot see it.
    if (parts > 1 && kind !== 'picture') throw new ImageRefusal('a estrutura do AVIF não é aceita');
    for (let part = 0; part < parts; part++) {
      number(indexSize);
      const from = base + number(offsetSize);
      yield {kind, method, start: from, end: from + number(lengthSize)};
    }
  }
}
