import {exifOf} from './exif';
import {ImageRefusal} from './refusal';

/** Metadata that is held in memory to be looked at; what is larger is removed unseen. */
export const MAX_METADATA_BYTES = 64 * 1024;

/** What a browser would run or show if it took the file for a page. */
const ACTIVE =
  /<(?:script|html|head|body|svg|iframe|object|embed|img|link|meta|style|form|!doctype|!entity|\?php)\b|javascript:/i;
/** Names under which XMP, IPTC in words, and comments of cameras tell a place. */
const PLACE =
  /GPS|geo:(?:lat|long)|geotag|latitude|longitude|photoshop:(?:City|State|Country)|Iptc4xmp\w*:(?:Location|Country|Sublocation|City|Province|World)|LocationCreated|LocationShown/i;
/** Records of IPTC that name a place, 2:26 and 2:27, 2:90 to 2:101, behind the byte that begins each. */
const IPTC_PLACES = [26, 27, 90, 92, 95, 100, 101].map(record => Buffer.of(0x1c, 2, record));
/** A profile that was written as text, so that nothing in it can be found. */
const ENCODED_PROFILE = /^Raw profile type/;

/** Whether words of an image may stay in it: `remove` when they tell where it was made. @throws ImageRefusal when they are a page */
export function judge(bytes: Buffer): 'keep' | 'remove' {
  const text = bytes.toString('latin1');
  // UTF-16 is the other way to write such words.
  const narrow = text.replaceAll('\0', '');
  if (ACTIVE.test(text) || ACTIVE.test(narrow))
    throw new ImageRefusal('contém código de página dentro da imagem');
  const tells =
    PLACE.test(text) ||
    PLACE.test(narrow) ||
    IPTC_PLACES.some(record => bytes.includes(record)) ||
    ENCODED_PROFILE.test(text);
  return tells ? 'remove' : 'keep';
}

/** The same for EXIF. @param tiff from its byte order on @returns `keep`, or what to put in its place */
export function judgeExif(tiff: Buffer): 'keep' | Buffer {
  const {hasPlace, upright} = exifOf(tiff);
  return judge(tiff) === 'keep' && !hasPlace ? 'keep' : upright;
}

/** As long as it was, so that nothing behind it moves. */
export function padded(bytes: Buffer, length: number, filler = 0): Buffer {
  const filled = Buffer.alloc(length, filler);
  bytes.copy(filled);
  return filled;
}
