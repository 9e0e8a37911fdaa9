import {problems} from '../problems/catalogue';

/** A matrix parameter, a fragment, a dot segment, an empty segment, an encoded slash or backslash: no path of ours has one. */
const REFUSED = /[;#]|\/\/|\/\.\.?(\/|$)|%2f|%5c|\\|%00|%2e/i;

/** Longest target that the replaced service read. */
const MAX_TARGET_LENGTH = 8_192;

/**
 * Path of a request target, without the query.
 * @param target as it stood in the request line
 * @throws request_malformed
 */
export function requestPath(target: string): string {
  if (target.length > MAX_TARGET_LENGTH) throw problems.requestMalformed();
  const query = target.indexOf('?');
  const path = query === -1 ? target : target.slice(0, query);
  if (!path.startsWith('/') || REFUSED.test(path) || !isDecodable(path)) throw problems.requestMalformed();
  return path;
}

function isDecodable(path: string): boolean {
  if (!path.includes('%')) return true;
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}
