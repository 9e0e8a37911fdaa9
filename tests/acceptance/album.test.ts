import {expect} from '@loopback/testlab';
import {withApi} from '../support/api';
import {givenAlbum, givenArtista, givenImagem} from '../support/given';
import {presentOf} from '../support/http';
import {albumNotFound, expectDomain, expectFields, expectGeneral, fieldProblem} from '../support/problems';

const PATH = '/api/v1/album';
const REQUIRED = {nome: 'O nome do álbum é obrigatório.'};
const UNSTORABLE = {nome: 'contém caracteres que não podem ser armazenados'};

/** What creating and changing refuse alike. */
const INVALID = [
  {name: 'nothing', body: {}, fields: REQUIRED},
  {name: 'a null nome', body: {nome: null}, fields: REQUIRED},
  {name: 'an empty nome', body: {nome: ''}, fields: REQUIRED},
  {name: 'a nome of 256 blanks', body: {nome: ' '.repeat(256)}, fields: REQUIRED},
  {name: 'a blank nome', body: {nome: ' \u0001\r\n'}, fields: REQUIRED},
  {name: 'a NUL in nome', body: {nome: 'a\0'}, fields: UNSTORABLE},
  {name: 'half of a letter in nome', body: '{"nome":"\\udfb8a"}', fields: UNSTORABLE},
];
const MISTYPED = [12.5, true, {}, []];

describe('POST /api/v1/album', () => {
  const running = withApi();

  it('stores it and answers 200 with the row and its address', async () => {
    const {status, headers, text} = await running.api.request('POST', PATH, {body: {nome: 'Wire Álbum'}});
    const [row] = await running.api.sql<{id: string}>('select max(id) as id from album');
    expect(text).to.equal(`{"id":${row?.id},"nome":"Wire Álbum"}`);
    expect(status).to.equal(200);
    expect(headers.location).to.equal(`${PATH}/${row?.id}`);
    expect((await running.api.request('GET', headers.location!)).text).to.equal(text);
  });

  it('ignores an id and members that it does not know', async () => {
    const body = {id: 999_999, nome: 'Sem id', artistas: [{id: 1}], tipo: 'BANDA'};
    const {json} = await running.api.request('POST', PATH, {body});
    expect(Object.keys(json)).to.eql(['id', 'nome']);
    expect(json.id).to.be.below(999_999);
  });

  const TOO_LONG = {nome: 'O nome do álbum deve ter no máximo 255 caracteres.'};
  const invalid = [
    ...INVALID,
    {name: 'a nome of 256 letters', body: {nome: 'x'.repeat(256)}, fields: TOO_LONG},
  ];
  for (const {name, body, fields} of invalid) {
    it(`refuses ${name} by field, and stores nothing`, async () => {
      const before = await running.api.sql('select count(*) from album');
      expectFields(await running.api.request('POST', PATH, {body}), fields);
      expect(await running.api.sql('select count(*) from album')).to.eql(before);
    });
  }

  for (const nome of MISTYPED) {
    it(`refuses ${JSON.stringify(nome)} as nome`, async () => {
      const answer = await running.api.request('POST', PATH, {body: {nome}});
      expectGeneral(answer, fieldProblem(PATH, 'nome', 'deve ser um texto'));
    });
  }
});

describe('GET /api/v1/album/{id}', () => {
  const running = withApi();

  it('answers the row: no artists, no covers', async () => {
    const {id} = await givenAlbum(running.api, {artistas: [await givenArtista(running.api)]});
    await givenImagem(running.api, {id}, 'capa.png');
    const {status, text} = await running.api.request('GET', `${PATH}/${id}`);
    expect(text).to.equal(`{"id":${id},"nome":"Harakiri"}`);
    expect(status).to.equal(200);
  });

  it('answers 404 for an unknown id', async () => {
    const path = `${PATH}/999999`;
    expectDomain(await running.api.request('GET', path), albumNotFound(path));
  });
});

describe('PUT /api/v1/album/{id}', () => {
  const running = withApi();

  it('changes the name and answers the row', async () => {
    const {id} = await givenAlbum(running.api);
    const body = {id: 77, nome: 'Depois'};
    const {status, text} = await running.api.request('PUT', `${PATH}/${id}`, {body});
    expect(text).to.equal(`{"id":${id},"nome":"Depois"}`);
    expect(status).to.equal(200);
    expect((await running.api.request('GET', `${PATH}/${id}`)).text).to.equal(text);
  });

  const TOO_LONG = {nome: 'tamanho deve ser entre 0 e 255'};
  const invalid = [
    ...INVALID,
    {name: 'a nome of 256 letters', body: {nome: 'x'.repeat(256)}, fields: TOO_LONG},
  ];
  for (const {name, body, fields} of invalid) {
    it(`refuses ${name} by field, and changes nothing`, async () => {
      const album = await givenAlbum(running.api);
      expectFields(await running.api.request('PUT', `${PATH}/${album.id}`, {body}), fields);
      expect((await running.api.request('GET', `${PATH}/${album.id}`)).json).to.eql(album);
    });
  }

  for (const nome of MISTYPED) {
    it(`refuses ${JSON.stringify(nome)} as nome`, async () => {
      const answer = await running.api.request('PUT', `${PATH}/1`, {body: {nome}});
      expectGeneral(answer, fieldProblem(`${PATH}/1`, 'nome', 'deve ser um texto'));
    });
  }

  it('answers 404 for an unknown id', async () => {
    const path = `${PATH}/999999`;
    expectDomain(await running.api.request('PUT', path, {body: {nome: 'x'}}), albumNotFound(path));
  });
});

describe('DELETE /api/v1/album/{id}', () => {
  const running = withApi();

  it('removes it with its links and covers: 204 without a body, then 404', async () => {
    const artista = await givenArtista(running.api);
    const album = await givenAlbum(running.api, {artistas: [artista]});
    const other = await givenAlbum(running.api, {artistas: [artista]});
    for (const {id} of [album, other]) await givenImagem(running.api, {id}, `capa-${id}.png`);
    const path = `${PATH}/${album.id}`;
    const answer = await running.api.request('DELETE', path);
    expect(answer.status).to.equal(204);
    expect(answer.text).to.equal('');
    expect(presentOf(answer, ['content-type', 'content-length', 'etag'])).to.eql([]);
    expectDomain(
      await running.api.request('DELETE', path),
      albumNotFound(path, 'Álbum não encontrado para exclusão'),
    );
    const kept = [{album_id: String(other.id)}];
    expect(await running.api.sql('select album_id from artista_album')).to.eql(kept);
    expect(await running.api.sql('select album_id from album_imagens')).to.eql(kept);
  });
});
