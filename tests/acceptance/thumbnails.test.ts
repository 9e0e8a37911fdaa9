import {expect} from '@loopback/testlab';
import {Readable} from 'node:stream';
import sharp from 'sharp';
import {eventually} from '../support/eventually';
import {JobKeys} from '../../src/jobs/keys';
import {givenAlbum, givenImagem} from '../support/given';
import {extensionOf, givenImages, picture, png} from '../support/images';
import {StoreKind, withApiOver} from '../support/stores';
import {Cover, coversOf, fetched, replace, upload} from '../support/uploads';

const STORES: readonly StoreKind[] = ['local', 'minio'];

for (const kind of STORES) {
  describe(`thumbnails over ${kind}`, () => {
    const given = withApiOver(kind, {RUN_WORKER: 'on'});
    const made = (albumId: number, count = 1): Promise<Cover[]> =>
      eventually(
        'thumbnails are there',
        async () => {
          const covers = await coversOf(given.api, albumId);
          return covers.length === count && covers.every(cover => '128' in cover.variantes) && covers;
        },
        20_000,
      );

    it('are made of every kind of image, with its size and a blurhash', async () => {
      const {id} = await givenAlbum(given.api);
      const images = Object.entries(await givenImages());
      await upload(
        given.api,
        id,
        ...images.map(([type, content]) => ({content, type, fileName: `a.${extensionOf(type)}`})),
      );
      for (const {variantes, largura, altura, blurhash} of await made(id, images.length)) {
        expect([largura, altura]).to.eql([64, 48]);
        expect(blurhash).to.match(/^[\x21-\x7e]{6,}$/);
        expect(Object.keys(variantes)).to.eql(['128', '512', '1024']);
        const {bytes, headers} = await fetched(variantes['1024']!);
        expect(headers.get('content-type')).to.equal('image/webp');
        const {width, height, format} = await sharp(bytes).metadata();
        expect([format, width, height]).to.eql(['webp', 64, 48]);
      }
    });

    it('have 128, 512 and 1024 pixels on their longest side, and stand upright', async () => {
      const {id} = await givenAlbum(given.api);
      const content = await picture(1600, 1200).jpeg().withMetadata({orientation: 6}).toBuffer();
      await upload(given.api, id, {content});
      const [{variantes, largura, altura}] = (await made(id)) as [Cover];
      expect([largura, altura]).to.eql([1200, 1600]);
      const sizes = await Promise.all(
        Object.values(variantes).map(async url => {
          const {width, height} = await sharp((await fetched(url)).bytes).metadata();
          return [width, height];
        }),
      );
      expect(sizes).to.eql([
        [96, 128],
        [384, 512],
        [768, 1024],
      ]);
    });

    it('are those of the new object when a cover is replaced, and the old ones go with the old object', async () => {
      const {id} = await givenAlbum(given.api);
      await upload(given.api, id, {content: png({width: 20, height: 10})});
      const [before] = (await made(id)) as [Cover];
      await replace(given.api, before.id, {content: png({width: 10, height: 30})});
      const after = await eventually('the new ones are there', async () => {
        const [cover] = await coversOf(given.api, id);
        return cover?.altura === 30 && cover;
      });
      expect([after.id, after.largura]).to.eql([before.id, 10]);
      const isGone = async (url: string): Promise<boolean> => (await fetched(url)).status === 404;
      await eventually('the old ones have gone', async () => {
        const gone = await Promise.all([before.url, ...Object.values(before.variantes)].map(isGone));
        return gone.every(Boolean);
      });
    });

    it('are not made of what the replaced service took for an image, and it is saved, not shown', async () => {
      const {id} = await givenAlbum(given.api);
      const key = '6040f6e8-49fa-4ee5-b894-f09379062f0b-capa.svg';
      const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>');
      await given.store.put(key, Readable.from([svg]), {contentType: 'image/png'});
      const imagemId = await givenImagem(given.api, {id}, key);
      const queues = await given.api.app.get(JobKeys.QUEUES);
      await queues.add('gerar-variantes', {imagemIds: [imagemId]});
      await eventually('it was looked at', async () => {
        const [row] = await given.api.sql<{variantes: string}>(
          'select variantes from album_imagens where id = $1',
          [imagemId],
        );
        return row?.variantes === 'FALHOU';
      });
      const [cover] = await coversOf(given.api, id);
      expect(cover!.variantes).to.eql({});
      const {headers} = await fetched(cover!.url);
      expect(headers.get('content-disposition')).to.equal('attachment; filename="capa.svg"');
      await given.store.remove([key]);
    });

    it('cannot be made of a large file that does not decode, and the cover stays as it is', async () => {
      const {id} = await givenAlbum(given.api);
      // A structure like any other, and bytes between that mean nothing: too large to be decoded before it is taken.
      const jpeg = await picture(2000, 2000).jpeg().toBuffer();
      const noise = Buffer.alloc(9 * 1024 * 1024, 'abc');
      const scan = jpeg.indexOf(Buffer.of(0xff, 0xda)) + 14;
      const content = Buffer.concat([jpeg.subarray(0, scan), noise, Buffer.of(0xff, 0xd9)]);
      expect((await upload(given.api, id, {content})).status).to.equal(200);
      await eventually(
        'it was looked at',
        async () => {
          const [row] = await given.api.sql<{variantes: string}>(
            'select variantes from album_imagens order by id desc limit 1',
          );
          return row?.variantes !== 'PENDENTE';
        },
        20_000,
      );
      const [cover] = await coversOf(given.api, id);
      expect((await fetched(cover!.url)).bytes.equals(content)).to.be.true();
    });
  });
}
