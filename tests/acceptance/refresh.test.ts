import {expect} from '@loopback/testlab';
import {Api, withApi} from '../support/api';
import {bearer, expectEmptyRefusal, givenTokens, refresh, send, TokenPair} from '../support/auth';
import {expectGeneral, malformedJson} from '../support/problems';
import {claimsOf, givenClaims, nowSeconds, readToken, signToken} from '../support/tokens';

const LIFETIME_SECONDS = 1800;

async function renewed(api: Api, token: string): Promise<TokenPair> {
  const {status, json} = await refresh(api, token);
  expect(status).to.equal(200);
  return json as TokenPair;
}

/** As if the use of the successor were that long ago. */
const ageSupersession = (api: Api, seconds: number): Promise<unknown> =>
  api.sql(`update sessao_token set substituido_em = substituido_em - make_interval(secs => $1)`, [seconds]);

describe('refresh', () => {
  const running = withApi();

  it('gives an access token that opens, and a refresh token', async () => {
    const {refreshToken} = await givenTokens(running.api);
    const answer = await refresh(running.api, refreshToken);
    expect(Object.keys(answer.json as object)).to.eql(['accessToken', 'refreshToken']);
    expect(answer.headers['cache-control']).to.match(/no-store/);
    const {status} = await send(running.api, 'GET', '/api/v1/album', {
      headers: bearer(answer.json.accessToken),
    });
    expect(status).to.equal(200);
  });

  it('signs refresh tokens like the contract has them', async () => {
    const {refreshToken} = await givenTokens(running.api);
    const {refreshToken: successor} = await renewed(running.api, refreshToken);
    for (const token of [refreshToken, successor]) {
      const {header, isGenuine} = readToken(token);
      const {iat, exp, ...claims} = claimsOf(token) as {iat: number; exp: number; jti: string};
      expect([header, isGenuine]).to.eql(['{"alg":"HS256"}', true]);
      expect(Object.keys(claims)).to.eql(['sub', 'type', 'jti', 'iss', 'aud']);
      expect(exp - iat).to.equal(LIFETIME_SECONDS);
    }
  });

  it('is common to v1 and v2', async () => {
    const {refreshToken} = await givenTokens(running.api);
    const {status} = await send(running.api, 'POST', '/api/v2/auth/refresh', {body: {refreshToken}});
    expect(status).to.equal(200);
  });

  it('lets an old client use its first token until it expires', async () => {
    const {refreshToken} = await givenTokens(running.api);
    for (let i = 0; i < 3; i++) await renewed(running.api, refreshToken);
    await ageSupersession(running.api, 60);
    await renewed(running.api, refreshToken);
  });

  it('gives one successor to all who ask at once', async () => {
    const {refreshToken} = await givenTokens(running.api);
    const pairs = await Promise.all(Array.from({length: 50}, () => renewed(running.api, refreshToken)));
    expect(new Set(pairs.map(pair => pair.refreshToken)).size).to.equal(1);
  });

  it('takes an old token within 10 s of the first use of its successor', async () => {
    const {refreshToken} = await givenTokens(running.api);
    const {refreshToken: successor} = await renewed(running.api, refreshToken);
    await renewed(running.api, successor);
    await ageSupersession(running.api, 9);
    await renewed(running.api, refreshToken);
  });

  it('ends the whole family when an old token comes later than that', async () => {
    const {refreshToken} = await givenTokens(running.api);
    const {refreshToken: successor} = await renewed(running.api, refreshToken);
    const {refreshToken: latest} = await renewed(running.api, successor);
    await ageSupersession(running.api, 11);
    for (const token of [refreshToken, successor, latest]) {
      expectEmptyRefusal(await refresh(running.api, token));
    }
  });

  it('leaves other families alone then', async () => {
    const other = await givenTokens(running.api);
    const {refreshToken} = await givenTokens(running.api);
    await renewed(running.api, (await renewed(running.api, refreshToken)).refreshToken);
    await ageSupersession(running.api, 11);
    expectEmptyRefusal(await refresh(running.api, refreshToken));
    await renewed(running.api, other.refreshToken);
  });

  it('keeps nothing in the database that could be used as a token', async () => {
    const pair = await givenTokens(running.api);
    const tokens = [...Object.values(pair), (await renewed(running.api, pair.refreshToken)).refreshToken];
    const parts = tokens.flatMap((token: string) => [...token.split('.'), String(claimsOf(token).jti)]);
    const hidden = parts.flatMap(text => [text, Buffer.from(text).toString('hex')]);
    const tables = await running.api.sql<{name: string}>(
      `select quote_ident(table_name) as name from information_schema.tables where table_schema = 'public'`,
    );
    expect(tables.length).to.be.greaterThan(5);
    for (const {name} of tables) {
      // Bytes show in hex.
      const rows = await running.api.sql<{row: string}>(`select t::text as row from ${name} t`);
      const found = rows.filter(({row}) => hidden.some(text => row.includes(text)));
      expect([name, found]).to.eql([name, []]);
    }
  });

  it('clears away sessions that have ended', async () => {
    await givenTokens(running.api);
    await running.api.sql(`update sessao set expira_em = now() - interval '1 second'`);
    const count = async (): Promise<number> =>
      Number((await running.api.sql<{n: string}>('select count(*) as n from sessao'))[0]?.n);
    for (let left = await count(); left > 1; left = await count()) {
      await givenTokens(running.api);
      expect(await count()).to.be.lessThan(left);
      await running.api.sql(`update sessao set expira_em = now() - interval '1 second'`);
    }
  });

  const refused: {name: string; token: (pair: TokenPair) => unknown}[] = [
    {name: 'an access token', token: pair => pair.accessToken},
    {name: 'garbage', token: () => 'abc'},
    {name: 'the empty text', token: () => ''},
    {name: 'null', token: () => null},
    {name: 'nothing', token: () => undefined},
    {name: 'one that nobody issued', token: () => signToken(givenClaims({type: 'REFRESH', jti: 'x'}))},
    {name: 'one without jti', token: () => signToken(givenClaims({type: 'REFRESH', jti: undefined}))},
    {name: 'one of another issuer', token: pair => signToken({...claimsOf(pair.refreshToken), iss: 'outro'})},
    {
      name: 'one for another audience',
      token: pair => signToken({...claimsOf(pair.refreshToken), aud: 'outro'}),
    },
    {
      name: 'one that names its issuer and no audience',
      token: pair => signToken({...claimsOf(pair.refreshToken), aud: undefined}),
    },
    {
      name: 'an expired one',
      token: pair => signToken({...claimsOf(pair.refreshToken), exp: nowSeconds() - 1}),
    },
    {
      name: 'one of another key',
      token: pair => signToken(claimsOf(pair.refreshToken), {secret: 'x'.repeat(40)}),
    },
    {
      name: 'one with another subject',
      token: pair => signToken({...claimsOf(pair.refreshToken), sub: 'outro'}),
    },
  ];
  for (const {name, token} of refused) {
    it(`refuses ${name} without a word`, async () => {
      expectEmptyRefusal(await refresh(running.api, token(await givenTokens(running.api))));
    });
  }

  it('refuses one that has expired in the database, and one of a disabled user', async () => {
    const {refreshToken} = await givenTokens(running.api);
    await running.api.sql('update usuario set ativo = false');
    expectEmptyRefusal(await refresh(running.api, refreshToken));
    await running.api.sql('update usuario set ativo = true');
    await running.api.sql(`update sessao_token set expira_em = now() - interval '1 second'`);
    expectEmptyRefusal(await refresh(running.api, refreshToken));
  });

  it('takes one of the release before, which names neither issuer nor audience', async () => {
    const {refreshToken} = await givenTokens(running.api);
    await renewed(running.api, signToken({...claimsOf(refreshToken), iss: undefined, aud: undefined}));
  });

  it('answers a body that is no JSON object with 400', async () => {
    for (const body of ['', 'null', '[]', '{"refreshToken":', '"x"']) {
      const answer = await send(running.api, 'POST', '/api/v1/auth/refresh', {body});
      expectGeneral(answer, malformedJson('/api/v1/auth/refresh'));
    }
  });
});

describe('refresh over two instances', () => {
  const running = withApi();
  let other: Api;
  before(async () => (other = await Api.start(running.api.databaseUrl)));

  it('gives one successor, and survives the instance that issued the token', async () => {
    const {refreshToken} = await givenTokens(other);
    const apis = Array.from({length: 20}, (_, i) => (i % 2 ? running.api : other));
    const pairs = await Promise.all(apis.map(api => renewed(api, refreshToken)));
    expect(new Set(pairs.map(pair => pair.refreshToken)).size).to.equal(1);
    await other.stop();
    await renewed(running.api, refreshToken);
  });
});
