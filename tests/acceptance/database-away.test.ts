import {expect} from '@loopback/testlab';
import {migrate} from '../../src/datasources/migrations';
import {Api} from '../support/api';
import {bearer, givenTokens, login, refresh, send} from '../support/auth';
import {withEmbedded} from '../support/embedded';
import {eventually} from '../support/eventually';
import {Gate} from '../support/gate';
import {Answer} from '../support/http';
import {expectGeneral} from '../support/problems';
import {sql} from '../support/sql';

const ALBUM = '/api/v1/album';
/** A caller is told by then that the database is away, and served by then when it is back. */
const TOLD_WITHIN_MS = 2_000;
const BACK_WITHIN_MS = 5_000;

/** The answer is there within the limit, and says that the database is away. */
async function expectUnavailable(request: Promise<Answer>, path: string): Promise<void> {
  let answer: Answer | undefined;
  void request.then(value => (answer = value));
  const told = await eventually('an answer', () => answer, TOLD_WITHIN_MS);
  const message = 'Banco de dados indisponível no momento; tente novamente';
  expectGeneral(told, {status: 503, code: 'database_unavailable', message, path});
  expect(told.headers['retry-after']).to.equal('1');
}

describe('a database that is away', function () {
  // Each start of a server takes a while.
  this.timeout(60_000);
  let gate: Gate;
  let apis: Api[];
  const embedded = withEmbedded('suite');
  beforeEach(async () => {
    apis = [];
    gate = await Gate.open();
  });
  afterEach(async () => {
    await Promise.all(apis.map(api => api.stop()));
    await gate.close();
  });

  /** The same data on another port, which nobody notices behind the gate. */
  const startDatabase = async (): Promise<string> => {
    const {url} = await embedded.start();
    gate.leadTo(url);
    await migrate({databaseUrl: url, sampleData: true});
    return url;
  };
  const startApi = async (databaseUrl: string): Promise<Api> => {
    const api = await Api.start(gate.urlFor(databaseUrl));
    apis.push(api);
    return api;
  };
  const isReady = (api: Api) => async (): Promise<boolean> =>
    (await send(api, 'GET', '/ready')).status === 200;

  it('is a 503 with Retry-After for every request, and the process goes on', async () => {
    const api = await startApi(await startDatabase());
    const {accessToken, refreshToken} = await givenTokens(api);
    const isServed = async (): Promise<boolean> => (await api.request('GET', ALBUM)).status === 200;
    expect(await isServed()).to.be.true();

    await embedded.clear();
    const headers = bearer(accessToken);
    await expectUnavailable(send(api, 'GET', ALBUM, {headers}), ALBUM);
    await expectUnavailable(api.request('GET', `${ALBUM}/1`), `${ALBUM}/1`);
    await expectUnavailable(api.request('POST', ALBUM, {body: {nome: 'x'}}), ALBUM);
    await expectUnavailable(login(api), '/api/v1/auth/login');
    await expectUnavailable(refresh(api, refreshToken), '/api/v1/auth/refresh');
    expect((await send(api, 'GET', '/live')).status).to.equal(200);
    expect(await isReady(api)()).to.be.false();

    await startDatabase();
    await eventually('the service is back', isServed, BACK_WITHIN_MS);
    await eventually('it is ready', isReady(api));
    expect((await refresh(api, refreshToken)).status).to.equal(200);
  });

  it('is a 503 in time, too, when new connections hear nothing', async () => {
    const url = await startDatabase();
    const api = await startApi(url);
    const isServed = async (): Promise<boolean> => (await api.request('GET', ALBUM)).status === 200;
    gate.hang();
    await expectUnavailable(login(api), '/api/v1/auth/login');
    expect((await send(api, 'GET', '/live')).status).to.equal(200);
    expect(await isReady(api)()).to.be.false();

    gate.leadTo(url);
    await eventually('the service is back', isServed, BACK_WITHIN_MS);
    await eventually('it is ready', isReady(api));
  });

  it('is a 503 in time, too, when connections stand and hear nothing any more', async () => {
    const url = await startDatabase();
    const api = await startApi(url);
    const isServed = async (): Promise<boolean> => (await api.request('GET', ALBUM)).status === 200;
    expect(await isServed()).to.be.true();
    gate.silence();
    await expectUnavailable(api.request('GET', ALBUM), ALBUM);
    await expectUnavailable(api.request('POST', ALBUM, {body: {nome: 'x'}}), ALBUM);

    gate.leadTo(url);
    await eventually('the service is back', isServed, BACK_WITHIN_MS);
    await eventually('it is ready', isReady(api));
  });

  it('does not keep the API from starting, and the configured user is created when it comes', async () => {
    const url = await startDatabase();
    await sql(url, 'delete from usuario');
    await embedded.clear();

    const api = await startApi(url);
    await expectUnavailable(login(api), '/api/v1/auth/login');
    expect(await isReady(api)()).to.be.false();

    // Not by signing in: too many failures lock the user out.
    const there = await startDatabase();
    const users = (): Promise<unknown[]> => sql(there, 'select id from usuario');
    await eventually('the user', async () => (await users()).length === 1, BACK_WITHIN_MS);
    await givenTokens(api);
    await eventually('it is ready', isReady(api));
  });
});
