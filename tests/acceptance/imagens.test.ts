import {expect} from '@loopback/testlab';
import {givenAlbum} from '../support/given';
import {extensionOf, givenImages, png, pngChunk} from '../support/images';
import {albumNotFound, expectDomain, expectGeneral} from '../support/problems';
import {STORES, withApiOver} from '../support/stores';
import {coversOf, fetched, form, FormFile, replace, upload} from '../support/uploads';

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}';
const IMAGEM_NOT_FOUND = {status: 404, code: 'imagem_not_found', message: 'Imagem não encontrada'};
const MALFORMED = {status: 400, code: 'upload_malformed'};

for (const kind of STORES) {
  describe(`covers over ${kind}`, () => {
    const given = withApiOver(kind);
    const album = () => givenAlbum(given.api);

    it('are uploaded, listed, shown, saved, replaced and removed', async () => {
      const {id: albumId} = await album();
      const [first, second] = [png(), png()];
      const {status, text, json} = await upload(given.api, albumId, {content: first, fileName: 'capa.png'});
      expect(status).to.equal(200);
      expect(text).to.match(new RegExp(`^\\{"urls":\\["${UUID}-capa\\.png"\\]\\}$`));

      const [cover] = await coversOf(given.api, albumId);
      expect(Object.keys(cover!)).to.eql(['id', 'url', 'variantes', 'etag']);
      expect(new URL(cover!.url).pathname).to.endWith(`/${json.urls[0]}`);
      const shown = await fetched(cover!.url);
      expect(shown.status).to.equal(200);
      expect(shown.bytes.equals(first)).to.be.true();
      expect(shown.headers.get('content-type')).to.equal('image/png');

      const path = `/api/v1/albuns/${cover!.id}`;
      const saved = await fetched((await given.api.request('GET', `${path}/download`)).json.downloadUrl);
      expect(saved.headers.get('content-disposition')).to.equal('attachment; filename="capa.png"');
      expect(saved.bytes.equals(first)).to.be.true();

      const replaced = await replace(given.api, cover!.id, {content: second, fileName: 'nova.png'});
      expect([replaced.status, Object.keys(replaced.json)]).to.eql([200, ['url']]);
      expect(replaced.json.url).to.match(new RegExp(`^${UUID}-nova\\.png$`));
      const [after, ...others] = await coversOf(given.api, albumId);
      expect([after!.id, others]).to.eql([cover!.id, []]);
      expect((await fetched(after!.url)).bytes.equals(second)).to.be.true();

      const removed = await given.api.request('DELETE', path);
      expect([removed.status, removed.text]).to.eql([204, '']);
      expect(await coversOf(given.api, albumId)).to.eql([]);
      expectDomain(await given.api.request('DELETE', path), {...IMAGEM_NOT_FOUND, path});
      expectDomain(await given.api.request('GET', `${path}/download`), {
        ...IMAGEM_NOT_FOUND,
        path: `${path}/download`,
      });
    });

    it('keep every byte of every kind of image where nothing tells a place', async () => {
      const {id} = await album();
      const images = Object.entries(await givenImages());
      const files = images.map(([type, content]) => ({content, type, fileName: `a.${extensionOf(type)}`}));
      const {json} = await upload(given.api, id, ...files);
      const covers = await coversOf(given.api, id);
      expect(covers.map(({url}) => new URL(url).pathname.split('/').at(-1))).to.eql(json.urls);
      for (const [i, [type, content]] of images.entries()) {
        const {bytes, headers} = await fetched(covers[i]!.url);
        expect([type, headers.get('content-type'), bytes.equals(content)]).to.eql([type, type, true]);
      }
    });

    it('are kept when they are larger than one part of the store', async () => {
      const {id} = await album();
      const content = png({width: 2200, height: 2000, level: 0});
      expect(content.length).to.be.greaterThan(12 * 1024 * 1024);
      expect((await upload(given.api, id, {content})).status).to.equal(200);
      const [cover] = await coversOf(given.api, id);
      expect((await fetched(cover!.url)).bytes.equals(content)).to.be.true();
    });

    it('are saved under the name that the file had, accents and all', async () => {
      const {id} = await album();
      const {json} = await upload(given.api, id, {content: png(), fileName: 'Capa do Álbum (1ª).png'});
      expect(json.urls[0]).to.match(new RegExp(`^${UUID}-Capa-do-Album-1a-.png$`));
      const [cover] = await coversOf(given.api, id);
      const {json: link} = await given.api.request('GET', `/api/v1/albuns/${cover!.id}/download`);
      expect((await fetched(link.downloadUrl as string)).headers.get('content-disposition')).to.equal(
        `attachment; filename="Capa do Album (1a).png"; filename*=UTF-8''Capa%20do%20%C3%81lbum%20%281%C2%AA%29.png`,
      );
    });

    it('are all refused when one of them is no image, and nothing stays', async () => {
      const {id} = await album();
      const before = await given.keys();
      const files: FormFile[] = [
        {content: png()},
        {content: '<svg/>', fileName: 'x.svg', type: 'image/svg+xml'},
      ];
      const answer = await upload(given.api, id, ...files, {content: png()});
      const message = 'Imagem inválida: x.svg (não é JPEG, PNG, WebP, AVIF nem GIF)';
      const path = `/api/v1/albuns/${id}/imagens`;
      expectGeneral(answer, {status: 400, code: 'imagem_invalid', message, path});
      expect(await coversOf(given.api, id)).to.eql([]);
      expect(await given.keys()).to.eql(before);
    });

    it('stay as they are when what should replace them is refused', async () => {
      const {id} = await album();
      const content = png();
      await upload(given.api, id, {content});
      const before = await given.keys();
      const [cover] = await coversOf(given.api, id);
      for (const file of [
        {content: 'x'},
        {content: content.subarray(0, -5)},
        {content, type: 'text/plain'},
      ]) {
        expect((await replace(given.api, cover!.id, file)).status).to.equal(400);
      }
      expect((await fetched((await coversOf(given.api, id))[0]!.url)).bytes.equals(content)).to.be.true();
      expect(await given.keys()).to.eql(before);
    });

    it('links end, and cannot be changed', async () => {
      const {id} = await album();
      await upload(given.api, id, {content: png()}, {content: png()});
      const [first, second] = await coversOf(given.api, id);
      const swapped = new URL(first!.url);
      swapped.pathname = new URL(second!.url).pathname;
      expect((await fetched(swapped.href)).status).to.equal(403);
      const later = first!.url.replace(/(X-Amz-Expires|expira)=(\d+)/, '$1=9$2');
      expect(later).to.not.equal(first!.url);
      expect((await fetched(later)).status).to.be.oneOf(400, 403);
      expect((await fetched(new URL(new URL(first!.url).pathname, first!.url).href)).status).to.be.oneOf(
        401,
        403,
      );
    });
  });
}

describe('uploads', () => {
  const given = withApiOver('local', {UPLOAD_LIMIT_BYTES: '20000', UPLOAD_MAX_FILES: '3'});
  let albumId = 0;
  before(async () => ({id: albumId} = await givenAlbum(given.api)));
  const path = (): string => `/api/v1/albuns/${albumId}/imagens`;

  it('need an album or a cover that is there, whatever is sent', async () => {
    const album = {
      status: 404,
      code: 'upload_target_not_found',
      message: 'Álbum não encontrado para o ID informado',
    };
    for (const file of [{content: png()}, {content: 'x', type: 'text/plain'}]) {
      expectGeneral(await upload(given.api, 999_999, file), {
        ...album,
        path: '/api/v1/albuns/999999/imagens',
      });
      const imagem = {...album, message: 'Imagem não encontrada', path: '/api/v1/albuns/999999'};
      expectGeneral(await replace(given.api, 999_999, file), imagem);
    }
    expectDomain(
      await given.api.request('GET', '/api/v1/albuns/999999'),
      albumNotFound('/api/v1/albuns/999999', 'Álbum não encontrado'),
    );
  });

  const malformed: {name: string; files: FormFile[]}[] = [
    {name: 'no part', files: []},
    {name: 'a part of another name', files: [{content: png(), part: 'arquivos'}]},
    {name: 'a part without a file name', files: [{content: 'x', fileName: null}]},
    {name: 'an empty file name', files: [{content: png(), fileName: ''}]},
  ];
  for (const {name, files} of malformed) {
    it(`need a file in the right part: ${name}`, async () => {
      const message = 'Envie ao menos um arquivo na parte "files" do formulário';
      expectGeneral(await upload(given.api, albumId, ...files), {...MALFORMED, message, path: path()});
    });
  }

  it('need a declared type of an image, too', async () => {
    for (const type of ['text/plain', 'application/octet-stream', null]) {
      const answer = await upload(given.api, albumId, {content: png(), type});
      const message = 'Imagem inválida: capa.png (o tipo declarado não é image/*)';
      expectGeneral(answer, {status: 400, code: 'imagem_invalid', message, path: path()});
    }
  });

  it('come as a form, or are refused before they are read', async () => {
    const message = 'O corpo deve ser enviado como multipart/form-data';
    const refused = {status: 415, code: 'media_type_unsupported', message, path: path()};
    for (const type of ['application/json', 'image/png', '']) {
      const headers = {'content-type': type};
      expectGeneral(await given.api.request('POST', path(), {body: png(), headers}), refused);
    }
  });

  it('are refused when the form cannot be read', async () => {
    const {body, headers} = form([{content: png()}]);
    const whole = 'O formulário não pode ser lido';
    const cut = await given.api.request('POST', path(), {body: body.subarray(0, -30), headers});
    expectGeneral(cut, {...MALFORMED, message: whole, path: path()});
    const unbound = {'content-type': 'multipart/form-data'};
    const unbounded = await given.api.request('POST', path(), {body, headers: unbound});
    expectGeneral(unbounded, {...MALFORMED, message: whole, path: path()});
    expect(await given.keys()).to.eql([]);
  });

  it('take ids that are numbers', async () => {
    const {body, headers} = form([{content: png()}]);
    for (const [method, target] of [
      ['POST', '/api/v1/albuns/abc/imagens'],
      ['PUT', '/api/v1/albuns/abc'],
    ] as const) {
      const {status, json} = await given.api.request(method, target, {body, headers});
      expect([status, json.code]).to.eql([400, 'parameter_invalid']);
    }
  });

  it('may be as large as the setting says, and not a byte larger', async () => {
    const rows = Buffer.alloc(8 * 25);
    const filled = (bytes: number): Buffer =>
      png({rows, chunks: [pngChunk('tEXt', 'a\0'.padEnd(bytes, 'b'))]});
    const sized = (total: number): Buffer => filled(total - filled(2).length + 2);
    expect((await upload(given.api, albumId, {content: sized(20_000)})).status).to.equal(200);
    const answer = await upload(given.api, albumId, {content: sized(20_001)});
    const message = 'O arquivo excede o limite de 20000 bytes';
    expectGeneral(answer, {status: 413, code: 'file_too_large', message, path: path()});
    expect(await given.keys()).to.have.length(1);
  });

  it('may be as many as the setting says, and not one more', async () => {
    const before = await given.keys();
    const answer = await upload(given.api, albumId, ...[1, 2, 3, 4].map(() => ({content: png()})));
    const message = 'O máximo é de 3 arquivos por requisição';
    expectGeneral(answer, {status: 413, code: 'too_many_files', message, path: path()});
    expect(await given.keys()).to.eql(before);
    expect((await upload(given.api, albumId, ...[1, 2, 3].map(() => ({content: png()})))).status).to.equal(
      200,
    );
  });

  it('are told of 413 while they still send, and then cut off', async () => {
    const {body, headers} = form([{content: Buffer.alloc(100_000, png())}]);
    const lines = [
      `POST ${path()} HTTP/1.1`,
      `Content-Type: ${headers['content-type']}`,
      'Content-Length: 1000000000',
    ];
    const answer = await given.api.rawRequest(lines, body.toString('latin1'));
    expect(answer).to.match(/^HTTP\/1\.1 413 /);
    expect(answer).to.match(/\r\nConnection: close\r\n/i);
  });
});
