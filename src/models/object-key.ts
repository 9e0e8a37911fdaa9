import {randomUUID} from 'node:crypto';
import type {ImageType} from './image-type';

const MAX_NAME_LENGTH = 100;
const MAX_EXTENSION_LENGTH = 10;
/** Letters that have no marks to lose. */
const MARKS = /\p{M}/gu;
/** Controls, and what turns the direction of a text, so that `exe.gpj` cannot be read as `jpg.exe`. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029]/gu;
const MAX_FILE_NAME_LENGTH = 200;
const NAMELESS = 'imagem';

/** Only of these forms are keys made; what else is in a bucket is somebody else's. */
const OURS = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}-/;
/** No cleaned name has an underscore. */
const DERIVED = /_(?:envio|128\.webp|512\.webp|1024\.webp)$/;

/** Widest side of each thumbnail in pixels. */
export const THUMBNAIL_SIZES = [128, 512, 1024] as const;

/** File endings of each type; the first is given to a file that has none of an image. */
const EXTENSIONS: Readonly<Record<ImageType, readonly string[]>> = {
  'image/jpeg': ['jpg', 'jpeg', 'jpe', 'jfif'],
  'image/png': ['png', 'apng'],
  'image/webp': ['webp'],
  'image/avif': ['avif'],
  'image/gif': ['gif'],
};
const ALL_EXTENSIONS = Object.values(EXTENSIONS).flat();

/** Key of a new object: `<uuid>-<name>`, the name in ASCII letters, digits, dots and dashes, 100 at most. */
export function newObjectKey(fileName: string): string {
  const cleaned = fileName
    .normalize('NFKD')
    .replace(MARKS, '')
    .replace(/[^A-Za-z0-9.-]+/g, '-')
    .replace(/\.{2,}/g, '.')
    .replace(/^[.-]+|[.-]+$/g, '');
  return `${randomUUID()}-${cut(cleaned, MAX_NAME_LENGTH) || NAMELESS}`;
}

/** What is left of a long name keeps its ending. */
function cut(name: string, length: number): string {
  if (name.length <= length) return name;
  const dot = name.lastIndexOf('.');
  const ending = dot === -1 || name.length - dot > MAX_EXTENSION_LENGTH ? '' : name.slice(dot);
  return name.slice(0, length - ending.length) + ending;
}

/** Name under which the file is offered for saving: as the client called it, without what one cannot see. */
export function offeredFileName(fileName: string, type: ImageType): string {
  const last = fileName.normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const visible = cut(last.replace(INVISIBLE, '').trim(), MAX_FILE_NAME_LENGTH) || NAMELESS;
  const ending = visible.split('.').at(-1)?.toLowerCase() ?? '';
  // A picture that is saved as a page or a program would be opened as one.
  return ALL_EXTENSIONS.includes(ending) ? visible : `${visible}.${EXTENSIONS[type][0]}`;
}

/** The file name inside a key, for rows that have none of their own. */
export function fileNameOf(key: string): string {
  return key.replace(OURS, '') || NAMELESS;
}

export const isOurs = (key: string): boolean => OURS.test(key);

export const thumbnailKey = (key: string, size: number): string => `${key}_${size}.webp`;

/** Where a client puts a file that it sends to the store itself. It is never shown from there. */
export const pendingKey = (key: string): string => `${key}_envio`;

/** The key that a thumbnail or a file sent by a client belongs to; undefined: it is no such key. */
export function ownerOf(key: string): string | undefined {
  return DERIVED.test(key) ? key.replace(DERIVED, '') : undefined;
}
