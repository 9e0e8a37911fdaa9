import {expect} from '@loopback/testlab';
import {Api, PASSWORD, USER} from './api';
import {Answer} from './http';
import {expectGeneral} from './problems';

export interface TokenPair {
  readonly accessToken: string;
  readonly refreshToken: string;
}

/** A revocation counts everywhere within a second; the rest is for a busy machine. */
export const REVOKED_LIMIT_MS = 2_500;

/** Header fields of a request with Basic credentials. */
export const basic = (username = USER, password = PASSWORD): {authorization: string} => ({
  authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`,
});

export const bearer = (token: string): {authorization: string} => ({authorization: `Bearer ${token}`});

/** A request with nothing but the header fields that are given. */
export function send(
  api: Api,
  method: string,
  path: string,
  options: {headers?: Readonly<Record<string, string>>; body?: unknown} = {},
): Promise<Answer> {
  return api.request(method, path, {...options, auth: 'none'});
}

export const login = (api: Api, username = USER, password = PASSWORD): Promise<Answer> =>
  send(api, 'POST', '/api/v1/auth/login', {body: {username, password}});

export const refresh = (api: Api, refreshToken: unknown): Promise<Answer> =>
  send(api, 'POST', '/api/v1/auth/refresh', {body: {refreshToken}});

/** The tokens of a login that succeeds. */
export async function givenTokens(api: Api, username = USER, password = PASSWORD): Promise<TokenPair> {
  const {status, json} = await login(api, username, password);
  expect(status).to.equal(200);
  return json as TokenPair;
}

/** The 401 for a caller who names nobody, byte for byte. */
export function expectCredentialsRequired({status, headers, text}: Answer, path: string): void {
  expect(text).to.equal(
    '{\n  "error": "Unauthorized",\n' +
      '  "message": "Você precisa estar autenticado para acessar este recurso",\n' +
      `  "path": "${path}"\n}\n`,
  );
  expect(status).to.equal(401);
  expect(headers['content-type']).to.equal('application/json;charset=UTF-8');
}

/** The 401 for a Bearer token that does not hold. */
export function expectTokenInvalid(answer: Answer, path: string): void {
  const message = 'Token de acesso inválido ou expirado';
  expectGeneral(answer, {status: 401, code: 'token_invalid', message, path});
}

/** The 401 of a login that is refused: bare text. */
export function expectLoginRefused(answer: Answer, contentType = 'text/plain;charset=UTF-8'): void {
  expect(answer.text).to.equal('Usuário ou senha inválidos');
  expect(answer.status).to.equal(401);
  expect(answer.headers['content-type']).to.equal(contentType);
}

/** A 401 without a body. */
export function expectEmptyRefusal({status, headers, text}: Answer): void {
  expect(status).to.equal(401);
  expect(text).to.equal('');
  expect(headers['content-length']).to.equal('0');
  expect(headers['content-type']).to.be.undefined();
}
