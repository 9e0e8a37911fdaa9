import {expect} from '@loopback/testlab';
import {withApi} from '../support/api';
import {givenAlbum} from '../support/given';
import {presentOf} from '../support/http';

const ALBUM = '/api/v1/album';
const STRONG = /^"[\w-]+"$/;

describe('revalidation', () => {
  const running = withApi();
  const get = (path: string, etag?: string, method = 'GET') =>
    running.api.request(method, path, {headers: etag === undefined ? {} : {'if-none-match': etag}});
  const etagOf = async (path: string) => (await get(path)).headers.etag as string;
  const paths = async () => {
    const {id} = await givenAlbum(running.api);
    return [`${ALBUM}/${id}`, ALBUM, '/api/v1/artistas'];
  };

  it('has a strong validator on every read, the same for the same body', async () => {
    for (const path of await paths()) {
      const etag = await etagOf(path);
      expect(etag).to.match(STRONG);
      expect(await etagOf(path)).to.equal(etag);
    }
  });

  const matching = [
    {name: 'the validator', write: (etag: string) => etag},
    {name: 'a list with the validator', write: (etag: string) => `"a", ${etag} ,"b"`},
    {name: 'a weak form of it', write: (etag: string) => `W/${etag}`},
    {name: 'anything', write: () => '*'},
  ];
  for (const {name, write} of matching) {
    it(`by ${name} is answered with 304 and no body`, async () => {
      for (const path of await paths()) {
        const etag = await etagOf(path);
        for (const method of ['GET', 'HEAD']) {
          const answer = await get(path, write(etag), method);
          expect(answer.status).to.equal(304);
          expect(answer.text).to.equal('');
          expect(answer.headers.etag).to.equal(etag);
          expect(answer.headers['cache-control']).to.equal('private, no-cache');
          expect(presentOf(answer, ['content-type', 'content-length', 'transfer-encoding'])).to.eql([]);
        }
      }
    });
  }

  for (const other of ['"other"', 'W/"other"', '', 'etag', '"a", "b"']) {
    it(`by ${other || 'nothing'} is answered in full`, async () => {
      for (const path of await paths()) {
        const {status, text} = await get(path, other);
        expect(status).to.equal(200);
        expect(text).to.not.equal('');
      }
    });
  }

  it('sees a change', async () => {
    const {id} = await givenAlbum(running.api);
    const path = `${ALBUM}/${id}`;
    const etag = await etagOf(path);
    await running.api.request('PUT', path, {body: {nome: 'Outro'}});
    const {status, json, headers} = await get(path, etag);
    expect(status).to.equal(200);
    expect(json.nome).to.equal('Outro');
    expect(headers.etag).to.not.equal(etag);
  });

  it('sees a row that came to the list', async () => {
    const etag = await etagOf(ALBUM);
    await givenAlbum(running.api);
    expect((await get(ALBUM, etag)).status).to.equal(200);
  });

  it('tells representations apart', async () => {
    const {id} = await givenAlbum(running.api);
    const path = `${ALBUM}/${id}`;
    expect(await etagOf(`${path}?include=artistas`)).to.not.equal(await etagOf(path));
  });

  it('does not hide an error', async () => {
    expect((await get(`${ALBUM}/999999`, '*')).status).to.equal(404);
  });

  it('by `If-None-Match` is nothing for writes', async () => {
    const {id} = await givenAlbum(running.api);
    const headers = {'if-none-match': '*'};
    const created = await running.api.request('POST', ALBUM, {body: {nome: 'Novo'}, headers});
    expect(created.status).to.equal(200);
    const changed = await running.api.request('PUT', `${ALBUM}/${id}`, {body: {nome: 'Novo'}, headers});
    expect(changed.status).to.equal(200);
  });
});
