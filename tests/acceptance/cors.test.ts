import {expect} from '@loopback/testlab';
import {withApi} from '../support/api';
import {Answer} from '../support/http';

const PATH = '/api/v1/album';
const ALLOWED = 'http://localhost:4200';

describe('pages of other origins', () => {
  const given = withApi();
  const call = (
    origin: string,
    method = 'GET',
    path = PATH,
    auth: 'basic' | 'none' = 'basic',
  ): Promise<Answer> => given.api.request(method, path, {headers: {origin}, auth});
  const preflight = (origin: string, method: string, headers?: string): Promise<Answer> =>
    given.api.request('OPTIONS', PATH, {
      auth: 'none',
      headers: {
        origin,
        'access-control-request-method': method,
        ...(headers && {'access-control-request-headers': headers}),
      },
    });

  it('may read all answers when they are listed, refusals too', async () => {
    const answers = [
      await call(ALLOWED),
      await call('http://localhost:3000'),
      await call(ALLOWED, 'GET', '/nada'),
      await call(ALLOWED, 'GET', PATH, 'none'),
      await call(ALLOWED, 'PATCH'),
    ];
    expect(answers.map(({status}) => status)).to.eql([200, 200, 404, 401, 405]);
    for (const {headers} of answers) {
      expect(headers['access-control-allow-origin']).to.match(/^http:\/\/localhost:(3000|4200)$/);
      expect(headers['access-control-allow-credentials']).to.equal('true');
    }
  });

  it('may do so from the own host', async () => {
    const {headers} = await call(given.api.url);
    expect(headers['access-control-allow-origin']).to.equal(given.api.url);
  });

  it('get no leave otherwise', async () => {
    for (const origin of [
      'http://exemplo.invalid',
      'null',
      'http://localhost:42000',
      'https://localhost:4200',
    ]) {
      const {status, headers} = await call(origin);
      expect([status, headers['access-control-allow-origin']]).to.eql([200, undefined]);
    }
  });

  it('are told before a call what they may send', async () => {
    const {status, headers, text} = await preflight(ALLOWED, 'PUT', 'authorization, content-type');
    expect([status, text]).to.eql([200, '']);
    expect(headers['access-control-allow-methods']).to.equal('GET,POST,PUT,DELETE,OPTIONS');
    expect(headers['access-control-allow-headers']).to.equal('authorization, content-type');
    expect(headers['access-control-allow-origin']).to.equal(ALLOWED);
    expect(headers['access-control-max-age']).to.be.undefined();
  });

  it('are refused before a call by a method that is not ours, or from an origin that is not listed', async () => {
    for (const answer of [
      await preflight(ALLOWED, 'PATCH'),
      await preflight('http://exemplo.invalid', 'PUT'),
    ]) {
      expect([answer.status, answer.text]).to.eql([403, 'Invalid CORS request']);
    }
  });
});

describe('CORS_ORIGINS', () => {
  const given = withApi({env: {CORS_ORIGINS: 'https://app.exemplo.invalid'}});

  it('replaces the list', async () => {
    const allowed = async (origin: string): Promise<unknown> =>
      (await given.api.request('GET', PATH, {headers: {origin}})).headers['access-control-allow-origin'];
    expect(await allowed('https://app.exemplo.invalid')).to.equal('https://app.exemplo.invalid');
    expect(await allowed(ALLOWED)).to.be.undefined();
  });
});
