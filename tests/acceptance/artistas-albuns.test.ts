import {expect} from '@loopback/testlab';
import {withApi} from '../support/api';
import {givenAlbum, givenArtista} from '../support/given';
import {
  albumNotFound,
  artistaNotFound,
  expectDomain,
  expectFields,
  expectGeneral,
  fieldProblem,
} from '../support/problems';

const PATH = '/api/v1/artistas-albuns';
const ALBUM_REQUIRED = {albumId: 'O id do álbum é obrigatório.'};
const ARTISTA_REQUIRED = {artistaId: 'O id do artista é obrigatório.'};
const UNKNOWN = 999_999;

describe('POST /api/v1/artistas-albuns', () => {
  const running = withApi();
  const links = () => running.api.sql('select artista_id, album_id from artista_album order by 1, 2');

  it('links the two and answers 200 with the album, again and again', async () => {
    const artista = await givenArtista(running.api);
    const album = await givenAlbum(running.api);
    const body = {artistaId: artista.id, albumId: album.id};
    for (const attempt of [1, 2]) {
      const {status, text} = await running.api.request('POST', PATH, {body});
      expect(text).to.equal(`{"id":${album.id},"nome":"Harakiri"}`, `attempt ${attempt}`);
      expect(status).to.equal(200);
    }
    expect(await links()).to.eql([{artista_id: String(artista.id), album_id: String(album.id)}]);
  });

  const readings = [
    {name: 'text', write: (id: number) => `"${id}"`},
    {name: 'a fraction, which is cut', write: (id: number) => `${id}.9`},
    {name: 'an exponent', write: (id: number) => `${id}0e-1`},
  ];
  for (const {name, write} of readings) {
    it(`reads ids given as ${name}`, async () => {
      const artista = await givenArtista(running.api);
      const album = await givenAlbum(running.api);
      const body = `{"artistaId":${write(artista.id)},"albumId":${write(album.id)}}`;
      expect((await running.api.request('POST', PATH, {body})).json).to.eql(album);
    });
  }

  const invalid = [
    {name: 'nothing', body: {}, fields: {...ALBUM_REQUIRED, ...ARTISTA_REQUIRED}},
    {name: 'no album', body: {artistaId: 1}, fields: ALBUM_REQUIRED},
    {name: 'no artist', body: {albumId: 1}, fields: ARTISTA_REQUIRED},
    {name: 'null', body: {artistaId: null, albumId: 1}, fields: ARTISTA_REQUIRED},
    {name: 'an empty text', body: {artistaId: 1, albumId: ''}, fields: ALBUM_REQUIRED},
  ];
  for (const {name, body, fields} of invalid) {
    it(`refuses ${name} by field`, async () => {
      expectFields(await running.api.request('POST', PATH, {body}), fields);
    });
  }

  for (const id of ['true', '"abc"', '"1.5"', '[1]', '{}', '9223372036854775808', '-1e19', '1e999']) {
    it(`refuses ${id} as an id`, async () => {
      const answer = await running.api.request('POST', PATH, {body: `{"artistaId":1,"albumId":${id}}`});
      expectGeneral(answer, fieldProblem(PATH, 'albumId', 'deve ser um número inteiro'));
    });
  }

  for (const id of ['0', '-1', '9007199254740993', '"9223372036854775807"', '"-9223372036854775808"']) {
    it(`finds no album ${id}`, async () => {
      const answer = await running.api.request('POST', PATH, {body: `{"artistaId":1,"albumId":${id}}`});
      expectDomain(answer, albumNotFound(PATH, 'Álbum não encontrado'));
    });
  }

  it('looks for the album first, then for the artist', async () => {
    const artista = await givenArtista(running.api);
    const album = await givenAlbum(running.api);
    const before = await links();
    const post = (artistaId: number, albumId: number) =>
      running.api.request('POST', PATH, {body: {artistaId, albumId}});
    expectDomain(await post(UNKNOWN, UNKNOWN), albumNotFound(PATH, 'Álbum não encontrado'));
    expectDomain(await post(artista.id, UNKNOWN), albumNotFound(PATH, 'Álbum não encontrado'));
    expectDomain(await post(UNKNOWN, album.id), artistaNotFound(PATH));
    expect(await links()).to.eql(before);
  });
});

describe('DELETE /api/v1/artistas-albuns/{artistaId}/{albumId}', () => {
  const running = withApi();

  it('removes the link and neither end: 204, then 404', async () => {
    const artista = await givenArtista(running.api);
    const album = await givenAlbum(running.api, {artistas: [artista]});
    const path = `${PATH}/${artista.id}/${album.id}`;
    const {status, text} = await running.api.request('DELETE', path);
    expect(status).to.equal(204);
    expect(text).to.equal('');
    expectDomain(await running.api.request('DELETE', path), {
      status: 404,
      code: 'vinculo_not_found',
      message: 'Vínculo não encontrado entre o artista e o álbum informados',
      path,
    });
    expect((await running.api.request('GET', `/api/v1/album/${album.id}`)).json).to.eql(album);
    expect((await running.api.request('DELETE', `/api/v1/artistas/${artista.id}`)).status).to.equal(204);
  });
});

describe('what is linked', () => {
  const running = withApi({template: 'sample'});

  it('is listed as the albums of an artist, a page at a time', async () => {
    const {json} = await running.api.request('GET', '/api/v1/artistas/2/albuns?size=3&sort=nome,desc');
    const names = json.content.map(({nome}: {nome: string}) => nome);
    expect(names).to.eql(['Where’d You Go', 'The Rising Tied', 'Post Traumatic EP']);
    expect(Object.keys(json.content[0])).to.eql(['id', 'nome']);
    expect(json.totalElements).to.equal(4);
    expect(json.last).to.be.false();
  });

  it('is listed as the artists of an album', async () => {
    const {json} = await running.api.request('GET', '/api/v1/album/1/artistas');
    expect(json.content).to.eql([{id: 1, nome: 'Serj Tankian', tipo: 'CANTOR'}]);
    expect(json.size).to.equal(10);
  });

  it('has no page for an unknown artist or album', async () => {
    const ofArtista = `/api/v1/artistas/${UNKNOWN}/albuns`;
    expectDomain(await running.api.request('GET', ofArtista), artistaNotFound(ofArtista));
    const ofAlbum = `/api/v1/album/${UNKNOWN}/artistas`;
    expectDomain(await running.api.request('GET', ofAlbum), albumNotFound(ofAlbum));
  });
});
