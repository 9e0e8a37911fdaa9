import createClient, {type Client} from 'openapi-fetch';
import {listen, type ListenOptions} from './events.mjs';
import {patiently} from './patience.mjs';
import type {paths} from './schema.mjs';
import {Session, type SessionStore, type Tokens} from './session.mjs';
import {idempotent, versioned} from './writes.mjs';

export interface ClientOptions {
  /** Of the service, without a slash at its end, such as `http://localhost:8080`. */
  readonly baseUrl: string;
  /** Where tokens are kept; by default in memory. */
  readonly store?: SessionStore;
  /** Is told when the session cannot be renewed any more. */
  readonly onSessionEnd?: () => void;
  /** Longest wait for an answer, all tries together; streams of events have none. Default 60. */
  readonly timeoutSeconds?: number;
  readonly fetch?: Fetch;
}

type Fetch = (request: Request) => Promise<Response>;

const TIMEOUT_SECONDS = 60;

const JSON_TYPES = 'application/problem+json, application/json';

/** The API, typed by its document. Nothing is sent before it is asked for. */
export class ArtistasClient {
  /** Every operation, by method and path: `api.GET('/api/v1/album/{id}', {params: {path: {id: 1}}})`. */
  readonly api: Client<paths>;
  readonly session: Session;
  private readonly send: Fetch;
  private readonly baseUrl: string;

  constructor({
    baseUrl,
    store = inMemory(),
    onSessionEnd = () => undefined,
    timeoutSeconds = TIMEOUT_SECONDS,
    fetch = request => globalThis.fetch(request),
  }: ClientOptions) {
    this.baseUrl = baseUrl;
    this.send = patiently(fetch);
    const inTime = within(timeoutSeconds * 1000);
    this.session = new Session(baseUrl, request => this.send(inTime(request)), store, onSessionEnd);
    this.api = createClient<paths>({
      baseUrl,
      fetch: request => this.sendSigned(inTime(request)),
      // Says that a script calls, so that no answer opens a browser's sign-in dialog.
      headers: {Accept: JSON_TYPES, 'X-Requested-With': 'artistas-client'},
    });
    this.api.use(idempotent, versioned());
  }

  /** Hears of events until its `signal` says so; see `listen`. */
  listen({path = '/api/v1/eventos', ...options}: ListenOptions): Promise<void> {
    const connect = (lastEventId: string | undefined, signal: AbortSignal): Promise<Response> => {
      const headers = new Headers({Accept: 'text/event-stream', 'X-Requested-With': 'artistas-client'});
      if (lastEventId) headers.set('Last-Event-ID', lastEventId);
      return this.sendSigned(new Request(this.baseUrl + path, {headers, signal, cache: 'no-store'}));
    };
    return listen(connect, options);
  }

  /** With the token of the session; one that is refused is renewed, and the request sent again, once. */
  private async sendSigned(request: Request): Promise<Response> {
    if (request.headers.has('Authorization')) return this.send(request);
    const token = await this.session.accessToken();
    if (token === undefined) return this.send(request);
    const again = request.clone();
    request.headers.set('Authorization', `Bearer ${token}`);
    const response = await this.send(request);
    if (response.status !== 401) return response;
    const renewed = await this.session.renew(token);
    if (renewed === undefined) return response;
    await response.body?.cancel();
    again.headers.set('Authorization', `Bearer ${renewed}`);
    return this.send(again);
  }
}

/** The same request, which is given up after so long. */
const within =
  (ms: number) =>
  (request: Request): Request =>
    new Request(request, {signal: AbortSignal.any([request.signal, AbortSignal.timeout(ms)])});

function inMemory(): SessionStore {
  let tokens: Tokens | undefined;
  return {read: () => tokens, write: now => (tokens = now)};
}
