import {expect} from '@loopback/testlab';
import {withApi} from '../support/api';
import {givenAlbum, givenArtista} from '../support/given';
import {presentOf} from '../support/http';
import {artistaNotFound, expectDomain, expectFields, expectGeneral, fieldProblem} from '../support/problems';

const PATH = '/api/v1/artistas';
const NOME_REQUIRED = {nome: 'O nome do artista deve ser informado.'};
const TIPO_REQUIRED = {
  tipo: 'O tipo do artista deve ser informado. Valores permitidos: CANTOR ou BANDA',
};
const TIPO_UNKNOWN = 'valores permitidos: CANTOR ou BANDA';
const UNSTORABLE = {nome: 'contém caracteres que não podem ser armazenados'};

describe('POST /api/v1/artistas', () => {
  const running = withApi();

  for (const tipo of ['CANTOR', 'BANDA']) {
    it(`stores a ${tipo} and answers 200 with the row and its address`, async () => {
      const {status, headers, text} = await running.api.request('POST', PATH, {
        body: {nome: 'Wire Artista', tipo},
      });
      const [row] = await running.api.sql<{id: string}>('select max(id) as id from artista');
      expect(text).to.equal(`{"id":${row?.id},"nome":"Wire Artista","tipo":"${tipo}"}`);
      expect(status).to.equal(200);
      expect(headers['content-type']).to.equal('application/json');
      expect(headers.location).to.equal(`${PATH}/${row?.id}`);
      expect((await running.api.request('GET', headers.location!)).text).to.equal(text);
    });
  }

  it('takes the same name again', async () => {
    const first = await running.api.request('POST', PATH, {body: {nome: 'Dois', tipo: 'BANDA'}});
    const second = await running.api.request('POST', PATH, {body: {nome: 'Dois', tipo: 'BANDA'}});
    expect(second.status).to.equal(200);
    expect(second.json.id).to.be.above(first.json.id);
  });

  it('ignores an id and members that it does not know', async () => {
    const body = {id: 999_999, nome: 'Sem id', tipo: 'BANDA', albuns: [{id: 1}], nomeBusca: 'x'};
    const {json} = await running.api.request('POST', PATH, {body});
    expect(Object.keys(json)).to.eql(['id', 'nome', 'tipo']);
    expect(json.id).to.be.below(999_999);
  });

  const invalid = [
    {name: 'nothing', body: {}, fields: {...TIPO_REQUIRED, ...NOME_REQUIRED}},
    {name: 'no nome', body: {tipo: 'BANDA'}, fields: NOME_REQUIRED},
    {name: 'a null nome', body: {nome: null, tipo: 'BANDA'}, fields: NOME_REQUIRED},
    {name: 'an empty nome', body: {nome: '', tipo: 'BANDA'}, fields: NOME_REQUIRED},
    {name: 'a blank nome', body: {nome: ' \t\n', tipo: 'BANDA'}, fields: NOME_REQUIRED},
    {name: 'no tipo', body: {nome: 'x'}, fields: TIPO_REQUIRED},
    {name: 'a null tipo', body: {nome: 'x', tipo: null}, fields: TIPO_REQUIRED},
    {
      name: 'a nome of 201 letters',
      body: {nome: 'x'.repeat(201), tipo: 'BANDA'},
      fields: {nome: 'O nome do artista deve ter no máximo 200 caracteres.'},
    },
    {name: 'a NUL in nome', body: {nome: 'a\0b', tipo: 'BANDA'}, fields: UNSTORABLE},
    {name: 'half of a letter in nome', body: '{"nome":"a\\ud800","tipo":"BANDA"}', fields: UNSTORABLE},
  ];
  for (const {name, body, fields} of invalid) {
    it(`refuses ${name} by field, and stores nothing`, async () => {
      const before = await running.api.sql('select count(*) from artista');
      expectFields(await running.api.request('POST', PATH, {body}), fields);
      expect(await running.api.sql('select count(*) from artista')).to.eql(before);
    });
  }

  const mistyped = [
    {name: 'an unknown tipo', body: {nome: 'x', tipo: 'DUPLA'}, field: 'tipo', wanted: TIPO_UNKNOWN},
    {name: 'a tipo in small letters', body: {nome: 'x', tipo: 'banda'}, field: 'tipo', wanted: TIPO_UNKNOWN},
    {name: 'an empty tipo', body: {nome: 'x', tipo: ''}, field: 'tipo', wanted: TIPO_UNKNOWN},
    {name: 'an ordinal as tipo', body: {nome: 'x', tipo: 0}, field: 'tipo', wanted: TIPO_UNKNOWN},
    {name: 'an unknown tipo without nome', body: {tipo: 'x'}, field: 'tipo', wanted: TIPO_UNKNOWN},
    {name: 'a number as nome', body: {nome: 12.5, tipo: 'BANDA'}, field: 'nome', wanted: 'deve ser um texto'},
    {name: 'an object as nome', body: {nome: {}, tipo: 'BANDA'}, field: 'nome', wanted: 'deve ser um texto'},
    {name: 'a list as nome', body: {nome: ['x'], tipo: 'BANDA'}, field: 'nome', wanted: 'deve ser um texto'},
  ];
  for (const {name, body, field, wanted} of mistyped) {
    it(`refuses ${name} as a wrong type`, async () => {
      expectGeneral(await running.api.request('POST', PATH, {body}), fieldProblem(PATH, field, wanted));
    });
  }
});

describe('PUT /api/v1/artistas/{id}', () => {
  const running = withApi();

  it('changes both members and answers the row', async () => {
    const {id} = await givenArtista(running.api, {nome: 'Antes', tipo: 'CANTOR'});
    const body = {id: 77, nome: 'Depois', tipo: 'BANDA'};
    const {status, text} = await running.api.request('PUT', `${PATH}/${id}`, {body});
    expect(text).to.equal(`{"id":${id},"nome":"Depois","tipo":"BANDA"}`);
    expect(status).to.equal(200);
    expect((await running.api.request('GET', `${PATH}/${id}`)).text).to.equal(text);
  });

  for (const nome of ['', '   ', 'x'.repeat(255)]) {
    it(`stores a nome of ${nome.length} ${nome.trim() ? 'letters' : 'blanks'}`, async () => {
      const {id} = await givenArtista(running.api);
      const body = {nome, tipo: 'BANDA'};
      expect((await running.api.request('PUT', `${PATH}/${id}`, {body})).json).to.eql({id, ...body});
    });
  }

  const invalid = [
    {name: 'nothing', body: {}, fields: {...TIPO_REQUIRED, ...NOME_REQUIRED}},
    {name: 'no nome', body: {tipo: 'BANDA'}, fields: NOME_REQUIRED},
    {name: 'no tipo', body: {nome: 'x'}, fields: TIPO_REQUIRED},
    {
      name: 'a nome of 256 letters',
      body: {nome: 'x'.repeat(256), tipo: 'BANDA'},
      fields: {nome: 'tamanho deve ser entre 0 e 255'},
    },
    {name: 'a NUL in nome', body: {nome: '\0', tipo: 'BANDA'}, fields: UNSTORABLE},
  ];
  for (const {name, body, fields} of invalid) {
    it(`refuses ${name} by field, and changes nothing`, async () => {
      const artista = await givenArtista(running.api);
      expectFields(await running.api.request('PUT', `${PATH}/${artista.id}`, {body}), fields);
      expect((await running.api.request('GET', `${PATH}/${artista.id}`)).json).to.eql(artista);
    });
  }

  it('answers 404 for an unknown id', async () => {
    const path = `${PATH}/999999`;
    const answer = await running.api.request('PUT', path, {body: {nome: 'x', tipo: 'BANDA'}});
    expectDomain(answer, artistaNotFound(path));
  });
});

describe('DELETE /api/v1/artistas/{id}', () => {
  const running = withApi();

  it('removes it: 204 without a body, then 404', async () => {
    const {id} = await givenArtista(running.api);
    const path = `${PATH}/${id}`;
    const answer = await running.api.request('DELETE', path);
    expect(answer.status).to.equal(204);
    expect(answer.text).to.equal('');
    expect(presentOf(answer, ['content-type', 'content-length', 'etag'])).to.eql([]);
    expectDomain(await running.api.request('DELETE', path), artistaNotFound(path));
    expectDomain(await running.api.request('GET', path), artistaNotFound(path));
  });

  it('refuses one that has albums, and keeps it', async () => {
    const artista = await givenArtista(running.api);
    await givenAlbum(running.api, {artistas: [artista]});
    const path = `${PATH}/${artista.id}`;
    expectDomain(await running.api.request('DELETE', path), {
      status: 409,
      code: 'artista_in_use',
      message: 'Não é possível excluir: este registro possui vínculos ativos (Álbuns/Imagens).',
      path,
    });
    expect((await running.api.request('GET', path)).json).to.eql(artista);
  });
});
