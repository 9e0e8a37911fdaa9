import {expect} from '@loopback/testlab';
import {withApi} from '../support/api';
import {bearer, expectCredentialsRequired} from '../support/auth';
import {expectGeneral, unknownPath} from '../support/problems';

const PATH = '/api/v1/album';

describe('every answer', () => {
  const given = withApi({template: 'sample'});

  it('has the headers of the contract, and none that tells what runs here', async () => {
    for (const path of [PATH, '/nada', `${PATH}/x`, '/actuator/health']) {
      const answer = await given.api.request('GET', path);
      expect(answer.lines('vary')).to.eql([
        'Origin',
        'Access-Control-Request-Method',
        'Access-Control-Request-Headers',
      ]);
      const {headers} = answer;
      expect([headers['x-content-type-options'], headers['x-frame-options']]).to.eql(['nosniff', 'DENY']);
      expect([headers['server'], headers['x-powered-by'], headers['content-encoding']]).to.eql([
        undefined,
        undefined,
        undefined,
      ]);
    }
  });

  it('has the id of its request, or one of its own for an id that is none', async () => {
    const answerTo = async (id: string): Promise<unknown> =>
      (await given.api.request('GET', PATH, {headers: {'x-request-id': id}})).headers['x-request-id'];
    expect(await answerTo('abc-1.2_3')).to.equal('abc-1.2_3');
    for (const forged of ['a b', '{"level":"fatal"}', 'x'.repeat(65)]) {
      expect(await answerTo(forged)).to.match(/^[0-9a-f-]{36}$/);
    }
  });

  it('carries accents as they are and letters above U+FFFF as escapes', async () => {
    const {text} = await given.api.request('POST', PATH, {body: {nome: 'Canção 🎸'}});
    expect(text).to.match(/^\{"id":\d+,"nome":"Canção \\uD83C\\uDFB8"\}$/);
  });
});

describe('paths and methods', () => {
  const given = withApi({template: 'sample'});

  for (const path of ['/', '/api/v1/nada', '/API/V1/ALBUM', '/api/v1/albuns', '/api/v1/album/', '/topic/x']) {
    it(`knows no ${path}`, async () => {
      expectGeneral(await given.api.request('GET', path), unknownPath(path));
    });
  }

  it('tells an unknown path from a known one only to those it knows', async () => {
    expectCredentialsRequired(await given.api.request('GET', '/nada', {auth: 'none'}), '/nada');
  });

  const malformed = [
    '//x',
    '/api/../x',
    '/api/v1/album;a=b',
    '/api%2Fv1',
    '/api/v1/album/%zz',
    '/%2e%2e/x',
    '/x%00',
  ];
  for (const path of malformed) {
    it(`refuses the path ${path}`, async () => {
      const message = 'O caminho da requisição não é válido';
      expectGeneral(await given.api.request('GET', path), {
        status: 400,
        code: 'request_malformed',
        message,
        path,
      });
    });
  }

  const methods = [
    {method: 'PATCH', path: PATH, allow: ['GET', 'POST']},
    {method: 'DELETE', path: PATH, allow: ['GET', 'POST']},
    {method: 'POST', path: `${PATH}/1`, allow: ['DELETE', 'GET', 'PUT']},
    {method: 'PATCH', path: '/api/v1/artistas/1', allow: ['DELETE', 'GET', 'PUT']},
    {method: 'GET', path: '/api/v1/artistas-albuns', allow: ['POST']},
    {method: 'GET', path: '/api/v1/auth/login', allow: ['POST']},
  ];
  for (const {method, path, allow} of methods) {
    it(`answers ${method} ${path} with 405 and what is allowed`, async () => {
      const answer = await given.api.request(method, path);
      const message = 'Método não permitido para este recurso';
      expectGeneral(answer, {status: 405, code: 'method_not_allowed', message, path});
      expect(answer.headers.allow!.split(', ').sort()).to.eql(allow);
    });
  }

  it('answers HEAD like GET, without the body', async () => {
    const get = await given.api.request('GET', `${PATH}/1`);
    const head = await given.api.request('HEAD', `${PATH}/1`);
    expect([head.status, head.text, head.headers['content-length']]).to.eql([
      200,
      '',
      get.headers['content-length'],
    ]);
  });

  it('answers OPTIONS to anybody', async () => {
    const {status, text, headers} = await given.api.request('OPTIONS', PATH, {auth: 'none'});
    expect([status, text]).to.eql([200, '']);
    expect(headers.allow!.split(',').sort()).to.eql(['GET', 'HEAD', 'OPTIONS', 'POST']);
  });

  it('answers TRACE and methods that do not exist with 400 and no body', async () => {
    for (const method of ['TRACE', 'FOO']) {
      const answer = await given.api.rawRequest([`${method} ${PATH} HTTP/1.1`]);
      expect(answer).to.match(/^HTTP\/1.1 400 Bad Request\r\n(?:.+\r\n)*\r\n$/);
    }
  });

  it('lives through a request line of 100 KB', async () => {
    const answer = await given.api.rawRequest([`GET ${PATH}?nome=${'x'.repeat(100_000)} HTTP/1.1`]);
    expect(answer).to.match(/^HTTP\/1.1 4/);
    expect((await given.api.request('GET', PATH)).status).to.equal(200);
  });

  it('pays no heed to X-HTTP-Method-Override', async () => {
    const headers = {'x-http-method-override': 'DELETE'};
    expect((await given.api.request('GET', `${PATH}/1`, {headers})).status).to.equal(200);
  });
});

describe('revalidation', () => {
  const given = withApi({template: 'sample'});
  const read = (tag: string, path = `${PATH}/1`) =>
    given.api.request('GET', path, {headers: {'if-none-match': tag}});

  it('answers 304 without a body to who has the present row', async () => {
    const {headers} = await given.api.request('GET', `${PATH}/1`);
    const etag = headers['etag']!;
    expect(etag).to.match(/^"[\w-]+"$/);
    expect(headers['cache-control']).to.equal('private, no-cache');
    for (const tag of [etag, `W/${etag}`, `"x", ${etag}`, '*']) {
      const answer = await read(tag);
      expect([answer.status, answer.text, answer.headers['etag']]).to.eql([304, '', etag]);
    }
    expect((await read('"x"')).status).to.equal(200);
    await given.api.request('PUT', `${PATH}/1`, {body: {nome: 'Outra'}});
    const changed = await read(etag);
    expect([changed.status, changed.json.nome]).to.eql([200, 'Outra']);
  });

  it('is for reads alone', async () => {
    const {headers} = await given.api.request('POST', PATH, {
      body: {nome: 'Nova'},
      headers: {'if-none-match': '*'},
    });
    expect([headers['etag'], headers['cache-control']]).to.eql([
      undefined,
      'no-cache, no-store, max-age=0, must-revalidate',
    ]);
  });
});

describe('a 401', () => {
  const given = withApi();
  const challenges = async (headers: Record<string, string>): Promise<string[]> =>
    (await given.api.request('GET', PATH, {auth: 'none', headers})).lines('www-authenticate');

  it('names both schemes, and to scripts Bearer alone', async () => {
    const bearerChallenge = 'Bearer realm="artistas"';
    expect(await challenges({})).to.eql([bearerChallenge, 'Basic realm="artistas", charset="UTF-8"']);
    expect(await challenges({'x-requested-with': 'XMLHttpRequest'})).to.eql([bearerChallenge]);
    expect((await challenges(bearer('lixo')))[0]).to.equal(`${bearerChallenge}, error="invalid_token"`);
  });
});
