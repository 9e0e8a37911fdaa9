import {expect} from '@loopback/testlab';
import {constants, deflateSync, inflateSync} from 'node:zlib';
import sharp from 'sharp';
import {openImage} from '../../../src/storage/images/image';
import {givenImages, picture, png, pngChunk} from '../../support/images';

/** What comes out, when it comes in pieces of that size. */
async function passed(content: Buffer, pieceBytes = 1_000): Promise<Buffer> {
  const pieces: Buffer[] = [];
  const {content: checked} = await openImage(inPieces(content, pieceBytes));
  for await (const piece of checked) pieces.push(piece);
  return Buffer.concat(pieces);
}

async function* inPieces(content: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < content.length; at += size)
    yield await Promise.resolve(content.subarray(at, at + size));
}

const isRefused = (content: Buffer): Promise<boolean> =>
  passed(content, 64).then(
    () => false,
    (error: Error) => {
      expect(error.name).to.equal('ImageRefusal');
      return true;
    },
  );

const XMP =
  '<?xpacket begin=""?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:NAME="urn:x" NAME:TAG="VALUE"/></rdf:RDF></x:xmpmeta>';
const xmp = (tag: string, value: string): string => {
  const [name = '', member = ''] = tag.split(':');
  return XMP.replaceAll('NAME', name).replace('TAG', member).replace('VALUE', value);
};
const PLACE = xmp('exif:GPSLatitude', '15,36S');
const TITLE = xmp('dc:title', 'Harakiri');

/** All words that are in a file, those too that are compressed. */
function wordsOf(content: Buffer): string {
  const found = [content.toString('latin1')];
  for (let at = content.indexOf(0x78); at !== -1; at = content.indexOf(0x78, at + 1)) {
    try {
      found.push(inflateSync(content.subarray(at), {finishFlush: constants.Z_SYNC_FLUSH}).toString('latin1'));
    } catch {
      // No compressed words begin here.
    }
  }
  return found.join();
}

/** As other writers name their files: any kind of HEIF, compatible with AVIF. */
const calledMif1 = (avif: Buffer): Buffer =>
  Buffer.concat([avif.subarray(0, 8), Buffer.from('mif1'), avif.subarray(12)]);

describe('an image on its way into the store', () => {
  let images: Readonly<Record<string, Buffer>> = {};
  before(async () => {
    const extra = {
      'image/jpeg progressive': await picture(300, 200).jpeg({progressive: true}).toBuffer(),
      'image/png interlaced': await picture(33, 21).png({progressive: true}).toBuffer(),
      'image/png of 16 colours': await picture().png({palette: true, colours: 16}).toBuffer(),
      'image/png of 16 bits': await picture().toColourspace('rgb16').png().toBuffer(),
      'image/webp without loss': await picture().webp({lossless: true}).toBuffer(),
      'image/webp that is seen through': await picture().ensureAlpha(0.5).webp().toBuffer(),
      'image/avif that is seen through': await picture().ensureAlpha(0.5).avif({effort: 0}).toBuffer(),
      'image/avif that is called mif1': calledMif1(await picture().avif({effort: 0}).toBuffer()),
      'image/webp that moves': await animation().webp().toBuffer(),
      'image/gif that moves': await animation().gif().toBuffer(),
    };
    images = {...(await givenImages()), ...extra};
  });
  const animation = () => {
    const raw = {width: 10, height: 30, channels: 3 as const, pageHeight: 10};
    return sharp(Buffer.from(Array.from({length: 900}, (_, i) => i % 251)), {raw});
  };

  it('stays as it is, however it is cut into pieces', async () => {
    for (const [name, content] of Object.entries(images)) {
      for (const size of [1, 2, 7, 64, 65_536]) {
        expect([name, size, (await passed(content, size)).equals(content)]).to.eql([name, size, true]);
      }
    }
  });

  it('is refused wherever it is cut off', async () => {
    for (const [name, content] of Object.entries(images)) {
      for (let length = 0; length < content.length; length += Math.max(1, Math.floor(content.length / 200))) {
        expect([name, length, await isRefused(content.subarray(0, length))]).to.eql([name, length, true]);
      }
      expect([name, await isRefused(content.subarray(0, -1))]).to.eql([name, true]);
      expect([name, await isRefused(Buffer.concat([content, Buffer.of(0)]))]).to.eql([name, true]);
    }
  });

  it('never fails in another way than by a refusal, whatever byte is changed', async () => {
    for (const content of Object.values(images)) {
      for (let i = 0; i < 400; i++) {
        const changed = Buffer.from(content);
        const at = (i * 7_919) % content.length;
        changed[at] = changed[at]! ^ (1 << (i % 8));
        changed[(at * 31) % content.length] = i % 256;
        await isRefused(changed);
      }
    }
  });

  const itxt = (words: string): Buffer =>
    Buffer.concat([Buffer.from('XML:com.adobe.xmp\0\x01\0pt\0\0'), deflateSync(words)]);
  const carriers: {name: string; make: (words: string) => Promise<Buffer> | Buffer}[] = [
    {name: 'XMP of a JPEG', make: words => picture().jpeg().withXmp(words).toBuffer()},
    {name: 'XMP of a PNG', make: words => png({chunks: [pngChunk('iTXt', itxt(words))]})},
    {
      name: 'a compressed comment of a PNG',
      make: words =>
        png({chunks: [pngChunk('zTXt', Buffer.concat([Buffer.from('a\0\0'), deflateSync(words)]))]}),
    },
    {name: 'XMP of a WebP', make: words => picture().webp().withXmp(words).toBuffer()},
    {name: 'XMP of an AVIF', make: words => picture().avif({effort: 0}).withXmp(words).toBuffer()},
    {name: 'a comment of a PNG', make: words => png({chunks: [pngChunk('tEXt', `Comment\0${words}`)]})},
    {name: 'a text of a PNG', make: words => png({chunks: [pngChunk('iTXt', `XML:x\0\0\0\0\0${words}`)]})},
  ];
  for (const {name, make} of carriers) {
    it(`loses what tells a place, and nothing else: ${name}`, async () => {
      const innocent = await make(TITLE);
      expect((await passed(innocent)).equals(innocent)).to.be.true();
      const telling = await make(PLACE);
      const after = await passed(telling);
      expect(wordsOf(telling)).to.match(/GPSLatitude/);
      expect(wordsOf(after)).to.not.match(/GPSLatitude/);
      const [left, right] = await Promise.all([telling, after].map(file => sharp(file).raw().toBuffer()));
      expect(left!.equals(right!)).to.be.true();
    });
  }

  it('loses words that cannot be read: corrupt ones, encoded profiles, large ones', async () => {
    const chunks = [
      pngChunk('zTXt', 'Comment\0\0nothing that unfolds'),
      pngChunk('zTXt', Buffer.concat([Buffer.from('a\0\0'), deflateSync(Buffer.alloc(2 ** 21))])),
      pngChunk('tEXt', 'Raw profile type exif\0\nexif\n8\n4749\n'),
      pngChunk('tEXt', `Comment\0${'x'.repeat(70_000)}`),
    ];
    const content = png({chunks});
    const lost = chunks.reduce((sum, {length}) => sum + length, 0);
    expect((await passed(content)).length).to.equal(content.length - lost);
  });

  it('keeps a copyright beside no place', async () => {
    const content = await picture()
      .jpeg()
      .withExif({IFD0: {Copyright: 'Fulana de Tal'}})
      .toBuffer();
    const after = await passed(content);
    expect(after.equals(content)).to.be.true();
    expect(after.includes('Fulana de Tal')).to.be.true();
  });

  it('loses the further pictures of a phone, and what led to them', async () => {
    const jpeg = images['image/jpeg']!;
    const lead = Buffer.concat([Buffer.from([0xff, 0xe2, 0, 8]), Buffer.from('MPF\0XX')]);
    const content = Buffer.concat([jpeg.subarray(0, 2), lead, jpeg.subarray(2), jpeg]);
    expect((await passed(content)).equals(jpeg)).to.be.true();
  });
});
