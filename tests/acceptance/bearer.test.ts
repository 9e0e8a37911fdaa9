import {expect} from '@loopback/testlab';
import {randomUUID} from 'node:crypto';
import type {Pool, PoolClient} from 'pg';
import type {CatalogoDataSource} from '../../src/datasources/catalogo.datasource';
import {withApi} from '../support/api';
import {bearer, expectCredentialsRequired, expectTokenInvalid, givenTokens, send} from '../support/auth';
import {eventually} from '../support/eventually';
import {Answer} from '../support/http';
import {expectGeneral, unknownPath} from '../support/problems';
import {claimsOf, nowSeconds, readToken, signToken, signTokenByRsa} from '../support/tokens';

const PATH = '/api/v1/artistas';
const UNKNOWN = '/api/v1/nada';

describe('Authorization: Bearer', () => {
  const running = withApi();
  const read = (authorization: string): Promise<Answer> =>
    send(running.api, 'GET', PATH, {headers: {authorization}});
  /** Of a token that was issued, changed. */
  let issued: Record<string, unknown>;
  const claims = (changes: Record<string, unknown> = {}) => ({...issued, ...changes});
  before(async () => (issued = claimsOf((await givenTokens(running.api)).accessToken)));
  const readWith = (token: string): Promise<Answer> => read(bearer(token).authorization);

  it('opens every protected path with an access token', async () => {
    const {accessToken} = await givenTokens(running.api);
    for (const path of [PATH, '/api/v1/album', '/api/v1/album/tipo-artista']) {
      expect((await send(running.api, 'GET', path, {headers: bearer(accessToken)})).status).to.equal(200);
    }
  });

  const foreign = [
    {
      name: 'whose header has more members',
      token: () => signToken(claims(), {header: {alg: 'HS256', typ: 'JWT', kid: 'x'}}),
    },
    {name: 'with claims that nobody knows', token: () => signToken(claims({roles: ['x']}))},
    {name: 'without iat', token: () => signToken(claims({iat: undefined}))},
    {name: 'that is good since a moment', token: () => signToken(claims({nbf: nowSeconds() - 1}))},
  ];
  for (const {name, token} of foreign) {
    it(`takes a token ${name}`, async () => expect((await readWith(token())).status).to.equal(200));
  }

  const bad = [
    {name: 'a refresh token', token: async () => (await givenTokens(running.api)).refreshToken},
    {
      name: 'another key',
      token: () => signToken(claims(), {secret: 'outro-segredo-de-trinta-e-dois-bytes'}),
    },
    {
      name: 'the secret read as base64',
      token: () => {
        const secret = Buffer.from('segredo-somente-para-desenvolvimento-local', 'base64');
        return signToken(claims(), {secret});
      },
    },
    {
      name: 'alg none',
      token: () =>
        `${signToken(claims(), {header: {alg: 'none'}})
          .split('.', 2)
          .join('.')}.`,
    },
    {name: 'alg none with a signature', token: () => signToken(claims(), {header: {alg: 'none'}})},
    {name: 'alg in small letters', token: () => signToken(claims(), {header: {alg: 'hs256'}})},
    {name: 'no alg', token: () => signToken(claims(), {header: {}})},
    {name: 'HS512', token: () => signToken(claims(), {header: {alg: 'HS512'}, hash: 'sha512'})},
    {name: 'HS384', token: () => signToken(claims(), {header: {alg: 'HS384'}, hash: 'sha384'})},
    {name: 'RS256', token: () => signTokenByRsa(claims())},
    {
      name: 'a critical header that nobody knows',
      token: () => signToken(claims(), {header: {alg: 'HS256', crit: ['x'], x: 1}}),
    },
    {name: 'expired', token: () => signToken(claims({exp: nowSeconds() - 1}))},
    {name: 'expired this second', token: () => signToken(claims({exp: nowSeconds()}))},
    {name: 'no exp', token: () => signToken(claims({exp: undefined}))},
    {name: 'exp as text', token: () => signToken(claims({exp: '9999999999'}))},
    {name: 'nbf in the future', token: () => signToken(claims({nbf: nowSeconds() + 60}))},
    {name: 'no type', token: () => signToken(claims({type: undefined}))},
    {name: 'type in small letters', token: () => signToken(claims({type: 'access'}))},
    {name: 'an unknown subject', token: () => signToken(claims({sub: 'ninguem'}))},
    {name: 'no subject', token: () => signToken(claims({sub: undefined}))},
    {name: 'an empty subject', token: () => signToken(claims({sub: ''}))},
    {name: 'a number as subject', token: () => signToken(claims({sub: 1}))},
    {name: 'a list as subject', token: () => signToken(claims({sub: ['seletivo']}))},
    {name: 'an object as subject', token: () => signToken(claims({sub: {neq: ''}}))},
    {name: 'a NUL in the subject', token: () => signToken(claims({sub: 'seletivo\0'}))},
    {name: 'half of a letter as subject', token: () => signToken(claims({sub: '\ud800'}))},
    {name: 'another issuer', token: () => signToken(claims({iss: 'outro'}))},
    {name: 'no issuer', token: () => signToken(claims({iss: undefined}))},
    {name: 'a list of issuers', token: () => signToken(claims({iss: ['artistas-api']}))},
    {name: 'another audience', token: () => signToken(claims({aud: 'outro'}))},
    {name: 'no audience', token: () => signToken(claims({aud: undefined}))},
    {name: 'a list of audiences', token: () => signToken(claims({aud: ['artistas-api', 'outro']}))},
    {name: 'no session', token: () => signToken(claims({sid: undefined}))},
    {name: 'a session that there is not', token: () => signToken(claims({sid: randomUUID()}))},
    {name: 'SQL as session', token: () => signToken(claims({sid: "' or true --"}))},
    {name: 'a list as session', token: () => signToken(claims({sid: [issued['sid']]}))},
    {name: 'no jti', token: () => signToken(claims({jti: undefined}))},
    {
      name: 'a key of its own in the header',
      token: () => {
        const jwk = {kty: 'oct', k: Buffer.from('x'.repeat(32)).toString('base64url')};
        return signToken(claims(), {header: {alg: 'HS256', jwk}, secret: 'x'.repeat(32)});
      },
    },
    {
      name: 'a kid that leads to an empty file',
      token: () => signToken(claims(), {header: {alg: 'HS256', kid: '../../../../dev/null'}, secret: '\0'}),
    },
    {
      name: 'a jku that leads elsewhere',
      token: () =>
        signToken(claims(), {header: {alg: 'HS256', jku: 'http://127.0.0.1:1/jwks'}, secret: 'x'.repeat(32)}),
    },
    {
      name: 'no base64 of the claims',
      token: () => signToken(claims(), {header: {alg: 'HS256', b64: false, crit: ['b64']}}),
    },
    {name: 'a number as jti', token: () => signToken(claims({jti: 5}))},
    {name: 'claims that are a list', token: () => signToken('[]')},
    {name: 'claims that are null', token: () => signToken('null')},
    {name: 'claims that are not JSON', token: () => signToken('{')},
    {name: 'a signature that was cut', token: () => signToken(claims()).slice(0, -1)},
    {name: 'no signature', token: () => signToken(claims()).replace(/[^.]+$/, '')},
    {name: 'two parts', token: () => signToken(claims()).split('.', 2).join('.')},
    {name: 'garbage', token: () => 'garbage'},
    {name: 'dots', token: () => '..'},
    {name: 'two tokens', token: () => `${signToken(claims())} ${signToken(claims())}`},
    {name: 'a blank in front', token: () => ` ${signToken(claims())}`},
    {name: 'a comma and another scheme', token: () => `${signToken(claims())}, Basic x`},
  ];
  for (const {name, token} of bad) {
    it(`refuses a bad token: ${name}`, async () => expectTokenInvalid(await readWith(await token()), PATH));
  }

  const none = [
    {name: 'no Authorization', headers: {} as Record<string, string>},
    {name: 'an empty one', headers: {authorization: ''}},
    {name: 'the scheme in small letters', headers: {authorization: `bearer ${signToken({})}`}},
    {name: 'the scheme in capitals', headers: {authorization: `BEARER ${signToken({})}`}},
    {name: 'the scheme alone', headers: {authorization: 'Bearer'}},
    {name: 'no scheme', headers: {authorization: signToken({})}},
    {name: 'another scheme', headers: {authorization: 'Digest username="seletivo"'}},
  ];
  for (const {name, headers} of none) {
    it(`asks for credentials: ${name}`, async () => {
      expectCredentialsRequired(await send(running.api, 'GET', PATH, {headers}), PATH);
    });
  }

  it('an unknown path is 401 to strangers, and 404 to those who may enter', async () => {
    expectCredentialsRequired(await send(running.api, 'GET', UNKNOWN), UNKNOWN);
    expectTokenInvalid(await send(running.api, 'GET', UNKNOWN, {headers: bearer('x')}), UNKNOWN);
    const token = signToken(claims());
    const found = await send(running.api, 'GET', UNKNOWN, {headers: bearer(token)});
    expectGeneral(found, unknownPath(UNKNOWN));
  });

  const open = ['/api/v2/auth/nada', '/topic/novo-album', '/app/x', '/actuator/health', '/v3/api-docs'];
  for (const path of [...open, '/swagger-ui.html', '/explorer/', '/ws/info']) {
    it(`is not looked at on the public path ${path}`, async () => {
      for (const headers of [bearer('garbage'), {authorization: 'Basic garbage'}, {authorization: 'x'}]) {
        const [without, withIt] = await Promise.all([
          send(running.api, 'GET', path),
          send(running.api, 'GET', path, {headers}),
        ]);
        expect(withIt.status).to.equal(without.status).and.not.equal(401);
      }
    });
  }

  it('is looked up once, however many requests come with it', async () => {
    const {connector} = await running.api.app.get<CatalogoDataSource>('datasources.catalogo');
    const {pg: pool} = connector as unknown as {pg: Pool};
    const {accessToken} = await givenTokens(running.api);
    expect((await readWith(accessToken)).status).to.equal(200);
    const statements: string[] = [];
    const watched = new WeakSet<PoolClient>();
    const watch = (connection: PoolClient): void => {
      if (watched.has(connection)) return;
      watched.add(connection);
      const query = connection.query.bind(connection) as (...args: unknown[]) => unknown;
      Object.assign(connection, {
        query: (...args: unknown[]) => {
          const [first] = args as [string | {text: string}];
          statements.push(typeof first === 'string' ? first : first.text);
          return query(...args);
        },
      });
    };
    pool.on('acquire', watch);
    for (let i = 0; i < 50; i++) expect((await readWith(accessToken)).status).to.equal(200);
    pool.off('acquire', watch);
    // Each of them asks whether the kept answer still holds.
    expect(statements.filter(text => text.includes('versao')).length).to.be.aboveOrEqual(50);
    expect(statements.filter(text => /\b(usuario|sessao)\b/.test(text))).to.eql([]);
  });

  it('is refused soon after its user is disabled, and taken again when the user is back', async () => {
    const token = signToken(claims());
    const isAnswered = (wanted: number) => async () => (await readWith(token)).status === wanted;
    await running.api.sql('update usuario set ativo = false');
    await eventually('the refusal of a disabled user', isAnswered(401));
    expectTokenInvalid(await readWith(token), PATH);
    await running.api.sql('update usuario set ativo = true');
    await eventually('the return of the user', isAnswered(200));
  });
});

describe('settings of tokens', () => {
  const secret = 'uma-chave-com-acentuação-e-🔑-assina';
  const running = withApi({
    env: {ACCESS_TOKEN_SECONDS: '1', REFRESH_TOKEN_SECONDS: '60', JWT_SECRET: secret},
  });

  it('the key is the UTF-8 of the secret', async () => {
    const {accessToken, refreshToken} = await givenTokens(running.api);
    expect(readToken(accessToken, secret).isGenuine).to.be.true();
    expect(readToken(refreshToken, secret).isGenuine).to.be.true();
  });

  it('a token is good for as many seconds as the setting says', async () => {
    const {accessToken, refreshToken} = await givenTokens(running.api);
    for (const [token, seconds] of [
      [accessToken, 1],
      [refreshToken, 60],
    ] as const) {
      const {iat, exp} = claimsOf(token) as {iat: number; exp: number};
      expect(exp - iat).to.equal(seconds);
    }
    const status = async (): Promise<number> =>
      (await send(running.api, 'GET', PATH, {headers: bearer(accessToken)})).status;
    await eventually('the end of the token', async () => (await status()) === 401);
  });
});
