import {createHmac, createSign, generateKeyPairSync} from 'node:crypto';
import {DEVELOPMENT_JWT_SECRET} from '../../src/config/variables/auth';

/** Claims of a token of the configured user that is good for five minutes, changed by `changes`. It has no session. */
export function givenClaims(changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  const now = nowSeconds();
  const parties = {iss: 'artistas-api', aud: 'artistas-api'};
  return {sub: 'seletivo', type: 'ACCESS', iat: now, exp: now + 300, jti: 'x', ...parties, ...changes};
}

export const nowSeconds = (): number => Math.floor(Date.now() / 1000);

interface Signing {
  readonly header?: object;
  readonly secret?: string | Buffer;
  /** Of the HMAC. */
  readonly hash?: string;
}

/** A token as another program would sign it: by hand, so that it may be as wrong as one likes. */
export function signToken(
  claims: object | string,
  {header = {alg: 'HS256'}, secret = DEVELOPMENT_JWT_SECRET, hash = 'sha256'}: Signing = {},
): string {
  const content = `${encode(header)}.${encode(claims)}`;
  const signature = createHmac(hash, secret).update(content).digest('base64url');
  return `${content}.${signature}`;
}

/** Signed with a key of the kind that others use, whose public half a forger would know. */
export function signTokenByRsa(claims: object): string {
  const {privateKey} = generateKeyPairSync('rsa', {modulusLength: 2048});
  const content = `${encode({alg: 'RS256'})}.${encode(claims)}`;
  return `${content}.${createSign('sha256').update(content).sign(privateKey, 'base64url')}`;
}

/** Header and claims as the text that was signed, and whether the signature fits the secret. */
export function readToken(
  token: string,
  secret = DEVELOPMENT_JWT_SECRET,
): {readonly header: string; readonly claims: string; readonly isGenuine: boolean} {
  const [header = '', claims = '', signature] = token.split('.');
  const expected = createHmac('sha256', secret).update(`${header}.${claims}`).digest('base64url');
  return {header: decode(header), claims: decode(claims), isGenuine: signature === expected};
}

/** The claims of a token as an object. */
export function claimsOf(token: string): Record<string, unknown> {
  return JSON.parse(readToken(token).claims) as Record<string, unknown>;
}

const encode = (part: object | string): string =>
  Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url');
const decode = (part: string): string => Buffer.from(part, 'base64url').toString('utf8');
