import {expect} from '@loopback/testlab';
import {Api, PASSWORD, USER, withApi} from '../support/api';
import {
  basic,
  bearer,
  expectEmptyRefusal,
  expectTokenInvalid,
  givenTokens,
  refresh,
  REVOKED_LIMIT_MS,
  send,
  TokenPair,
} from '../support/auth';
import {eventually} from '../support/eventually';
import {Answer} from '../support/http';
import {expectDomain, expectFields} from '../support/problems';
import {withReplicas} from '../support/redis';
import {SignedIn} from '../support/signed-in';
import {claimsOf} from '../support/tokens';
import {givenUsuario} from '../support/usuario';

const EU = '/api/v1/eu';
const SESSOES = `${EU}/sessoes`;
const SENHA = 'cavalo bateria grampo';

interface Sessao {
  readonly id: string;
  readonly atual: boolean;
  readonly endereco: string;
  readonly cliente: string;
}

const as = (api: Api, token: string, method: string, path: string, body?: unknown): Promise<Answer> =>
  send(api, method, path, {headers: bearer(token), body});

describe('the own sessions', () => {
  const running = withApi();
  const listOf = async (token: string): Promise<Sessao[]> =>
    (await as(running.api, token, 'GET', SESSOES)).json as Sessao[];
  before(() => givenUsuario(running.api, 'elis', SENHA));

  it('are the logins that have not ended, the latest first, with where they come from', async () => {
    const {api} = running;
    const headers = {...basic('elis', SENHA), 'user-agent': 'Radiola/1.0'};
    const first = (await send(api, 'POST', '/api/v2/auth/login', {headers})).json as TokenPair;
    const second = await givenTokens(api, 'elis', SENHA);
    const [latest, earlier] = await listOf(second.accessToken);
    expect(Object.keys(earlier!)).to.eql(['id', 'criadaEm', 'expiraEm', 'endereco', 'cliente', 'atual']);
    expect([latest!.id, latest!.atual]).to.eql([claimsOf(second.accessToken).sid, true]);
    expect([earlier!.id, earlier!.atual]).to.eql([claimsOf(first.accessToken).sid, false]);
    expect([earlier!.cliente, earlier!.endereco]).to.eql(['Radiola/1.0', '127.0.0.1']);
  });

  it('go on when their tokens are renewed', async () => {
    const {api} = running;
    const pair = await givenTokens(api, 'elis', SENHA);
    const count = (await listOf(pair.accessToken)).length;
    const {json} = await refresh(api, pair.refreshToken);
    expect(claimsOf(json.accessToken).sid).to.equal(claimsOf(pair.accessToken).sid);
    expect((await listOf(json.accessToken)).length).to.equal(count);
  });

  it('end one by one, with their access and refresh tokens', async () => {
    const {api} = running;
    const [kept, lost] = [await givenTokens(api, 'elis', SENHA), await givenTokens(api, 'elis', SENHA)];
    const path = `${SESSOES}/${String(claimsOf(lost.accessToken).sid)}`;
    expect((await as(api, kept.accessToken, 'DELETE', path)).status).to.equal(204);
    expectTokenInvalid(await as(api, lost.accessToken, 'GET', EU), EU);
    expectEmptyRefusal(await refresh(api, lost.refreshToken));
    expect((await as(api, kept.accessToken, 'GET', EU)).status).to.equal(200);
    expect((await refresh(api, kept.refreshToken)).status).to.equal(200);
  });

  it("are nobody else's: those of others are not found, as those that there are not", async () => {
    const {api} = running;
    const other = await givenTokens(api);
    const {accessToken} = await givenTokens(api, 'elis', SENHA);
    for (const id of [
      claimsOf(other.accessToken).sid,
      'nada',
      '00000000-0000-0000-0000-000000000000',
      "' or true",
    ]) {
      const path = `${SESSOES}/${encodeURIComponent(String(id))}`;
      const message = 'Sessão não encontrada ou já encerrada';
      const answer = await as(api, accessToken, 'DELETE', path);
      expectDomain(answer, {status: 404, code: 'sessao_not_found', message, path});
    }
    expect((await as(api, other.accessToken, 'GET', EU)).status).to.equal(200);
  });

  it('end by signing out', async () => {
    const {api} = running;
    const pair = await givenTokens(api, 'elis', SENHA);
    expect((await as(api, pair.accessToken, 'POST', `${EU}/sair`)).status).to.equal(204);
    expectTokenInvalid(await as(api, pair.accessToken, 'GET', EU), EU);
    expectEmptyRefusal(await refresh(api, pair.refreshToken));
  });

  it('with Basic there is none to end', async () => {
    const headers = basic('elis', SENHA);
    expect((await send(running.api, 'POST', `${EU}/sair`, {headers})).status).to.equal(204);
    expect((await send(running.api, 'GET', EU, {headers})).status).to.equal(200);
  });
});

describe('the own password', () => {
  const running = withApi();
  const change = (token: string, body: object): Promise<Answer> =>
    as(running.api, token, 'PUT', `${EU}/senha`, body);

  it('changes for who knows the present one, and every session ends', async () => {
    const {api} = running;
    await givenUsuario(api, 'elis', SENHA);
    const pairs = [await givenTokens(api, 'elis', SENHA), await givenTokens(api, 'elis', SENHA)];
    const {status} = await change(pairs[0]!.accessToken, {senhaAtual: SENHA, senha: 'outro cavalo'});
    expect(status).to.equal(204);
    for (const {accessToken, refreshToken} of pairs) {
      expectTokenInvalid(await as(api, accessToken, 'GET', EU), EU);
      expectEmptyRefusal(await refresh(api, refreshToken));
    }
    expect((await send(api, 'GET', EU, {headers: basic('elis', SENHA)})).status).to.equal(401);
    await givenTokens(api, 'elis', 'outro cavalo');
  });

  const refused: {name: string; body: object; fields: Record<string, string>}[] = [
    {
      name: 'a wrong present one',
      body: {senhaAtual: 'errada', senha: 'outro cavalo'},
      fields: {senhaAtual: 'A senha atual não confere.'},
    },
    {
      name: 'a new one that is too short',
      body: {senhaAtual: SENHA, senha: 'curta'},
      fields: {senha: 'A senha deve ter no mínimo 8 caracteres.'},
    },
    {
      name: 'no present one',
      body: {senha: 'outro cavalo'},
      fields: {senhaAtual: 'A senha atual deve ser informada.'},
    },
  ];
  for (const [i, {name, body, fields}] of refused.entries()) {
    it(`stays as it is: ${name}`, async () => {
      await givenUsuario(running.api, `tim-${i}`, SENHA);
      const {accessToken} = await givenTokens(running.api, `tim-${i}`, SENHA);
      expectFields(await change(accessToken, body), fields);
      expect((await as(running.api, accessToken, 'GET', EU)).status).to.equal(200);
    });
  }
});

/** What takes a token its power. */
const ENDINGS: {name: string; end: (api: Api, token: string, id: number) => Promise<unknown>}[] = [
  {name: 'signing out', end: (api, token) => as(api, token, 'POST', `${EU}/sair`)},
  {
    name: 'another password',
    end: (api, token) => as(api, token, 'PUT', `${EU}/senha`, {senhaAtual: SENHA, senha: 'outro cavalo'}),
  },
  {
    name: 'an administrator who disables the user',
    end: (api, _token, id) =>
      api.request('PUT', `/api/v1/usuarios/${id}`, {body: {papel: 'editor', ativo: false}}),
  },
  {
    name: 'somebody at the database who disables the user',
    end: (api, _token, id) => api.sql('update usuario set ativo = false where id = $1', [id]),
  },
  {
    name: 'somebody at the database who removes the user',
    end: (api, _token, id) => api.sql('delete from usuario where id = $1', [id]),
  },
];

async function expectEnded(apis: readonly Api[], {name, end}: (typeof ENDINGS)[number]): Promise<void> {
  const [first] = apis as [Api];
  const usuario = `vai embora por ${name}`;
  const id = await givenUsuario(first, usuario, SENHA);
  const [pair, other] = [await givenTokens(first, usuario, SENHA), await givenTokens(first)];
  const urls = apis.map(({url}) => url);
  const open = await SignedIn.open(urls, pair.accessToken);
  const stays = await SignedIn.open(urls, other.accessToken);
  try {
    await end(first, pair.accessToken, id);
    await eventually('nothing is let in any more', () => open.isRefused(), REVOKED_LIMIT_MS);
    expectEmptyRefusal(await refresh(first, pair.refreshToken));
    expect([await stays.statuses(), stays.openConnections()]).to.eql([urls.map(() => 200), 3 * urls.length]);
  } finally {
    await Promise.all([open.close(), stays.close()]);
  }
}

describe('a token is refused by every replica, and its connections are closed, after', () => {
  let other: Api;
  // Before the database goes.
  after(() => other.stop());
  const running = withApi();
  before(async () => (other = await Api.start(running.api.databaseUrl)));

  for (const ending of ENDINGS) {
    it(ending.name, () => expectEnded([running.api, other], ending));
  }

  it('the reuse of an old refresh token', async () => {
    const {api} = running;
    const pair = await givenTokens(api);
    const next = (await refresh(api, pair.refreshToken)).json as TokenPair;
    await refresh(api, next.refreshToken);
    await api.sql(`update sessao_token set substituido_em = substituido_em - interval '11 seconds'`);
    const open = await SignedIn.open([api.url, other.url], next.accessToken);
    try {
      expectEmptyRefusal(await refresh(other, pair.refreshToken));
      await eventually('nothing is let in any more', () => open.isRefused(), REVOKED_LIMIT_MS);
    } finally {
      await open.close();
    }
  });
});

describe('a token is refused by every replica while Redis is away, and its connections are closed, after', () => {
  // Before the replicas stop: they tell it so.
  after(() => replicas.redis.start());
  const replicas = withReplicas();
  before(() => replicas.redis.kill());

  for (const ending of ENDINGS.slice(0, 4)) {
    it(ending.name, () => expectEnded(replicas.apis, ending));
  }
});

describe('a stream of who showed a password', () => {
  const running = withApi();

  it('ends when the password changes', async () => {
    const {api} = running;
    const controller = new AbortController();
    const stream = await fetch(`${api.url}/api/v1/eventos`, {headers: basic(), signal: controller.signal});
    let ended = false;
    void stream.text().then(() => (ended = true));
    const body = {senhaAtual: PASSWORD, senha: SENHA};
    expect((await api.request('PUT', `${EU}/senha`, {body})).status).to.equal(204);
    await eventually('the end', () => ended, REVOKED_LIMIT_MS);
    await givenTokens(api, USER, SENHA);
  });
});

describe('a secret that is being replaced', () => {
  const [old, next] = ['segredo-que-assinava-ate-hoje-de-manha', 'segredo-que-assina-de-agora-em-diante-'];
  const apis: Api[] = [];
  // Before the database goes.
  after(() => Promise.all(apis.map(api => api.stop())));
  const running = withApi({env: {JWT_SECRET: old}});
  const start = async (env: Record<string, string>): Promise<Api> => {
    const api = await Api.start(running.api.databaseUrl, env);
    apis.push(api);
    return api;
  };

  it('still opens, signs nothing, and a refresh token has one successor at both kinds of replicas', async () => {
    const before = await start({JWT_SECRET: old, JWT_SECRET_PREVIOUS: next});
    const after = await start({JWT_SECRET: next, JWT_SECRET_PREVIOUS: old});
    const pair = await givenTokens(running.api);
    const renewed: TokenPair[] = [];
    for (const api of [before, after]) {
      expect((await as(api, pair.accessToken, 'GET', EU)).status).to.equal(200);
      renewed.push((await refresh(api, pair.refreshToken)).json as TokenPair);
    }
    expect(claimsOf(renewed[0]!.refreshToken).jti).to.equal(claimsOf(renewed[1]!.refreshToken).jti);
    // What the new one signs the old one alone does not open.
    const fresh = await givenTokens(after);
    expect((await as(before, fresh.accessToken, 'GET', EU)).status).to.equal(200);
    expectTokenInvalid(await as(running.api, fresh.accessToken, 'GET', EU), EU);
  });

  it('opens nothing when it is gone', async () => {
    const {accessToken} = await givenTokens(running.api);
    expectTokenInvalid(await as(await start({JWT_SECRET: next}), accessToken, 'GET', EU), EU);
  });
});
