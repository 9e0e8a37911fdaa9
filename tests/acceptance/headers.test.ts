import {expect} from '@loopback/testlab';
import {ApiRequest, withApi} from '../support/api';
import {presentOf} from '../support/http';

const ALBUM = '/api/v1/album';
const NO_STORE = 'no-cache, no-store, max-age=0, must-revalidate';
const REVALIDATE = 'private, no-cache';
const ORIGIN = {origin: 'http://localhost:3000'};

const NEVER = [
  'server',
  'x-powered-by',
  'content-encoding',
  'strict-transport-security',
  'ratelimit',
  'ratelimit-policy',
  'retry-after',
  'set-cookie',
  'pragma',
  'expires',
  'x-xss-protection',
];

interface Case {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly request?: ApiRequest;
  readonly status: number;
  readonly cacheControl?: string;
  readonly etag?: true;
}

const CASES: readonly Case[] = [
  {name: 'a read', method: 'GET', path: `${ALBUM}/1`, status: 200, cacheControl: REVALIDATE},
  {name: 'a list', method: 'GET', path: ALBUM, status: 200, cacheControl: REVALIDATE},
  {name: 'a HEAD', method: 'HEAD', path: `${ALBUM}/1`, status: 200, cacheControl: REVALIDATE},
  {name: 'a create', method: 'POST', path: ALBUM, request: {body: {nome: 'x'}}, status: 200, etag: true},
  {
    name: 'a change',
    method: 'PUT',
    path: `${ALBUM}/2`,
    request: {body: {nome: 'x'}},
    status: 200,
    etag: true,
  },
  {name: 'a removal', method: 'DELETE', path: `${ALBUM}/3`, status: 204},
  {name: 'a malformed path', method: 'GET', path: '//x', status: 400},
  {name: 'a malformed body', method: 'POST', path: ALBUM, request: {body: '{'}, status: 400},
  {name: 'a wrong field', method: 'POST', path: ALBUM, request: {body: {}}, status: 400},
  {name: 'an unused method', method: 'TRACE', path: ALBUM, status: 400},
  {name: 'absent credentials', method: 'GET', path: ALBUM, request: {auth: 'none'}, status: 401},
  {name: 'an unknown path', method: 'GET', path: '/nada', status: 404},
  {name: 'an unknown id', method: 'GET', path: `${ALBUM}/999`, status: 404},
  {name: 'a wrong method', method: 'PATCH', path: ALBUM, status: 405},
  {
    name: 'a refused Accept',
    method: 'GET',
    path: ALBUM,
    request: {headers: {accept: 'image/png'}},
    status: 406,
  },
  {name: 'a conflict', method: 'DELETE', path: '/api/v1/artistas/4', status: 409},
  {name: 'a large body', method: 'POST', path: ALBUM, request: {body: 'x'.repeat(2000)}, status: 413},
  {name: 'no type of a body', method: 'POST', path: ALBUM, status: 415},
  {name: 'OPTIONS', method: 'OPTIONS', path: ALBUM, request: {auth: 'none'}, status: 200},
  {
    name: 'a preflight',
    method: 'OPTIONS',
    path: ALBUM,
    request: {auth: 'none', headers: {...ORIGIN, 'access-control-request-method': 'POST'}},
    status: 200,
  },
];

describe('header of every answer', () => {
  const running = withApi({template: 'sample', env: {BODY_LIMIT_BYTES: '1024'}});

  for (const {name, method, path, request, status, cacheControl = NO_STORE, etag} of CASES) {
    it(`to ${name}`, async () => {
      const answer = await running.api.request(method, path, request);
      expect(answer.status).to.equal(status);
      expect(answer.lines('Vary')).to.eql([
        'Origin',
        'Access-Control-Request-Method',
        'Access-Control-Request-Headers',
      ]);
      expect(answer.headers['x-content-type-options']).to.equal('nosniff');
      expect(answer.headers['x-frame-options']).to.equal('DENY');
      expect(answer.headers['referrer-policy']).to.equal('no-referrer');
      expect(answer.headers['cross-origin-resource-policy']).to.equal('same-origin');
      expect(answer.headers['cross-origin-opener-policy']).to.equal('same-origin');
      expect(answer.headers['content-security-policy']).to.equal(
        "default-src 'none'; frame-ancestors 'none'",
      );
      expect(answer.headers['cache-control']).to.equal(cacheControl);
      expect(answer.headers['x-request-id']).to.match(/^[\da-f-]{36}$/);
      const hasValidator = etag ?? cacheControl === REVALIDATE;
      expect('etag' in answer.headers).to.equal(hasValidator);
    });

    it(`to ${name} has nothing that tells what answers, and no limits where there is none`, async () => {
      const headers = {...request?.headers, 'accept-encoding': 'gzip, br'};
      const answer = await running.api.request(method, path, {...request, headers});
      expect(presentOf(answer, NEVER)).to.eql([]);
    });
  }
});

describe('X-Request-Id', () => {
  const running = withApi();

  it('is the one that the client chose', async () => {
    const headers = {'x-request-id': 'my-request_1.0'};
    const answer = await running.api.request('GET', `${ALBUM}/999`, {headers});
    expect(answer.headers['x-request-id']).to.equal('my-request_1.0');
    expect(answer.json.requestId).to.equal('my-request_1.0');
  });

  for (const id of ['with blanks', 'x'.repeat(65), '{"json":1}', 'a,b', '', 'é']) {
    it(`of "${id.slice(0, 20)}" is not taken over`, async () => {
      const answer = await running.api.request('GET', ALBUM, {headers: {'x-request-id': id}});
      expect(answer.headers['x-request-id']).to.match(/^[\da-f-]{36}$/);
    });
  }

  it('differs from request to request', async () => {
    const answers = await Promise.all([1, 2, 3].map(() => running.api.request('GET', ALBUM)));
    expect(new Set(answers.map(({headers}) => headers['x-request-id'])).size).to.equal(3);
  });
});
