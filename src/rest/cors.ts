import {IncomingMessage, ServerResponse} from 'node:http';

const METHODS = ['GET', 'POST', 'PUT', 'DELETE', 'OPTIONS'];
/** Fields of our answers that scripts may read beside the few that they always may. */
const EXPOSED =
  'ETag, Idempotency-Replayed, Link, Location, RateLimit, RateLimit-Policy, Retry-After, X-Request-Id';

/** Which origins browsers may call from: a list, and the host that the request itself names. */
export class CorsPolicy {
  private readonly origins: ReadonlySet<string>;

  constructor(origins: readonly string[]) {
    this.origins = new Set(origins);
  }

  /** Name, value, name, value of what marks an answer as readable by the caller's origin, when that is allowed. */
  fieldsFor(request: IncomingMessage): readonly string[] {
    if (!this.allows(request)) return [];
    return [
      ...['Access-Control-Allow-Origin', request.headers.origin as string],
      ...['Access-Control-Allow-Credentials', 'true'],
      ...['Access-Control-Expose-Headers', EXPOSED],
    ];
  }

  /** Answers a preflight request. @returns false when the request is none */
  answerPreflight(request: IncomingMessage, response: ServerResponse): boolean {
    const method = request.headers['access-control-request-method'];
    if (request.method !== 'OPTIONS' || !request.headers.origin || !method) return false;
    if (!this.allows(request) || !METHODS.includes(method)) {
      response.statusCode = 403;
      response.end('Invalid CORS request');
      return true;
    }
    response.setHeader('Access-Control-Allow-Methods', METHODS.join(','));
    const headers = request.headers['access-control-request-headers'];
    if (headers) response.setHeader('Access-Control-Allow-Headers', headers);
    response.end();
    return true;
  }

  /** Whether a script may hold a conversation: one that browsers let it hold without asking us. Other clients name no origin. */
  admits(request: IncomingMessage): boolean {
    return request.headers.origin === undefined || this.allows(request);
  }

  private allows({headers: {origin, host}}: IncomingMessage): boolean {
    if (origin === undefined) return false;
    return this.origins.has(origin) || origin === `http://${host}` || origin === `https://${host}`;
  }
}
