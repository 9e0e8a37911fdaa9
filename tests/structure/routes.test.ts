import {expect} from '@loopback/testlab';
import {RouteEntry} from '@loopback/rest';
import {statedStrategies} from '../../src/auth/access';
import {ACCESS} from '../../src/auth/access-table';
import {HttpBindings} from '../../src/rest/keys';
import {withApi} from '../support/api';

/** Routes of other people's controllers, which state nothing. */
const THIRD_PARTY = ['GET /explorer', 'GET /explorer/', 'GET /health', 'GET /live', 'GET /ready'];

const nameOf = ({verb, path}: RouteEntry): string => `${verb.toUpperCase()} ${path}`;

describe('routes', () => {
  const given = withApi({env: {CATALOG_PUBLIC: 'off'}});
  const routes = async (): Promise<RouteEntry[]> =>
    (await given.api.app.get(HttpBindings.PATH_ROUTER)).list();
  const namesWhere = async (condition: (route: RouteEntry) => boolean): Promise<string[]> =>
    (await routes()).filter(condition).map(nameOf).sort();

  it("every route states its auth, unless it is another's", async () => {
    expect(await namesWhere(route => statedStrategies(route) === undefined)).to.eql(THIRD_PARTY);
  });

  it('every route is in the access table, and every one of the table is a route', async () => {
    expect(await namesWhere(() => true)).to.eql(Object.keys(ACCESS).sort());
  });

  it('the table and the routes say the same of what is open', async () => {
    const open = Object.keys(ACCESS).filter(
      name => ACCESS[name] === 'publico' && !THIRD_PARTY.includes(name),
    );
    expect(await namesWhere(route => statedStrategies(route)?.length === 0)).to.eql(open.sort());
  });

  it('what changes something is for editors, and what concerns the service as a whole for administrators', () => {
    const ofReaders = Object.keys(ACCESS).filter(name => ACCESS[name] === 'leitor');
    expect(ofReaders.filter(name => !name.startsWith('GET '))).to.eql([]);
    const accounts = Object.keys(ACCESS).filter(name => name.includes('/usuarios'));
    expect(accounts.filter(name => ACCESS[name] !== 'admin')).to.eql([]);
  });

  it('whoever may do too little is told so by every operation that says so', async () => {
    const {paths} = await given.api.app.getSync(HttpBindings.OPENAPI_DOCUMENT).build();
    for (const [name, access] of Object.entries(ACCESS)) {
      const [method = '', path = ''] = name.split(' ');
      const operation = paths[path]?.[method.toLowerCase()] as {
        responses: Record<string, {description: string}>;
      };
      if (access !== 'editor' && access !== 'admin') continue;
      expect([name, operation.responses['403']?.description.includes(`${access}_required`)]).to.eql([
        name,
        true,
      ]);
    }
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
      const schemes = [{bearerAuth: []}, {basicAuth: []}];
      const isOptional = ACCESS[nameOf(route)] === 'catalogo';
      expect(route.spec.security).to.eql(isOptional ? [...schemes, {}] : schemes);
    }
  });
});
