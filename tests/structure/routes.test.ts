import {expect} from '@loopback/testlab';
import {RouteEntry} from '@loopback/rest';
import {statedStrategies} from '../../src/auth/access';
import {HttpBindings} from '../../src/rest/keys';
import {withApi} from '../support/api';

/** Routes of other people's controllers, which state nothing, and why each may be open. */
const THIRD_PARTY: Readonly<Record<string, string>> = {
  'GET /explorer': 'a redirect',
  'GET /explorer/': 'the page is open, what it calls is not',
  'GET /health': 'probes have no credentials',
  'GET /live': 'probes have no credentials',
  'GET /ready': 'probes have no credentials',
};
/** Routes of ours that anybody may call, and why. */
const OPEN: Readonly<Record<string, string>> = {
  'POST /api/v1/auth/login': 'nobody has credentials yet',
  'POST /api/v2/auth/login': 'nobody has credentials yet',
  'POST /api/v1/auth/refresh': 'the refresh token is the credential',
  'POST /api/v2/auth/refresh': 'the refresh token is the credential',
  'GET /actuator/health': 'probes have no credentials, and get statuses only',
  'GET /actuator/health/{component}': 'probes have no credentials, and get statuses only',
  'GET /actuator/health/liveness': 'a status only',
  'GET /actuator/health/readiness': 'a status only',
  'GET /explorer/index.html': 'a redirect',
  'GET /objetos/{chave}': 'the link is signed',
  'GET /openapi.json': 'the document is open',
  'GET /swagger-ui.html': 'a redirect',
  'GET /swagger-ui/index.html': 'a redirect',
  'GET /v3/api-docs': 'the document is open',
  'GET /v3/api-docs/swagger-config': 'the document is open',
  'POST /objetos': 'the form is signed',
};

const nameOf = ({verb, path}: RouteEntry): string => `${verb.toUpperCase()} ${path}`;

describe('routes', () => {
  const given = withApi();
  const routes = async (): Promise<RouteEntry[]> =>
    (await given.api.app.get(HttpBindings.PATH_ROUTER)).list();
  const namesWhere = async (condition: (route: RouteEntry) => boolean): Promise<string[]> =>
    (await routes()).filter(condition).map(nameOf).sort();

  it("every route states its auth, unless it is another's", async () => {
    expect(await namesWhere(route => statedStrategies(route) === undefined)).to.eql(
      Object.keys(THIRD_PARTY).sort(),
    );
  });

  it('a route that is open is open on purpose', async () => {
    expect(await namesWhere(route => statedStrategies(route)?.length === 0)).to.eql(Object.keys(OPEN).sort());
  });

  it('every other route refuses a caller without credentials', async () => {
    const isProtected = (route: RouteEntry): boolean => (statedStrategies(route) ?? []).length > 0;
    const protectedRoutes = (await routes()).filter(isProtected);
    expect(protectedRoutes.length).to.be.greaterThan(10);
    for (const {verb, path} of protectedRoutes) {
      const {status, text} = await given.api.request(verb.toUpperCase(), path.replace(/\{\w+\}/g, '1'), {
        auth: 'none',
      });
      expect([verb, path, status]).to.eql([verb, path, 401]);
      expect(text).to.match(/autentica/i);
    }
  });

  it('every route takes Bearer and Basic, and its operation says so', async () => {
    for (const route of await routes()) {
      const strategies = statedStrategies(route);
      if (!strategies || strategies.length === 0) continue;
      expect([nameOf(route), [...strategies].sort()]).to.eql([nameOf(route), ['basic', 'jwt']]);
      expect(route.spec.security).to.eql([{bearerAuth: []}, {basicAuth: []}]);
    }
  });
});
