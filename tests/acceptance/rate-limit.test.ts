import {expect} from '@loopback/testlab';
import {withApi} from '../support/api';
import {basic, bearer, expectCredentialsRequired, givenTokens, send} from '../support/auth';
import {Answer} from '../support/http';

const PATH = '/api/v1/artistas';
const BODY =
  '    {\n      "error": "RATE_LIMIT_EXCEEDED",\n      "message": "Máximo de 10 requisições por minuto"\n    }\n';

function expectLimited({status, headers, text}: Answer, body = BODY): void {
  expect(text).to.equal(body);
  expect(status).to.equal(429);
  expect(headers['content-type']).to.equal('application/json;charset=UTF-8');
  expect(Number(headers['retry-after'])).to.be.within(1, 60);
}

describe('ten requests a minute', () => {
  describe('of one user', () => {
    const running = withApi({env: {RATE_LIMIT: '10'}});

    it('are counted over Basic and Bearer together, and told in every answer', async () => {
      const {accessToken} = await givenTokens(running.api);
      const schemes = [basic(), bearer(accessToken)];
      for (let i = 1; i <= 10; i++) {
        const {status, headers} = await send(running.api, 'GET', PATH, {headers: schemes[i % 2]});
        expect(status).to.equal(200);
        expect(headers['ratelimit-policy']).to.equal('"default";q=10;w=60');
        expect(headers['ratelimit']).to.match(new RegExp(`^"default";r=${10 - i};t=\\d+$`));
      }
      for (const headers of schemes) expectLimited(await send(running.api, 'GET', PATH, {headers}));
      expect(Buffer.byteLength(BODY)).to.equal(108);
    });

    it('do not keep the user from login, health, docs and preflights', async () => {
      expectLimited(await send(running.api, 'GET', PATH, {headers: basic()}));
      await givenTokens(running.api);
      const open = [
        '/actuator/health',
        '/openapi.json',
        '/v3/api-docs',
        '/explorer/',
        '/live',
        '/monitor.html',
      ];
      for (const path of open) {
        const {status, headers} = await send(running.api, 'GET', path, {headers: basic()});
        expect([path, status, headers['ratelimit']]).to.eql([path, 200, undefined]);
      }
      expect((await send(running.api, 'OPTIONS', PATH)).status).to.equal(200);
    });

    it('leave strangers their own', async () => {
      expectCredentialsRequired(await send(running.api, 'GET', PATH), PATH);
    });
  });

  describe('of one address without a user', () => {
    const running = withApi({env: {RATE_LIMIT: '10'}});

    it('are counted whatever was asked, and whatever X-Forwarded-For says', async () => {
      for (let i = 0; i < 10; i++) {
        const path = i % 2 ? PATH : '/nada';
        const headers = {'x-forwarded-for': `192.0.2.${i}`};
        expectCredentialsRequired(await send(running.api, 'GET', path, {headers}), path);
      }
      expectLimited(await send(running.api, 'GET', PATH));
      expectLimited(await send(running.api, 'GET', PATH, {headers: basic('seletivo', 'errada')}));
    });

    it('do not count a token that does not hold, which is refused before', async () => {
      const {status} = await send(running.api, 'GET', PATH, {headers: bearer('lixo')});
      expect(status).to.equal(401);
    });

    it('tell a foreign page what happened, too', async () => {
      const headers = {origin: 'http://localhost:3000'};
      const answer = await send(running.api, 'GET', PATH, {headers});
      expectLimited(answer);
      expect(answer.headers['access-control-allow-origin']).to.equal('http://localhost:3000');
    });
  });
});

describe('the number of requests', () => {
  const three = withApi({env: {RATE_LIMIT: '3'}});
  const off = withApi({env: {RATE_LIMIT: '0'}});

  it('is a setting, and stands in the message', async () => {
    for (let i = 0; i < 3; i++) await send(three.api, 'GET', PATH, {headers: basic()});
    expectLimited(await send(three.api, 'GET', PATH, {headers: basic()}), BODY.replace('10', '3'));
  });

  it('is without limit at 0', async () => {
    for (let i = 0; i < 30; i++) {
      const {status, headers} = await send(off.api, 'GET', PATH, {headers: basic()});
      expect([status, headers['ratelimit']]).to.eql([200, undefined]);
    }
  });
});
