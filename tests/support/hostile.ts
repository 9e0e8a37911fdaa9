import {deflateSync} from 'node:zlib';
import sharp from 'sharp';
import {givenImages, picture, png, pngChunk, pngHeader} from './images';

/** A file that must not become a cover. */
export interface HostileFile {
  readonly name: string;
  readonly content: Buffer;
  /** Default `capa.png`. */
  readonly fileName?: string;
  /** Default `image/png`. */
  readonly type?: string;
  /** Default 400. */
  readonly status?: number;
}

const bytes = (text: string): Buffer => Buffer.from(text, 'latin1');
const SCRIPT = '<script>alert(document.domain)</script>';
const SVG = `<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`;
const ZIP = bytes('PK\x03\x04\x14\0\0\0\0\0' + '\0'.repeat(16) + 'PK\x05\x06' + '\0'.repeat(18));

/** A JPEG with a segment behind its beginning. */
function jpegWith(jpeg: Buffer, marker: number, body: Buffer): Buffer {
  const head = Buffer.of(0xff, marker, 0, 0);
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([jpeg.subarray(0, 2), head, body, jpeg.subarray(2)]);
}

/** The frame header says another size. */
function jpegOfSize(jpeg: Buffer, width: number, height: number): Buffer {
  const changed = Buffer.from(jpeg);
  const frame = changed.indexOf(Buffer.of(0xff, 0xc0));
  changed.writeUInt16BE(height, frame + 5);
  changed.writeUInt16BE(width, frame + 7);
  return changed;
}

function gifOfSize(gif: Buffer, width: number, height: number): Buffer {
  const changed = Buffer.from(gif);
  changed.writeUInt16LE(width, 6);
  changed.writeUInt16LE(height, 8);
  return changed;
}

function avifOfSize(avif: Buffer, width: number, height: number): Buffer {
  const changed = Buffer.from(avif);
  const size = changed.indexOf('ispe') + 8;
  changed.writeUInt32BE(width, size);
  changed.writeUInt32BE(height, size + 4);
  return changed;
}

/** A GIF of one pixel as often as one likes. */
function gifOfFrames(count: number, side: number): Buffer {
  const head = Buffer.from('474946383961' + '0000000000' + '0000', 'hex');
  head.writeUInt16LE(side, 6);
  head.writeUInt16LE(side, 8);
  head[10] = 0x80;
  const colours = Buffer.alloc(6);
  const frame = Buffer.from('2c00000000' + '00000000' + '00' + '02' + '02' + '4c01' + '00', 'hex');
  frame.writeUInt16LE(side, 5);
  frame.writeUInt16LE(side, 7);
  return Buffer.concat([head, colours, ...Array<Buffer>(count).fill(frame), Buffer.of(0x3b)]);
}

/** Every way to send something else than a whole and harmless picture that we know of; the scoreboard's S6. */
export async function hostileFiles(): Promise<HostileFile[]> {
  const images = await givenImages();
  const [jpeg, webp, avif, gif] = ['jpeg', 'webp', 'avif', 'gif'].map(kind => images[`image/${kind}`]!) as [
    Buffer,
    Buffer,
    Buffer,
    Buffer,
  ];
  const whole = png();
  const animated = await sharp(gif, {animated: true}).webp().toBuffer();
  const progressive = await picture(400, 400).jpeg({progressive: true, quality: 100}).toBuffer();
  const flat = deflateSync(Buffer.alloc(8 * 25));
  const rewrapped = (...chunks: Buffer[]): Buffer =>
    Buffer.concat([whole.subarray(0, 8), ...chunks, pngChunk('IEND')]);
  const cases: (readonly [name: string, content: Buffer, more?: Partial<HostileFile>])[] = [
    ['nothing at all', Buffer.alloc(0)],
    ['one byte', Buffer.of(0xff)],
    ['plain text', bytes('isto não é uma imagem')],
    ['an SVG', bytes(SVG), {fileName: 'capa.svg', type: 'image/svg+xml'}],
    ['an SVG that calls itself a PNG', bytes(SVG)],
    ['a page that calls itself a JPEG', bytes(`<html>${SCRIPT}</html>`), {type: 'image/jpeg'}],
    ['a PDF', bytes('%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj'), {fileName: 'capa.pdf.png'}],
    ['a program', bytes('\x7fELF\x02\x01\x01' + '\0'.repeat(200)), {fileName: 'capa.png.exe'}],
    ['a ZIP', ZIP, {fileName: 'capa.zip'}],
    ['a BMP', bytes('BM' + '\0'.repeat(60)), {type: 'image/bmp'}],
    ['a TIFF', await picture().tiff().toBuffer(), {type: 'image/tiff'}],
    ['an icon', bytes('\0\0\x01\0\x01\0' + '\0'.repeat(60)), {type: 'image/x-icon'}],
    ['the first bytes of a PNG and a page', Buffer.concat([whole.subarray(0, 8), bytes(SCRIPT)])],
    ['the first bytes of a GIF and a script', bytes(`GIF89a/*${'\0'.repeat(10)}*/=1;alert(1)//`)],
    ['the first bytes of a JPEG and a page', Buffer.concat([jpeg.subarray(0, 3), bytes(SCRIPT)])],
    ['a PNG in front of a ZIP', Buffer.concat([whole, ZIP])],
    ['a JPEG in front of a ZIP', Buffer.concat([jpeg, ZIP])],
    ['a GIF in front of a JAR', Buffer.concat([gif, ZIP])],
    ['a WebP in front of a page', Buffer.concat([webp, bytes(SCRIPT)])],
    ['an AVIF in front of a page', Buffer.concat([avif, bytes(SCRIPT)])],
    ['a PDF behind a JPEG', Buffer.concat([jpeg, bytes('%PDF-1.4')])],
    ['one byte behind a PNG', Buffer.concat([whole, Buffer.of(0)])],
    ['a page in a comment of a PNG', png({chunks: [pngChunk('tEXt', `Comment\0${SCRIPT}`)]})],
    ['a page in a comment of a JPEG', jpegWith(jpeg, 0xfe, bytes(`<html>${SCRIPT}`))],
    ['a page in the EXIF of a JPEG', jpegWith(jpeg, 0xe1, bytes(`Exif\0\0II*\0\x08\0\0\0\0\0${SCRIPT}`))],
    ['a page in the profile of a JPEG', jpegWith(jpeg, 0xe2, bytes(`ICC_PROFILE\0\x01\x01${SCRIPT}`))],
    ['PHP in a comment of a JPEG', jpegWith(jpeg, 0xfe, bytes('<?php system($_GET[0]); ?>'))],
    ['a page in UTF-16 in a JPEG', jpegWith(jpeg, 0xfe, Buffer.from(SCRIPT, 'utf16le'))],
    [
      'a page in a comment of a GIF',
      Buffer.concat([
        gif.subarray(0, -1),
        Buffer.of(0x21, 0xfe, SCRIPT.length),
        bytes(SCRIPT),
        Buffer.of(0, 0x3b),
      ]),
    ],
    ['a page in an XMP of a WebP', await withXmp(SCRIPT).webp().toBuffer(), {type: 'image/webp'}],
    ['a PNG that is cut', whole.subarray(0, -20)],
    ['a PNG without its end', whole.subarray(0, -12)],
    ['a JPEG that is cut', jpeg.subarray(0, jpeg.length / 2)],
    ['a JPEG without its end', jpeg.subarray(0, -2)],
    [
      'a JPEG that is cut, and an end put behind',
      Buffer.concat([progressive.subarray(0, 250), Buffer.of(0xff, 0xd9)]),
    ],
    ['a WebP that is cut', webp.subarray(0, -10)],
    ['an AVIF that is cut', avif.subarray(0, -10)],
    ['a GIF that is cut', gif.subarray(0, -10)],
    ['a PNG with a wrong sum', Buffer.from(whole.toString('latin1').replace('IDAT', 'IDAt'), 'latin1')],
    ['a PNG with fewer rows than it says', rewrapped(pngHeader(8, 9), pngChunk('IDAT', flat))],
    ['a PNG with more rows than it says', rewrapped(pngHeader(8, 7), pngChunk('IDAT', flat))],
    [
      'a PNG with something behind its pixels',
      rewrapped(pngHeader(8, 8), pngChunk('IDAT', Buffer.concat([flat, ZIP]))),
    ],
    ['a PNG without pixels', rewrapped(pngHeader(8, 8))],
    ['a PNG of 0 pixels', rewrapped(pngHeader(0, 8), pngChunk('IDAT', flat))],
    ['a PNG whose pixels are no ZLIB', rewrapped(pngHeader(8, 8), pngChunk('IDAT', ZIP))],
    ['a PNG of 30,000 by 30,000', rewrapped(pngHeader(30_000, 30_000), pngChunk('IDAT', flat))],
    ['a PNG of 2^31 by 2^31', rewrapped(pngHeader(2 ** 31 - 1, 2 ** 31 - 1), pngChunk('IDAT', flat))],
    [
      'a PNG of 8 by 8 that unfolds to 256 MiB',
      rewrapped(pngHeader(8, 8), pngChunk('IDAT', deflateSync(Buffer.alloc(2 ** 28), {level: 1}))),
    ],
    ['a JPEG of 65,500 by 65,500', jpegOfSize(jpeg, 65_500, 65_500), {type: 'image/jpeg'}],
    ['a JPEG of 0 rows', jpegOfSize(jpeg, 64, 0), {type: 'image/jpeg'}],
    ['a GIF of 65,535 by 65,535', gifOfSize(gif, 65_535, 65_535), {type: 'image/gif'}],
    ['a GIF of 6,000 by 6,000 in 100 frames', gifOfFrames(100, 6_000), {type: 'image/gif'}],
    ['an AVIF of 60,000 by 60,000', avifOfSize(avif, 60_000, 60_000), {type: 'image/avif'}],
    ['a WebP whose length is a lie', lengthened(webp), {type: 'image/webp'}],
    ['an animation whose frame is cut', animated.subarray(0, -3), {type: 'image/webp'}],
    ['a film', bytes('\0\0\0\x18ftypavis\0\0\0\0avismif1' + '\0'.repeat(40)), {type: 'image/avif'}],
    ['an MP4 that calls itself an AVIF', bytes('\0\0\0\x18ftypmp42\0\0\0\0mp42isom'), {type: 'image/avif'}],
    ['a good image that calls itself a page', whole, {type: 'text/html'}],
    ['more than the limit', png({width: 1_100, height: 1_000, level: 0}), {status: 413}],
  ];
  return cases.map(([name, content, more]) => ({name, content, ...more}));
}

const withXmp = (words: string) =>
  picture().withXmp(`<?xpacket?><x:xmpmeta xmlns:x="adobe:ns:meta/">${words}</x:xmpmeta>`);

function lengthened(webp: Buffer): Buffer {
  const changed = Buffer.from(webp);
  changed.writeUInt32LE(webp.length * 2, 4);
  return changed;
}
