const GPS_IFD = 0x8825;
const ORIENTATION = 0x0112;
const ENTRY_BYTES = 12;
const SHORT = 3;

export interface Exif {
  /** It points to where the picture was taken, or cannot be read. */
  readonly hasPlace: boolean;
  /** EXIF that tells which side is up and nothing else. */
  readonly upright: Buffer;
}

/** Reads EXIF. @param tiff from its byte order on */
export function exifOf(tiff: Buffer): Exif {
  const isLittle = tiff.toString('latin1', 0, 2) === 'II';
  const short = (at: number): number => (isLittle ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const long = (at: number): number => (isLittle ? tiff.readUInt32LE(at) : tiff.readUInt32BE(at));
  let orientation = 1;
  try {
    let hasPlace = short(2) !== 42;
    const seen = new Set<number>();
    for (let ifd = long(4); ifd !== 0 && !seen.has(ifd);) {
      seen.add(ifd);
      const count = short(ifd);
      for (let i = 0; i < count; i++) {
        const entry = ifd + 2 + i * ENTRY_BYTES;
        const tag = short(entry);
        if (tag === GPS_IFD) hasPlace = true;
        if (tag === ORIENTATION && seen.size === 1) orientation = short(entry + 8);
      }
      ifd = long(ifd + 2 + count * ENTRY_BYTES);
    }
    return {hasPlace, upright: uprightExif(orientation)};
  } catch {
    // It points outside of itself: nobody can say what it holds.
    return {hasPlace: true, upright: uprightExif(orientation)};
  }
}

/** One directory with one entry. */
function uprightExif(orientation: number): Buffer {
  const tiff = Buffer.alloc(26);
  tiff.write('II', 0, 'latin1');
  tiff.writeUInt16LE(42, 2);
  tiff.writeUInt32LE(8, 4);
  tiff.writeUInt16LE(1, 8);
  tiff.writeUInt16LE(ORIENTATION, 10);
  tiff.writeUInt16LE(SHORT, 12);
  tiff.writeUInt32LE(1, 14);
  tiff.writeUInt16LE(orientation >= 1 && orientation <= 8 ? orientation : 1, 18);
  return tiff;
}
