import {expect} from '@loopback/testlab';
import {ApiRequest, withApi} from '../support/api';
import {givenAlbum} from '../support/given';
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
