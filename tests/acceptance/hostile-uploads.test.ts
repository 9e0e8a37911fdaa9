import {expect} from '@loopback/testlab';
import sharp from 'sharp';
import {givenAlbum} from '../support/given';
import {hostileFiles} from '../support/hostile';
import {extensionOf, givenImages, picture, png} from '../support/images';
import {withApiOver} from '../support/stores';
import {coversOf, fetched, replace, upload} from '../support/uploads';

describe('a hostile upload', () => {
  const given = withApiOver('local', {UPLOAD_LIMIT_BYTES: '3000000'});
  let albumId = 0;
  before(async () => ({id: albumId} = await givenAlbum(given.api)));

  it('is refused with a reason in Portuguese, whatever it is, and leaves nothing', async () => {
    const files = await hostileFiles();
    expect(files.length).to.be.aboveOrEqual(40);
    const good = png();
    await upload(given.api, albumId, {content: good});
    const before = await given.keys();
    const [cover] = await coversOf(given.api, albumId);
    for (const {name, status = 400, ...file} of files) {
      for (const answer of [
        await upload(given.api, albumId, file),
        await upload(given.api, albumId, {content: good}, file),
        await replace(given.api, cover!.id, file),
      ]) {
        expect([name, answer.status]).to.eql([name, status]);
        expect(answer.json.message).to.match(
          /^(Imagem inválida: .+ \(.+\)|O arquivo excede o limite de 3000000 bytes)$/,
        );
      }
      expect([name, await given.keys()]).to.eql([name, before]);
    }
    const covers = await coversOf(given.api, albumId);
    expect(covers.map(({id}) => id)).to.eql([cover!.id]);
    expect((await fetched(covers[0]!.url)).bytes.equals(good)).to.be.true();
  });

  const names = [
    {name: 'a path', fileName: '../../../etc/passwd.png', key: 'passwd.png', saved: 'passwd.png'},
    {name: 'a path of Windows', fileName: 'C:\\x\\capa.png', key: 'capa.png', saved: 'capa.png'},
    {name: 'dots alone', fileName: '..png', key: 'png', saved: '..png'},
    {
      name: 'NUL and line ends',
      fileName: 'a\0b%0d%0aSet-Cookie.png',
      key: 'a-b-0d-0aSet-Cookie.png',
      saved: 'ab%0d%0aSet-Cookie.png',
    },
    {
      name: 'a turn of direction',
      fileName: 'capa\u202egnp.exe',
      key: 'capa-gnp.exe',
      saved: 'capagnp.exe.png',
    },
    {name: 'two endings', fileName: 'capa.php.png', key: 'capa.php.png', saved: 'capa.php.png'},
    {
      name: 'an ending that is none of an image',
      fileName: 'capa.html',
      key: 'capa.html',
      saved: 'capa.html.png',
    },
    {name: 'markup', fileName: '<img src=x>.png', key: 'img-src-x-.png', saved: '<img src=x>.png'},
    {name: 'nothing that is left', fileName: '🎸🎸', key: 'imagem', saved: '🎸🎸.png'},
    {
      name: '500 letters',
      fileName: `${'x'.repeat(500)}.png`,
      key: `${'x'.repeat(96)}.png`,
      saved: `${'x'.repeat(196)}.png`,
    },
  ];
  for (const {name, fileName, key, saved} of names) {
    it(`may be called anything, and is called ${name}`, async () => {
      const {id} = await givenAlbum(given.api);
      const {status, json} = await upload(given.api, id, {content: png(), fileName});
      expect(status).to.equal(200);
      expect((json.urls[0] as string).slice(37)).to.equal(key);
      expect(json.urls[0]).to.match(/^[A-Za-z0-9.-]{1,137}$/);
      const [cover] = await coversOf(given.api, id);
      const {json: link} = await given.api.request('GET', `/api/v1/albuns/${cover!.id}/download`);
      const {headers} = await fetched(link.downloadUrl as string);
      const disposition = headers.get('content-disposition')!;
      const named =
        /filename\*=UTF-8''(.+)$/.exec(disposition)?.[1] ?? /filename="(.*)"$/.exec(disposition)?.[1];
      expect(decodeURIComponent(named!.replace(/%(?![0-9A-F]{2})/g, '%25'))).to.equal(
        decodeURIComponent(saved.replace(/%(?![0-9A-F]{2})/g, '%25')),
      );
      expect(headers.get('x-content-type-options')).to.equal('nosniff');
    });
  }

  it('that lies about its kind is shown as what it is', async () => {
    const {id} = await givenAlbum(given.api);
    const content = await picture().jpeg().toBuffer();
    await upload(given.api, id, {content, type: 'image/png', fileName: 'capa.png'});
    const [cover] = await coversOf(given.api, id);
    const {headers} = await fetched(cover!.url);
    expect(headers.get('content-type')).to.equal('image/jpeg');
    expect(headers.get('x-content-type-options')).to.equal('nosniff');
    expect(headers.get('content-security-policy')).to.equal("default-src 'none'; sandbox");
  });

  it('that tells where it was made does not tell it any more, and stands as upright as it did', async () => {
    const {id} = await givenAlbum(given.api);
    for (const [type, content] of Object.entries(await givenImages({withPlace: true}))) {
      const [before] = await Promise.all([sharp(content).metadata()]);
      expect([
        type,
        before.exif?.includes(Buffer.of(0x25, 0x88)) || before.exif?.includes(Buffer.of(0x88, 0x25)),
      ]).to.eql([type, true]);
      const {status} = await upload(given.api, id, {content, type, fileName: `a.${extensionOf(type)}`});
      expect([type, status]).to.eql([type, 200]);
      const {bytes} = await fetched((await coversOf(given.api, id)).at(-1)!.url);
      const after = await sharp(bytes).metadata();
      const raw = after.exif ?? Buffer.alloc(0);
      expect([type, raw.includes(Buffer.of(0x25, 0x88)) || raw.includes(Buffer.of(0x88, 0x25))]).to.eql([
        type,
        false,
      ]);
      expect([type, after.orientation]).to.eql([type, before.orientation]);
      const [left, right] = await Promise.all([content, bytes].map(file => sharp(file).raw().toBuffer()));
      expect([type, left!.equals(right!)]).to.eql([type, true]);
    }
  });
});
