import {randomBytes} from 'node:crypto';
import sharp, {type Sharp} from 'sharp';
import {crc32, deflateSync} from 'node:zlib';

interface PngOptions {
  readonly width?: number;
  readonly height?: number;
  /** Chunks before the pixels. */
  readonly chunks?: readonly Buffer[];
  /** Uncompressed rows; default: noise. */
  readonly rows?: Buffer;
  /** 0 stores, as fast as it goes. */
  readonly level?: number;
}

const SIGNATURE = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');

export function pngChunk(type: string, body: Buffer | string = ''): Buffer {
  const content = Buffer.concat([Buffer.from(type, 'latin1'), Buffer.from(body)]);
  const chunk = Buffer.alloc(content.length + 8);
  chunk.writeUInt32BE(content.length - 4);
  content.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(content), content.length + 4);
  return chunk;
}

export function pngHeader(width: number, height: number): Buffer {
  const body = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 2, 0, 0, 0]);
  body.writeUInt32BE(width);
  body.writeUInt32BE(height, 4);
  return pngChunk('IHDR', body);
}

/** A PNG of RGB noise, by hand, so that it may be as large or as wrong as one likes. */
export function png({width = 8, height = 8, chunks = [], rows, level = 6}: PngOptions = {}): Buffer {
  const stride = width * 3 + 1;
  const pixels = rows ?? randomBytes(stride * height);
  // The byte in front of each row says how it was filtered: not at all.
  if (!rows) for (let row = 0; row < height; row++) pixels[row * stride] = 0;
  return Buffer.concat([
    SIGNATURE,
    pngHeader(width, height),
    ...chunks,
    pngChunk('IDAT', deflateSync(pixels, {level})),
    pngChunk('IEND'),
  ]);
}

/** A picture of one colour with a corner of another. */
export function picture(width = 64, height = 48): Sharp {
  const corner = {create: {width: 16, height: 16, channels: 3 as const, background: '#204080'}};
  const whole = {create: {width, height, channels: 3 as const, background: '#e0a030'}};
  return sharp(whole).composite([{input: corner, left: 0, top: 0}]);
}

const IN_CUIABA = {
  IFD0: {Copyright: 'Fulana', Orientation: '6'},
  IFD3: {
    GPSLatitudeRef: 'S',
    GPSLatitude: '15/1 36/1 0/1',
    GPSLongitudeRef: 'W',
    GPSLongitude: '56/1 6/1 0/1',
  },
};

/** One image of each kind; `withPlace` those that tell where they were made. */
export async function givenImages({withPlace = false} = {}): Promise<Readonly<Record<string, Buffer>>> {
  const base = await picture().png().toBuffer();
  const source = (): Sharp => (withPlace ? sharp(base).withExif(IN_CUIABA) : sharp(base));
  return {
    'image/jpeg': await source().jpeg().toBuffer(),
    'image/png': await source().png().toBuffer(),
    'image/webp': await source().webp().toBuffer(),
    'image/avif': await source().avif({effort: 0}).toBuffer(),
    ...(!withPlace && {'image/gif': await source().gif().toBuffer()}),
  };
}

export const extensionOf = (type: string): string => type.replace('image/', '');
