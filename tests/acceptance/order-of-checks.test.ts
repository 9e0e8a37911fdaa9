import {expect} from '@loopback/testlab';
import {ApiRequest, withApi} from '../support/api';
import {ask, Refused} from '../support/ask';
import {bearer} from '../support/auth';

const ALBUM = '/api/v1/album';
const LOGIN = '/api/v1/auth/login';

describe('of two mistakes the earlier check is told', () => {
  const given = withApi({template: 'sample'});
  const stranger: ApiRequest = {auth: 'none'};
  const badToken: ApiRequest = {...stranger, headers: bearer('x')};
  const form: ApiRequest = {body: 'x', headers: {'content-type': 'application/x-www-form-urlencoded'}};

  const cases: readonly Refused[] = [
    {name: 'the path before credentials', ask: 'GET //x', request: stranger, want: '400 request_malformed'},
    {
      name: 'a bad token before an unknown path',
      ask: 'GET /nada',
      request: badToken,
      want: '401 token_invalid',
    },
    {
      name: 'credentials before an unknown path',
      ask: 'GET /nada',
      request: stranger,
      want: '401 credentials_required',
    },
    {
      name: 'credentials before the method',
      ask: `PATCH ${ALBUM}`,
      request: stranger,
      want: '401 credentials_required',
    },
    {
      name: 'credentials before the body',
      ask: `POST ${ALBUM}`,
      request: {...stranger, body: '{'},
      want: '401 credentials_required',
    },
    {
      name: 'an unknown path before the media type',
      ask: 'POST /nada',
      request: form,
      want: '404 route_not_found',
    },
    {
      name: 'the method before the media type',
      ask: `PATCH ${ALBUM}`,
      request: form,
      want: '405 method_not_allowed',
    },
    {
      name: 'the media type before the id',
      ask: `PUT ${ALBUM}/x`,
      request: form,
      want: '415 media_type_unsupported',
    },
    {
      name: 'an unknown path before what the client accepts',
      ask: 'GET /nada',
      request: {headers: {accept: 'application/xml'}},
      want: '404 route_not_found',
    },
    {
      name: 'the media type before what the client accepts',
      ask: `POST ${ALBUM}`,
      request: {...form, headers: {...form.headers, accept: 'application/xml'}},
      want: '415 media_type_unsupported',
    },
    {
      name: 'the type of a field before one that is missing',
      ask: 'POST /api/v1/artistas',
      request: {body: {nome: 7}},
      want: '400 field_type_invalid',
    },
    {
      name: 'the order of a list before the look-up',
      ask: 'GET /api/v1/artistas/999999/albuns?sort=x',
      want: '400 parameter_invalid',
    },
    {
      name: 'a malformed body before the id',
      ask: `PUT ${ALBUM}/x`,
      request: {body: '{'},
      want: '400 json_malformed',
    },
    {
      name: 'the id before the fields',
      ask: `PUT ${ALBUM}/x`,
      request: {body: {}},
      want: '400 parameter_invalid',
    },
    {
      name: 'the fields before the look-up',
      ask: `PUT ${ALBUM}/999999`,
      request: {body: {nome: ' '}},
      want: '400 validation_failed',
    },
    {
      name: 'the look-up in the end',
      ask: `PUT ${ALBUM}/999999`,
      request: {body: {nome: 'x'}},
      want: '404 album_not_found',
    },
    {
      name: 'the fields of a login before its credentials',
      ask: `POST ${LOGIN}`,
      request: {body: {username: 'x'}},
      want: '400 validation_failed',
    },
  ];
  for (const {name, ask: line, request, want} of cases) {
    it(name, async () => {
      const headers = {accept: 'application/problem+json', ...request?.headers};
      const {status, json} = await ask(given.api, line, request, headers);
      expect(`${status} ${json.code}`).to.equal(want);
    });
  }

  it('a preflight is asked for nothing', async () => {
    const headers = {
      ...bearer('x'),
      origin: 'http://localhost:3000',
      'access-control-request-method': 'GET',
    };
    const {status} = await given.api.request('OPTIONS', '/nada', {auth: 'none', headers});
    expect(status).to.equal(200);
  });

  it('what the client accepts comes before the body', async () => {
    const headers = {accept: 'application/xml'};
    const {status, text} = await given.api.request('POST', ALBUM, {headers, body: '{'});
    expect([status, text]).to.eql([406, '']);
  });
});
