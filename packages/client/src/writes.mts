import type {Middleware} from 'openapi-fetch';
import {ONCE, VERSIONED} from './operations.mjs';

/** Versions that are remembered; whoever reads more rows than this names the version itself. */
const MAX_VERSIONS = 500;
const CONDITIONAL: ReadonlySet<string> = new Set(['PUT', 'DELETE']);

/** What is made under a key is made once, however often the request is sent. */
export const idempotent: Middleware = {
  onRequest({request, schemaPath}) {
    if (ONCE.has(`${request.method} ${schemaPath}`) && !request.headers.has('Idempotency-Key'))
      request.headers.set('Idempotency-Key', newKey());
    return request;
  },
};

/**
 * A change is meant for the version that was read last, and answered by 412 when somebody has changed it since. A caller that
 * names `If-Match` itself is left alone, and so is a row that was never read.
 */
export function versioned(): Middleware {
  const versions = new Map<string, string>();
  return {
    onRequest({request, schemaPath}) {
      if (!VERSIONED.has(schemaPath) || !CONDITIONAL.has(request.method)) return undefined;
      const version = versions.get(request.url);
      if (version && !request.headers.has('If-Match')) request.headers.set('If-Match', version);
      return request;
    },
    onResponse({request, response, schemaPath}) {
      if (!VERSIONED.has(schemaPath)) return undefined;
      const version = response.headers.get('ETag');
      // After a 412 the old one stays, so that nothing is changed unseen until the row is read again.
      if (response.ok || response.status === 404) versions.delete(request.url);
      if (response.ok && version) versions.set(request.url, version);
      if (versions.size > MAX_VERSIONS) versions.delete(versions.keys().next().value!);
      return undefined;
    },
  };
}

/** A name by chance; `randomUUID` is there in secure contexts only, and a phone may come by plain HTTP. */
export function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), byte =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}
