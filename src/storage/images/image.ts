import type {ImageType} from '../../models/image-type';
import type {Bytes} from '../types';
import {readAvif} from './avif';
import {ByteReader} from './byte-reader';
import {readGif} from './gif';
import {readJpeg} from './jpeg';
import {readPng} from './png';
import {ImageRefusal} from './refusal';
import {readWebp} from './webp';

/** Enough to tell every type by. */
export const HEAD_BYTES = 32;

/** A file that begins like an image. Its content throws `ImageRefusal` as soon as it turns out to be none. */
export interface OpenedImage {
  readonly type: ImageType;
  readonly content: AsyncGenerator<Buffer>;
}

const readers: Readonly<Record<ImageType, (reader: ByteReader) => AsyncGenerator<Buffer>>> = {
  'image/jpeg': readJpeg,
  'image/png': readPng,
  'image/webp': readWebp,
  'image/avif': readAvif,
  'image/gif': readGif,
};

/**
 * Looks at a file by its first bytes. Read to its end, its content is a whole image of that type of up to 40 megapixels,
 * with nothing in front of or behind it and without what tells where it was made.
 * @throws ImageRefusal
 */
export async function openImage(source: Bytes): Promise<OpenedImage> {
  const reader = new ByteReader(source);
  const head = await reader.peek(HEAD_BYTES);
  if (head.length === 0) throw new ImageRefusal('o arquivo está vazio');
  const type = imageTypeOf(head);
  if (!type) throw new ImageRefusal('não é JPEG, PNG, WebP, AVIF nem GIF');
  return {type, content: whole(reader, readers[type])};
}

/** Type of an image by its first `HEAD_BYTES`; undefined: none that we know. */
export function imageTypeOf(head: Buffer): ImageType | undefined {
  const text = (start: number, end: number): string => head.toString('latin1', start, end);
  if (text(0, 3) === '\xff\xd8\xff') return 'image/jpeg';
  if (text(0, 8) === '\x89PNG\r\n\x1a\n') return 'image/png';
  if (text(0, 4) === 'RIFF' && text(8, 12) === 'WEBP') return 'image/webp';
  if (isAvif(text)) return 'image/avif';
  if (/^GIF8[79]a$/.test(text(0, 6))) return 'image/gif';
  return undefined;
}

/** Some writers call the picture `mif1`, for any kind of HEIF, and name its kind among what it is compatible with. */
function isAvif(text: (start: number, end: number) => string): boolean {
  const brands = [16, 20, 24, 28].map(start => text(start, start + 4));
  return text(4, 12) === 'ftypavif' || (text(4, 12) === 'ftypmif1' && brands.includes('avif'));
}

async function* whole(
  reader: ByteReader,
  read: (reader: ByteReader) => AsyncGenerator<Buffer>,
): AsyncGenerator<Buffer> {
  yield* read(reader);
  if (!(await reader.isAtEnd())) throw new ImageRefusal('há dados depois do fim da imagem');
}
