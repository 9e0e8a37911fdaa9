import {once} from 'node:events';
import http, {ClientRequest, IncomingMessage} from 'node:http';
import https from 'node:https';
import type {Socket} from 'node:net';
import {TLSSocket} from 'node:tls';
import {ApiError, ifAbsent} from './api-error';
import {readJson, readLines} from './api-body';
import type {Credentials, CredentialSource, WatchEvent} from './types';

/** What an answer that is not streamed may take, connecting included. */
const ANSWER_LIMIT_MS = 15_000;
/** Calls at once; a watch has a connection of its own. */
const MAX_SOCKETS = 32;
const USER_AGENT = 'artistas-operator';

export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

export interface Call {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below the server's address, with the leading slash. */
  readonly path: string;
  readonly query?: Query;
  readonly accept?: string;
  readonly contentType?: string;
  readonly body?: unknown;
  readonly limitMs?: number;
}

interface Agents {
  readonly credentials: Credentials;
  readonly calls: http.Agent;
  readonly watches: http.Agent;
}

export interface ApiClientOptions {
  readonly credentials: CredentialSource;
  /**
   * Called at the last moment before the bytes of a call that writes leave us, on a connection that stands already; what
   * it throws stops the call. Absent: whoever has this client may write.
   */
  readonly fence?: () => void;
  /** What an answer may take, or the beginning of a watch. Default: 15 s. */
  readonly answerLimitMs?: number;
  /** Told of every answer: method, status (0: none came) and seconds. */
  readonly onAnswer?: (method: string, status: number, seconds: number) => void;
}

/** HTTP to one API server: JSON calls and watches, each with a limit of time and size. */
export class ApiClient {
  private readonly answerLimitMs: number;
  private agents?: Agents;

  constructor(private readonly options: ApiClientOptions) {
    this.answerLimitMs = options.answerLimitMs ?? ANSWER_LIMIT_MS;
  }

  /** The answer's body. @throws ApiError for every status but 2xx; others when nothing came */
  async call<T>(call: Call): Promise<T> {
    const from = performance.now();
    let status = 0;
    try {
      const signal = AbortSignal.timeout(call.limitMs ?? this.answerLimitMs);
      const response = await this.send(call, 'calls', signal);
      status = response.statusCode ?? 0;
      const body = await readJson(response);
      if (status >= 200 && status < 300) return body as T;
      if (status === 401) this.options.credentials.forget();
      throw toError(response, body);
    } finally {
      this.options.onAnswer?.(call.method, status, (performance.now() - from) / 1000);
    }
  }

  get<T>(path: string, query?: Query): Promise<T> {
    return this.call({method: 'GET', path, query});
  }

  /** The same, or undefined where there is no such object. */
  find<T>(path: string): Promise<T | undefined> {
    return this.get<T>(path).catch(ifAbsent);
  }

  /** Server-side apply under one name, over whoever else had the fields. @returns what is stored then */
  apply<T extends object>(path: string, body: object, fieldManager: string): Promise<T> {
    const query = {fieldManager, force: true};
    return this.call({method: 'PATCH', path, query, contentType: 'application/apply-patch+yaml', body});
  }

  /** Changes the members that are given. */
  merge(path: string, body: object): Promise<void> {
    return this.call({method: 'PATCH', path, contentType: 'application/merge-patch+json', body});
  }

  /** One that is gone already is fine. */
  async remove(path: string): Promise<void> {
    await this.call({method: 'DELETE', path}).catch(ifAbsent);
  }

  /**
   * Events as they come, until the server ends the watch.
   * @param idleMs a connection that is silent for so long is taken for dead
   * @throws ApiError when it is refused, also later, by an ERROR event
   */
  async *watch(
    call: Omit<Call, 'method'>,
    {signal, idleMs}: {signal: AbortSignal; idleMs: number},
  ): AsyncGenerator<WatchEvent> {
    const ending = new AbortController();
    const stop = (): void => ending.abort();
    signal.addEventListener('abort', stop);
    // Of the answer's beginning only: a quiet watch is a good one.
    const limit = setTimeout(stop, this.answerLimitMs);
    try {
      const query = {...call.query, watch: true};
      const response = await this.send({...call, method: 'GET', query}, 'watches', ending.signal);
      clearTimeout(limit);
      if (response.statusCode === 401) this.options.credentials.forget();
      if (response.statusCode !== 200) throw toError(response, await readJson(response));
      response.setTimeout(idleMs, () => response.destroy(new Error(`No word for ${idleMs} ms.`)));
      for await (const line of readLines(response)) {
        const event = JSON.parse(line) as WatchEvent;
        if (event.type === 'ERROR') throw toError(response, event.object);
        yield event;
      }
    } finally {
      clearTimeout(limit);
      signal.removeEventListener('abort', stop);
      stop();
    }
  }

  /** Cuts every connection. */
  close(): void {
    this.agents?.calls.destroy();
    this.agents?.watches.destroy();
    this.agents = undefined;
  }

  private async send(call: Call, kind: 'calls' | 'watches', signal: AbortSignal): Promise<IncomingMessage> {
    const credentials = await this.options.credentials.get();
    const body = call.body === undefined ? undefined : JSON.stringify(call.body);
    const url = new URL(credentials.server.replace(/\/$/, '') + call.path);
    for (const [name, value] of Object.entries(call.query ?? {})) {
      if (value !== undefined) url.searchParams.set(name, String(value));
    }
    // Without TLS it is `kubectl proxy`, which has its own.
    const request = (url.protocol === 'http:' ? http : https).request(url, {
      method: call.method,
      agent: this.agentsFor(credentials)[kind],
      signal,
      headers: {
        ...credentials.headers,
        'User-Agent': USER_AGENT,
        Accept: call.accept ?? 'application/json',
        ...(body !== undefined && {
          'Content-Type': call.contentType ?? 'application/json',
          'Content-Length': Buffer.byteLength(body),
        }),
      },
    });
    if (call.method !== 'GET' && this.options.fence) sendWhenConnected(request, this.options.fence, body);
    else request.end(body);
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    return response;
  }

  private agentsFor(credentials: Credentials): Agents {
    if (this.agents?.credentials !== credentials) {
      const {tls, server} = credentials;
      const {Agent} = server.startsWith('http:') ? http : https;
      // What is under way on the old ones comes to its end.
      const calls = new Agent({keepAlive: true, maxSockets: MAX_SOCKETS, ...tls});
      this.agents = {credentials, calls, watches: new Agent({...tls})};
    }
    return this.agents;
  }
}

/**
 * Asks the fence when nothing but the sending is left. A process that was stopped while it connected, and goes on when
 * another one has taken its place, would send what it once was allowed to.
 */
function sendWhenConnected(request: ClientRequest, fence: () => void, body: string | undefined): void {
  const send = (): void => {
    try {
      fence();
      request.end(body);
    } catch (error) {
      request.destroy(error as Error);
    }
  };
  request.once('socket', (socket: Socket) => {
    if (socket.connecting) socket.once(socket instanceof TLSSocket ? 'secureConnect' : 'connect', send);
    else send();
  });
}

interface StatusBody {
  readonly message?: string;
  readonly reason?: string;
  readonly code?: number;
}

function toError({statusCode = 0, headers}: IncomingMessage, body: unknown): ApiError {
  const {message, reason = '', code = statusCode} = (body ?? {}) as StatusBody;
  const wait = Number(headers['retry-after']);
  return new ApiError(
    message ?? `The API server answered ${code}.`,
    code,
    reason,
    wait > 0 ? wait : undefined,
  );
}
