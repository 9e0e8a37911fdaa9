import {randomUUID} from 'node:crypto';
import {nowSeconds, signToken, signTokenByRsa} from './tokens';

type Claims = Readonly<Record<string, unknown>>;

export interface Forgery {
  readonly name: string;
  /** @param claims of an access token that was issued · @param secret that signed it */
  readonly make: (claims: Claims, secret: string) => string;
}

const OTHER = 'x'.repeat(32);
const changed = (name: string, change: (claims: Claims) => Claims): Forgery => ({
  name,
  make: (claims, secret) => signToken({...claims, ...change(claims)}, {secret}),
});
const headed = (
  name: string,
  header: object,
  {hash = 'sha256', key = undefined as string | Buffer | undefined} = {},
): Forgery => ({
  name,
  make: (claims, secret) => signToken(claims, {header, hash, secret: key ?? secret}),
});
const cut = (name: string, cutting: (token: string) => string): Forgery => ({
  name,
  make: (claims, secret) => cutting(signToken(claims, {secret})),
});

/** Tokens that nobody may be let in by: forged, aged, or meant for something else. */
export const FORGERIES: readonly Forgery[] = [
  headed('alg none', {alg: 'none'}),
  {
    name: 'alg none without a signature',
    make: claims =>
      `${signToken(claims, {header: {alg: 'none'}})
        .split('.', 2)
        .join('.')}.`,
  },
  headed('alg in other case', {alg: 'hs256'}),
  headed('no alg', {}),
  headed('HS384', {alg: 'HS384'}, {hash: 'sha384'}),
  headed('HS512', {alg: 'HS512'}, {hash: 'sha512'}),
  {name: 'RS256', make: claims => signTokenByRsa(claims)},
  headed('RS256 named, HMAC made', {alg: 'RS256'}),
  headed('another key', {alg: 'HS256'}, {key: OTHER}),
  headed('no key', {alg: 'HS256'}, {key: ''}),
  {
    name: 'the key read as base64',
    make: (claims, secret) => signToken(claims, {secret: Buffer.from(secret, 'base64')}),
  },
  headed('a kid that leads to an empty file', {alg: 'HS256', kid: '../../../dev/null'}, {key: '\0'}),
  headed('a kid that is SQL', {alg: 'HS256', kid: "x' union select 'x"}, {key: 'x'}),
  headed('a jku', {alg: 'HS256', jku: 'http://127.0.0.1:1/jwks.json'}, {key: OTHER}),
  headed('an x5u', {alg: 'HS256', x5u: 'http://127.0.0.1:1/x.pem'}, {key: OTHER}),
  headed(
    'a jwk',
    {alg: 'HS256', jwk: {kty: 'oct', k: Buffer.from(OTHER).toString('base64url')}},
    {key: OTHER},
  ),
  headed('a critical header', {alg: 'HS256', crit: ['x'], x: 1}),
  headed('claims that are not encoded', {alg: 'HS256', b64: false, crit: ['b64']}),
  changed('expired', () => ({exp: nowSeconds() - 1})),
  changed('no exp', () => ({exp: undefined})),
  changed('exp as text', () => ({exp: '9999999999'})),
  changed('not good yet', () => ({nbf: nowSeconds() + 60})),
  changed('another issuer', () => ({iss: 'outro'})),
  changed('no issuer', () => ({iss: undefined})),
  changed('another audience', () => ({aud: 'outro'})),
  changed('several audiences', ({aud}) => ({aud: [aud, 'outro']})),
  changed('no audience', () => ({aud: undefined})),
  changed('a refresh token', () => ({type: 'REFRESH'})),
  changed('no type', () => ({type: undefined})),
  changed('an unknown subject', () => ({sub: 'ninguem'})),
  changed("another one's session", () => ({sid: randomUUID()})),
  changed('no session', () => ({sid: undefined})),
  changed('SQL as session', () => ({sid: "' or true --"})),
  changed('no jti', () => ({jti: undefined})),
  changed('no subject', () => ({sub: undefined})),
  changed('an object as subject', () => ({sub: {neq: ''}})),
  cut('a signature that was cut', token => token.slice(0, -1)),
  cut('no signature', token => token.replace(/[^.]+$/, '')),
  cut('one letter changed', token => token.replace(/\.(.)/, (_, letter) => `.${letter === 'e' ? 'f' : 'e'}`)),
  cut('two parts', token => token.split('.', 2).join('.')),
  cut('garbage', () => 'garbage'),
];
