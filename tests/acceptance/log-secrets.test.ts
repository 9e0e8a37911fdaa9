import {expect} from '@loopback/testlab';
import {withApi} from '../support/api';
import {basic, bearer, givenTokens, login, refresh, send} from '../support/auth';
import {eventually} from '../support/eventually';
import {claimsOf} from '../support/tokens';

const LOGIN = '/api/v1/auth/login';
const SECRET = 'segredo-canario-que-assina-os-tokens-daqui';
const FORM = {'content-type': 'application/x-www-form-urlencoded'};

/** What a caller may send where; none of it may be found in the log. Each request is one that goes wrong. */
const CANARIES = {
  password: 'canario-senha',
  token: 'canario.token.abc',
  query: 'canario-query',
} as const;

describe('the log', () => {
  const env = {JWT_SECRET: SECRET, LOG_LEVEL: 'trace'};
  const given = withApi({template: 'sample', env});

  it('has a line of JSON for each request, with its id, its caller and its outcome', async () => {
    const headers = {'x-request-id': 'linha-1'};
    await given.api.request('GET', '/api/v1/album/999999?include=x', {headers});
    const line = await eventually('the line', () => given.api.logs().find(text => text.includes('linha-1')));
    expect(line.endsWith('}\n')).to.be.true();
    expect(line.trim().split('\n').length).to.equal(1);
    expect(JSON.parse(line)).to.containEql({
      level: 'info',
      requestId: 'linha-1',
      method: 'GET',
      path: '/api/v1/album/999999',
      route: '/api/v1/album/{id}',
      status: 400,
      user: 'seletivo',
      code: 'parameter_invalid',
    });
  });

  it('shows no password, token or connection, whatever goes wrong', async () => {
    const {api} = given;
    const {password, token, query} = CANARIES;
    const pair = await givenTokens(api);
    const attempts = [
      () => login(api, 'seletivo', password),
      () => login(api, password, 'x'),
      () => login(api, 'seletivo', `${password}\0`),
      () => send(api, 'POST', LOGIN, {body: `{"password":"${password}`}),
      () => send(api, 'POST', LOGIN, {body: {username: 'seletivo', password: {valor: password}}}),
      () => send(api, 'POST', LOGIN, {headers: FORM, body: `password=${password}`}),
      () => send(api, 'POST', '/api/v2/auth/login', {headers: basic('seletivo', password)}),
      () => send(api, 'GET', '/api/v1/album', {headers: basic('seletivo', password)}),
      () => send(api, 'GET', '/api/v1/album', {headers: bearer(token)}),
      () => send(api, 'GET', '/api/v1/album', {headers: bearer(pair.refreshToken)}),
      () => send(api, 'GET', `/api/v1/album?access_token=${query}`),
      () => send(api, 'GET', '/api/v1/album', {headers: {cookie: `sessao=${token}`}}),
      () => refresh(api, token),
      () => refresh(api, pair.accessToken),
      () => refresh(api, {valor: token}),
      () => refresh(api, pair.refreshToken),
    ];
    for (const attempt of attempts) await attempt();
    // The same once more where nothing works, so that causes are logged.
    await api.sql(
      'alter table sessao rename to sessao_sumida; alter table usuario rename to usuario_sumido; alter table revogacao rename to revogacao_sumida',
    );
    const read = () => send(api, 'GET', '/api/v1/album', {headers: basic()});
    await eventually('the user is looked up again', async () => (await read()).status === 500);
    for (const attempt of attempts) await attempt();

    const lines = api.logs();
    expect(lines.filter(line => line.includes('"level":"error"')).length).to.be.greaterThan(5);
    const secrets = [
      ...Object.values(CANARIES),
      ...[basic('seletivo', password), basic()].map(({authorization}) =>
        authorization.slice('Basic '.length),
      ),
      ...Object.values(pair).flatMap((text: string) => [
        text,
        String(claimsOf(text).jti),
        text.split('.')[2]!,
      ]),
      ...[SECRET, new URL(api.databaseUrl).password, 'postgresql://', 'argon2id'],
    ];
    for (const secret of secrets) {
      expect([secret, lines.filter(line => line.includes(secret))]).to.eql([secret, []]);
    }
  });
});
