import {TextDecoder} from 'node:util';
import {Credentials} from './credential-verifier';

const SCHEME = 'Basic ';
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;
const utf8 = new TextDecoder('utf-8', {fatal: true});

/**
 * User and password of an `Authorization` field; the name of the scheme is case-sensitive, as it was.
 * @returns undefined when it is no Basic field, `malformed` when it is one that cannot be read
 */
export function basicCredentials(authorization: string | undefined): Credentials | 'malformed' | undefined {
  if (!authorization?.startsWith(SCHEME)) return undefined;
  const encoded = authorization.slice(SCHEME.length).trim();
  if (!BASE64.test(encoded)) return 'malformed';
  try {
    const text = utf8.decode(Buffer.from(encoded, 'base64'));
    const colon = text.indexOf(':');
    return colon === -1 ? 'malformed' : {username: text.slice(0, colon), password: text.slice(colon + 1)};
  } catch {
    return 'malformed';
  }
}
