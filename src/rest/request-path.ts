import {IncomingMessage} from 'node:http';
import {problems} from '../problems/catalogue';

/** A matrix parameter, a fragment, a dot segment, an empty segment, an encoded slash or backslash: no path of ours has one. */
const REFUSED = /[;#]|\/\/|\/\.\.?(\/|$)|%2f|%5c|\\|%00|%2e/i;

const HOST = 'host';

/** Longest target that the replaced service read. */
const MAX_TARGET_LENGTH = 8_192;

/** Target of a request as it stood in the request line. The framework's Express application shortens `url`. */
export function requestTarget(request: IncomingMessage): string {
  return (request as {originalUrl?: string}).originalUrl ?? request.url ?? '';
}

/**
 * Path of a request target, without the query.
 * @param target as it stood in the request line
 * @throws request_malformed, route_not_found
 */
export function requestPath(target: string): string {
  if (target.length > MAX_TARGET_LENGTH) throw problems.requestMalformed();
  // The server as a whole, which is no path.
  if (target === '*') throw problems.routeNotFound();
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

/** A proxy in front may have looked at another one: there is one host, or none in HTTP/1.0. @throws request_malformed */
export function requireOneHost({rawHeaders, httpVersionMinor}: IncomingMessage): void {
  let hosts = 0;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i]!;
    if (name.length === HOST.length && name.toLowerCase() === HOST) hosts++;
  }
  if (hosts > 1 || (hosts === 0 && httpVersionMinor > 0)) throw problems.requestMalformed();
}
