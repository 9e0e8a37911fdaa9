import {IncomingMessage} from 'node:http';
import accepts from 'accepts';

/** Parameters of a media type, all but its weight: clients name a charset, and our types have none to compare. */
const PARAMETER = /;\s*(?!q\s*=)[\w!#$%&'*+.^`|~-]+\s*=\s*("(?:[^"\\]|\\.)*"|[^;,"]*)/gi;

/**
 * Best of our media types for the client, by its `Accept` field.
 * @param offered in our order of preference
 * @returns undefined when the client accepts none of them
 */
export function negotiate<T extends string>(request: IncomingMessage, offered: readonly T[]): T | undefined {
  const {accept} = request.headers;
  if (accept === undefined || accept === '' || accept === '*/*') return offered[0];
  const headers = {accept: accept.replace(PARAMETER, '')};
  return (accepts({headers} as IncomingMessage).type([...offered]) || undefined) as T | undefined;
}

/** Whether JSON will do: by name, by wildcard, as a problem, or for a browser, which gets JSON like everybody. */
export function acceptsJson(request: IncomingMessage): boolean {
  return negotiate(request, ['application/json', 'application/problem+json', 'text/html']) !== undefined;
}

/** The page that people see who open the service in a browser. */
export const HOME_PAGE = '/catalogo.html';

/**
 * The path that a request is answered as. A browser that opens `/` is shown the page; to all other clients `/` is the
 * unknown path that it always was.
 */
export function shownPath(request: IncomingMessage, path: string): string {
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  const isShown =
    isRead && path === '/' && negotiate(request, ['application/json', 'text/html']) === 'text/html';
  return isShown ? HOME_PAGE : path;
}
