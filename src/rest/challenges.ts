import {IncomingMessage} from 'node:http';
import {Problem} from '../problems/problem';

const BEARER = 'Bearer realm="artistas"';
const BASIC = 'Basic realm="artistas", charset="UTF-8"';

/**
 * What `WWW-Authenticate` of a 401 asks for, a line each. A script that says it is one (`X-Requested-With`) gets no
 * Basic challenge, at which its browser would show a dialog.
 */
export function challenges({headers}: IncomingMessage, {code}: Problem): string[] {
  const bearer = code === 'token_invalid' ? `${BEARER}, error="invalid_token"` : BEARER;
  return headers['x-requested-with'] === undefined ? [bearer, BASIC] : [bearer];
}
