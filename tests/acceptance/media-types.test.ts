import {expect} from '@loopback/testlab';
import {ApiRequest, withApi} from '../support/api';
import {givenAlbum, givenArtista} from '../support/given';
import {expectGeneral} from '../support/problems';

const ALBUM = '/api/v1/album';
const JSON_TYPES = 'application/json, application/*+json';
const BODY = '{"nome":"Tipo","tipo":"BANDA"}';

const unsupported = (path: string) => ({
  status: 415,
  code: 'media_type_unsupported',
  message: 'O corpo deve ser enviado como application/json',
  path,
});

describe('type of a body', () => {
  const running = withApi();
  const count = () => running.api.sql('select count(*) from album');

  const refused: readonly {name: string; headers: ApiRequest['headers']}[] = [
    {name: 'plain text', headers: {'content-type': 'text/plain'}},
    {name: 'a form', headers: {'content-type': 'application/x-www-form-urlencoded'}},
    {name: 'a form with files', headers: {'content-type': 'multipart/form-data; boundary=x'}},
    {name: 'XML', headers: {'content-type': 'application/xml'}},
    {name: 'no type at all', headers: {'content-type': []}},
    {name: 'an empty type', headers: {'content-type': ''}},
    {name: 'a wildcard', headers: {'content-type': '*/*'}},
    {name: 'text/json', headers: {'content-type': 'text/json'}},
    {name: 'a type that begins alike', headers: {'content-type': 'application/jsonx'}},
    {name: 'a charset that no JSON has', headers: {'content-type': 'application/json; charset=klingon'}},
    {name: 'compression', headers: {'content-type': 'application/json', 'content-encoding': 'gzip'}},
  ];
  for (const {name, headers} of refused) {
    it(`${name} is refused, with the types that are read, and nothing stored`, async () => {
      const before = await count();
      const operations = [
        {method: 'POST', path: ALBUM},
        {method: 'PUT', path: `${ALBUM}/1`},
        {method: 'POST', path: '/api/v1/artistas'},
        {method: 'PUT', path: '/api/v1/artistas/1'},
        {method: 'POST', path: '/api/v1/artistas-albuns'},
      ];
      for (const {method, path} of operations) {
        const answer = await running.api.request(method, path, {body: BODY, headers});
        expectGeneral(answer, unsupported(path));
        expect(answer.headers.accept).to.equal(JSON_TYPES);
      }
      expect(await count()).to.eql(before);
    });
  }

  it('none without a body is refused too', async () => {
    expectGeneral(await running.api.request('POST', ALBUM), unsupported(ALBUM));
  });

  const accepted = [
    'application/json',
    'APPLICATION/JSON',
    'application/json;charset=utf-8',
    'application/json; charset=UTF-8',
    'application/json; charset="utf-8"',
    'application/json; odata=verbose; charset=utf-8',
    'application/json; charset=ISO-8859-1',
    'application/vnd.artistas+json',
    'application/merge-patch+json',
    'application/problem+json; charset=utf-8',
  ];
  for (const type of accepted) {
    it(`${type} is read`, async () => {
      const answer = await running.api.request('POST', ALBUM, {body: BODY, headers: {'content-type': type}});
      expect(answer.json.nome).to.equal('Tipo');
    });
  }

  it('ISO-8859-1 is read as such', async () => {
    const body = Buffer.from('{"nome":"Água"}', 'latin1');
    const headers = {'content-type': 'application/json; charset=ISO-8859-1'};
    expect((await running.api.request('POST', ALBUM, {body, headers})).json.nome).to.equal('Água');
  });

  it('of a request that takes no body does not matter', async () => {
    const {id} = await givenAlbum(running.api);
    const headers = {'content-type': 'text/plain'};
    expect((await running.api.request('GET', `${ALBUM}/${id}`, {body: 'x', headers})).status).to.equal(200);
    expect((await running.api.request('DELETE', `${ALBUM}/${id}`, {body: 'x', headers})).status).to.equal(
      204,
    );
  });
});

describe('Accept', () => {
  const running = withApi();

  const accepted = [
    '*/*',
    'application/json',
    'application/*',
    'APPLICATION/JSON',
    'application/json;charset=utf-8',
    'application/json; profile="a, b; c", text/plain',
    'application/json;q=0.9;charset=utf-8',
    'application/xml, application/json;q=0.1',
    'application/xml, */*;q=0.1',
    'text/html',
    'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
    'application/problem+json',
    '',
  ];
  for (const accept of accepted) {
    it(`${accept || '(empty)'} gets JSON`, async () => {
      for (const path of [ALBUM, '/api/v1/artistas']) {
        const {status, headers} = await running.api.request('GET', path, {headers: {accept}});
        expect(status).to.equal(200);
        expect(headers['content-type']).to.equal('application/json');
      }
    });
  }

  it('of a browser gets errors as JSON too', async () => {
    const headers = {accept: 'text/html'};
    const answer = await running.api.request('GET', `${ALBUM}/999`, {headers});
    expect(answer.status).to.equal(404);
    expect(answer.headers['content-type']).to.equal('application/json');
    expect(answer.json.message).to.equal('Álbum não encontrado para o ID informado');
  });

  const refused = [
    'application/xml',
    'image/*',
    'application/xml;charset=utf-8',
    'application/json;v=1;q=0',
    'text/plain',
    'application/json;q=0',
    'nonsense',
    'application/pdf, */*;q=0',
  ];
  for (const accept of refused) {
    it(`${accept} is refused without a body, and nothing is carried out`, async () => {
      const artista = await givenArtista(running.api);
      const album = await givenAlbum(running.api);
      const rows = () =>
        running.api.sql(`select 'album', id, nome from album
        union all select 'artista', id, nome from artista union all select 'link', artista_id, '' from artista_album order by 1, 2`);
      const before = await rows();
      const body = {nome: 'outro', tipo: 'BANDA', artistaId: artista.id, albumId: album.id};
      const operations = [
        {method: 'GET', path: ALBUM},
        {method: 'HEAD', path: `${ALBUM}/${album.id}`},
        {method: 'POST', path: ALBUM, body},
        {method: 'PUT', path: `${ALBUM}/${album.id}`, body},
        {method: 'DELETE', path: `${ALBUM}/${album.id}`},
        {method: 'POST', path: '/api/v1/artistas', body},
        {method: 'PUT', path: `/api/v1/artistas/${artista.id}`, body},
        {method: 'DELETE', path: `/api/v1/artistas/${artista.id}`},
        {method: 'POST', path: '/api/v1/artistas-albuns', body},
      ];
      for (const {method, path, body: sent} of operations) {
        const answer = await running.api.request(method, path, {headers: {accept}, body: sent});
        expect(answer.status).to.equal(406);
        expect(answer.text).to.equal('');
        expect(answer.headers.accept).to.equal(JSON_TYPES);
        expect(answer.headers).to.not.have.property('content-type');
      }
      expect(await rows()).to.eql(before);
    });
  }
});
