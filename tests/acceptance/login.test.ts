import {expect} from '@loopback/testlab';
import {withApi} from '../support/api';
import {
  basic,
  bearer,
  expectEmptyRefusal,
  expectLoginRefused,
  givenTokens,
  login,
  send,
} from '../support/auth';
import {expectFields, expectGeneral, malformedJson} from '../support/problems';
import {claimsOf, nowSeconds, readToken} from '../support/tokens';

const V1 = '/api/v1/auth/login';
const V2 = '/api/v2/auth/login';
const USERNAME_MISSING = {username: 'O usuário deve ser informado.'};
const PASSWORD_MISSING = {password: 'A senha deve ser informada.'};
const encoded = (bytes: string | Buffer): string => `Basic ${Buffer.from(bytes).toString('base64')}`;

describe('POST /api/v1/auth/login', () => {
  const running = withApi();

  it('answers two tokens, which nobody may keep in a cache', async () => {
    const {status, text, json, headers} = await login(running.api);
    expect(status).to.equal(200);
    expect(text).to.equal(`{"accessToken":"${json.accessToken}","refreshToken":"${json.refreshToken}"}`);
    expect(headers['content-type']).to.equal('application/json');
    expect(headers['cache-control']).to.match(/no-store/);
    expect(headers.etag).to.be.undefined();
  });

  for (const [type, member, lifetime] of [
    ['ACCESS', 'accessToken', 300],
    ['REFRESH', 'refreshToken', 1800],
  ] as const) {
    it(`the ${member} is an HS256 JWT with the claims in their order, good for ${lifetime} s`, async () => {
      const earliest = nowSeconds();
      const {header, claims, isGenuine} = readToken((await givenTokens(running.api))[member]);
      const latest = nowSeconds();
      expect(header).to.equal('{"alg":"HS256"}');
      const {iat, exp, jti, sid} = JSON.parse(claims) as Record<'iat' | 'exp', number> &
        Record<'jti' | 'sid', string>;
      const session = type === 'ACCESS' ? `,"sid":"${sid}"` : '';
      expect(claims).to.equal(
        `{"sub":"seletivo","type":"${type}","iat":${iat},"exp":${exp},"jti":"${jti}","iss":"artistas-api","aud":"artistas-api"${session}}`,
      );
      expect(iat).to.be.within(earliest - 1, latest);
      expect(exp).to.equal(iat + lifetime);
      expect(isGenuine).to.be.true();
    });
  }

  it('gives two logins in one second different tokens', async () => {
    const pairs = await Promise.all([givenTokens(running.api), givenTokens(running.api)]);
    const ids = pairs.flatMap(pair => [claimsOf(pair.accessToken).jti, claimsOf(pair.refreshToken).jti]);
    expect(new Set(ids).size).to.equal(4);
  });

  const wrong = [
    {name: 'a wrong password', username: 'seletivo', password: 'errada'},
    {name: 'a password in other case', username: 'seletivo', password: 'ADMIN'},
    {name: 'the password and more', username: 'seletivo', password: 'admin '},
    {name: 'an empty password', username: 'seletivo', password: ''},
    {name: 'an unknown user', username: 'ninguem', password: 'admin'},
    {name: 'an empty user', username: '', password: 'admin'},
    {name: 'a user in other case', username: 'Seletivo', password: 'admin'},
    {name: 'a NUL in the user', username: 'seletivo\0', password: 'admin'},
    {name: 'a NUL in the password', username: 'seletivo', password: 'admin\0'},
    {name: 'SQL as user', username: "' or '1'='1", password: 'admin'},
    {name: 'half of a letter in the user', username: 'sele\ud800tivo', password: 'admin'},
  ];
  for (const {name, username, password} of wrong) {
    it(`refuses ${name} by a bare text`, async () => {
      expectLoginRefused(await login(running.api, username, password));
    });
  }

  it('labels the same bare text as JSON for a client that asks for JSON', async () => {
    const headers = {accept: 'application/json'};
    const body = {username: 'seletivo', password: 'errada'};
    expectLoginRefused(await send(running.api, 'POST', V1, {headers, body}), 'application/json');
  });

  it('answers problem details to a client that asks for them', async () => {
    const headers = {accept: 'application/problem+json'};
    const body = {username: 'seletivo', password: 'errada'};
    const answer = await send(running.api, 'POST', V1, {headers, body});
    expect(answer.headers['content-type']).to.equal('application/problem+json');
    expect([answer.status, answer.json.code, answer.json.detail]).to.eql([
      401,
      'login_refused',
      'Usuário ou senha inválidos',
    ]);
  });

  const incomplete = [
    {name: 'nothing', body: {}, fields: {...PASSWORD_MISSING, ...USERNAME_MISSING}},
    {name: 'no user', body: {password: 'admin'}, fields: USERNAME_MISSING},
    {name: 'no password', body: {username: 'seletivo'}, fields: PASSWORD_MISSING},
    {name: 'a null password', body: {username: 'seletivo', password: null}, fields: PASSWORD_MISSING},
  ];
  for (const {name, body, fields} of incomplete) {
    it(`names the fields that are missing: ${name}`, async () => {
      expectFields(await send(running.api, 'POST', V1, {body}), fields);
    });
  }

  for (const body of [
    '',
    '{"username":',
    'null',
    '[]',
    '"x"',
    Buffer.from('{"username":"\xff"}', 'latin1'),
  ]) {
    it(`refuses a malformed body: ${Buffer.from(body).toString('latin1')}`, async () => {
      expectGeneral(await send(running.api, 'POST', V1, {body}), malformedJson(V1));
    });
  }

  for (const type of ['application/x-www-form-urlencoded', 'text/plain', undefined]) {
    it(`takes JSON and not ${type ?? 'a body of no type'}`, async () => {
      const headers: Record<string, string> = type ? {'content-type': type} : {};
      const body = type && 'username=seletivo&password=admin';
      const answer = await send(running.api, 'POST', V1, {headers, body});
      expect(answer.headers.accept).to.equal('application/json, application/*+json');
      expectGeneral(answer, {
        status: 415,
        code: 'media_type_unsupported',
        message: 'O corpo deve ser enviado como application/json',
        path: V1,
      });
    });
  }

  it('ignores any Authorization', async () => {
    const body = {username: 'seletivo', password: 'admin'};
    for (const headers of [bearer('nonsense'), basic('seletivo', 'errada'), {authorization: 'x'}]) {
      expect((await send(running.api, 'POST', V1, {headers, body})).status).to.equal(200);
    }
  });

  for (const path of [V1, V2, '/api/v1/auth/refresh', '/api/v2/auth/refresh']) {
    for (const method of ['GET', 'PUT', 'DELETE']) {
      it(`${method} ${path} is told the method, without credentials`, async () => {
        const answer = await send(running.api, method, path);
        expect(answer.headers.allow).to.equal('POST');
        const message = 'Método não permitido para este recurso';
        expectGeneral(answer, {status: 405, code: 'method_not_allowed', message, path});
      });
    }
  }
});

describe('POST /api/v2/auth/login', () => {
  const running = withApi();
  const loginWith = (authorization?: string) =>
    send(running.api, 'POST', V2, {headers: authorization === undefined ? {} : {authorization}});

  it('answers two tokens to Basic credentials, without a body', async () => {
    const {status, json} = await loginWith(basic().authorization);
    expect(status).to.equal(200);
    expect(Object.keys(json)).to.eql(['accessToken', 'refreshToken']);
    expect(claimsOf(json.accessToken).sub).to.equal('seletivo');
  });

  it('looks at no body', async () => {
    const headers = {...basic(), 'content-type': 'text/plain'};
    expect((await send(running.api, 'POST', V2, {headers, body: 'anything'})).status).to.equal(200);
  });

  it('takes a password with colons, and letters beyond ASCII', async () => {
    // Known to be wrong, so what is seen is that it was read.
    expectLoginRefused(await loginWith(encoded('seletivo:a:b:ç🎸')));
  });

  for (const [user, password] of [
    ['seletivo', 'errada'],
    ['ninguem', 'admin'],
    ['seletivo', ''],
    ['', 'admin'],
  ]) {
    it(`refuses "${user}:${password}" by a bare text`, async () => {
      expectLoginRefused(await loginWith(encoded(`${user}:${password}`)));
    });
  }

  const unreadable = [
    {name: 'no Authorization', authorization: undefined},
    {name: 'Bearer', authorization: 'Bearer abc'},
    {name: 'the scheme in small letters', authorization: basic().authorization.replace('Basic', 'basic')},
    {name: 'the scheme alone', authorization: 'Basic'},
    {name: 'something that is not base64', authorization: 'Basic $$$'},
    {name: 'no colon', authorization: encoded('seletivo')},
    {name: 'bytes that are not UTF-8', authorization: encoded(Buffer.from('seletivo:\xff', 'latin1'))},
  ];
  for (const {name, authorization} of unreadable) {
    it(`refuses ${name} without a word`, async () => expectEmptyRefusal(await loginWith(authorization)));
  }

  it('refuses JSON credentials without a word', async () => {
    const body = {username: 'seletivo', password: 'admin'};
    expectEmptyRefusal(await send(running.api, 'POST', V2, {body}));
  });
});
