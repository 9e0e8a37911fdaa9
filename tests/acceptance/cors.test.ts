import {expect} from '@loopback/testlab';
import {withApi} from '../support/api';
import {presentOf} from '../support/http';

const ALBUM = '/api/v1/album';
const ALLOWED = 'http://localhost:3000';
const PREFLIGHT = {
  'access-control-request-method': 'POST',
  'access-control-request-headers': 'authorization, content-type',
};

const CORS_FIELDS = [
  'access-control-allow-origin',
  'access-control-allow-credentials',
  'access-control-allow-methods',
  'access-control-allow-headers',
  'access-control-expose-headers',
  'access-control-max-age',
];

describe('CORS', () => {
  const running = withApi();
  const ownOrigin = () => running.api.url;

  const origins = [
    {name: 'the first local one', origin: () => ALLOWED},
    {name: 'the second local one', origin: () => 'http://localhost:4200'},
    {name: 'the own host', origin: ownOrigin},
    {name: 'the own host over TLS', origin: () => ownOrigin().replace('http:', 'https:')},
  ];
  for (const {name, origin} of origins) {
    it(`echoes ${name}, with credentials, whatever the answer`, async () => {
      const headers = {origin: origin()};
      const requests = [
        {path: ALBUM, auth: 'basic', status: 200},
        {path: ALBUM, auth: 'none', status: 401},
        {path: '/nada', auth: 'basic', status: 404},
        {path: `${ALBUM}/abc`, auth: 'basic', status: 400},
        {path: '//x', auth: 'none', status: 400},
        {path: '/api/v1/artistas-albuns', auth: 'basic', status: 405},
      ] as const;
      for (const {path, auth, status} of requests) {
        const answer = await running.api.request('GET', path, {headers, auth});
        expect(answer.status).to.equal(status);
        expect(answer.headers['access-control-allow-origin']).to.equal(origin());
        expect(answer.headers['access-control-allow-credentials']).to.equal('true');
        expect(answer.headers['access-control-expose-headers']).to.containEql('X-Request-Id');
      }
    });
  }

  const strangers = [
    'http://evil.example',
    'null',
    'https://localhost:3000',
    'http://localhost:30000',
    'http://localhost',
    'http://localhost:3000.evil.example',
    'HTTP://LOCALHOST:3000',
    '*',
    '',
  ];
  for (const origin of strangers) {
    it(`does not let ${origin || '(empty)'} read`, async () => {
      const answer = await running.api.request('GET', ALBUM, {headers: {origin}});
      expect(answer.status).to.equal(200);
      expect(presentOf(answer, CORS_FIELDS)).to.eql([]);
    });

    it(`refuses a preflight of ${origin || '(empty)'}`, async () => {
      const answer = await running.api.request('OPTIONS', ALBUM, {
        headers: {origin, ...PREFLIGHT},
        auth: 'none',
      });
      expect(presentOf(answer, CORS_FIELDS)).to.eql([]);
      if (origin) expect([answer.status, answer.text]).to.eql([403, 'Invalid CORS request']);
    });
  }

  it('says nothing to a client without an origin', async () => {
    expect(presentOf(await running.api.request('GET', ALBUM), CORS_FIELDS)).to.eql([]);
  });
});

describe('preflight', () => {
  const running = withApi();
  const preflight = (headers: Record<string, string>, path = ALBUM) =>
    running.api.request('OPTIONS', path, {headers: {origin: ALLOWED, ...headers}, auth: 'none'});

  for (const path of [ALBUM, `${ALBUM}/1`, '/api/v1/artistas-albuns', '/nada', '/api/v1/auth/login']) {
    it(`of ${path} is answered without credentials`, async () => {
      const {status, text, headers} = await preflight(PREFLIGHT, path);
      expect(status).to.equal(200);
      expect(text).to.equal('');
      expect(headers['access-control-allow-origin']).to.equal(ALLOWED);
      expect(headers['access-control-allow-credentials']).to.equal('true');
      expect(headers['access-control-allow-methods']).to.equal('GET,POST,PUT,DELETE,OPTIONS');
      expect(headers['access-control-allow-headers']).to.equal('authorization, content-type');
      expect(headers).to.not.have.property('access-control-max-age');
    });
  }

  it('that asks for no headers is told none', async () => {
    const {status, headers} = await preflight({'access-control-request-method': 'DELETE'});
    expect(status).to.equal(200);
    expect(headers).to.not.have.property('access-control-allow-headers');
  });

  for (const method of ['PATCH', 'TRACE', 'CONNECT', 'post', 'FOO']) {
    it(`for ${method} is refused`, async () => {
      const {status, text} = await preflight({'access-control-request-method': method});
      expect([status, text]).to.eql([403, 'Invalid CORS request']);
    });
  }

  it('without a method is plain OPTIONS, which scripts may read', async () => {
    const {status, headers} = await preflight({});
    expect(status).to.equal(200);
    expect(headers.allow).to.equal('GET,POST,HEAD,OPTIONS');
    expect(headers['access-control-allow-origin']).to.equal(ALLOWED);
  });
});

describe('CORS_ORIGINS', () => {
  const running = withApi({env: {CORS_ORIGINS: 'https://app.example'}});

  it('replaces the local ones', async () => {
    const of = async (origin: string) =>
      (await running.api.request('GET', ALBUM, {headers: {origin}})).headers['access-control-allow-origin'];
    expect(await of('https://app.example')).to.equal('https://app.example');
    expect(await of(ALLOWED)).to.be.undefined();
    expect(await of(running.api.url)).to.equal(running.api.url);
  });
});
