import {expect} from '@loopback/testlab';
import {withApi} from '../support/api';

const HSTS = 'strict-transport-security';
const paths = [
  '/api/v1/album',
  '/explorer/',
  '/explorer/start.js',
  '/monitor.html',
  '/nada',
  '/api/v1/album/0',
];

describe('Strict-Transport-Security', () => {
  const behind = withApi({env: {TRUSTED_PROXIES: '127.0.0.0/8'}});
  const open = withApi();

  it('is on every answer to what a trusted proxy got over TLS', async () => {
    for (const path of paths) {
      const headers = {'x-forwarded-proto': 'https'};
      const answer = await behind.api.request('GET', path, {headers});
      expect(answer.headers[HSTS]).to.equal('max-age=31536000; includeSubDomains');
    }
  });

  it('is on no answer to anything else', async () => {
    for (const path of paths) {
      for (const proto of ['http', '', 'https, http']) {
        const {headers} = await open.api.request('GET', path, {headers: {'x-forwarded-proto': proto}});
        expect(headers).to.not.have.property(HSTS);
      }
      expect((await open.api.request('GET', path)).headers).to.not.have.property(HSTS);
      const plain = await behind.api.request('GET', path, {headers: {'x-forwarded-proto': 'http'}});
      expect(plain.headers).to.not.have.property(HSTS);
    }
  });
});

describe('Content-Security-Policy', () => {
  const running = withApi();
  const policyOf = async (path: string) =>
    String((await running.api.request('GET', path)).headers['content-security-policy']);

  it('of data lets nothing be shown or framed', async () => {
    for (const path of ['/api/v1/album', '/openapi.json', '/nada', '/actuator/health', '/live']) {
      expect(await policyOf(path)).to.equal("default-src 'none'; frame-ancestors 'none'");
    }
  });

  it('of a page lets it run its own scripts alone, from a file', async () => {
    for (const path of ['/explorer/', '/monitor.html']) {
      const policy = await policyOf(path);
      expect(policy).to.match(/default-src 'none'.*script-src 'self';.*frame-ancestors 'none'/);
      expect(policy).to.not.match(/script-src[^;]*(unsafe|\*|http)/);
    }
  });
});
