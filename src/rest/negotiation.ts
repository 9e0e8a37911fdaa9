import {IncomingMessage} from 'node:http';
import accepts from 'accepts';

/**
 * Best of our media types for the client, by its `Accept` field.
 * @param offered in our order of preference
 * @returns undefined when the client accepts none of them
 */
export function negotiate<T extends string>(request: IncomingMessage, offered: readonly T[]): T | undefined {
  const {accept} = request.headers;
  if (accept === undefined || accept === '' || accept === '*/*') return offered[0];
  return (accepts(request).type([...offered]) || undefined) as T | undefined;
}

/** Whether JSON will do: by name, by wildcard, as a problem, or for a browser, which gets JSON like everybody. */
export function acceptsJson(request: IncomingMessage): boolean {
  return negotiate(request, ['application/json', 'application/problem+json', 'text/html']) !== undefined;
}
