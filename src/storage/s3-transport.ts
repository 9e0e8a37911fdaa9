import {Agent as HttpAgent, ClientRequest, IncomingMessage, request as requestHttp} from 'node:http';
import {Agent as HttpsAgent, request as requestHttps, RequestOptions} from 'node:https';
import {Kind, openStep} from '../tracing/spans';

const MAX_SOCKETS = 64;
const KEEP_ALIVE_MS = 10_000;

/** Limits of a call to the store, in milliseconds. */
export interface CallLimits {
  /** Longest silence of the store, or of us. */
  readonly idleMs: number;
  /** Longest wait for the head of the answer, from the start of the call; absent: none of its own. */
  readonly answerMs?: number;
}

interface Transport {
  request(options: RequestOptions, onAnswer: (answer: IncomingMessage) => void): ClientRequest;
}

/**
 * What the `minio` client sends its requests by, in place of `node:http`: the client itself waits for ever.
 * @param secure whether the store speaks TLS
 */
export function transportFor(secure: boolean, {idleMs, answerMs}: CallLimits): Transport {
  const send = secure ? requestHttps : requestHttp;
  return {
    request(options: RequestOptions, onAnswer: (answer: IncomingMessage) => void) {
      const call = send(options, onAnswer);
      followCall(call, options);
      const giveUp = (): void => void call.destroy(new Error('the store does not answer in time'));
      call.setTimeout(idleMs, giveUp);
      if (answerMs !== undefined) {
        const timer = setTimeout(giveUp, answerMs);
        for (const event of ['response', 'close'] as const) call.once(event, () => clearTimeout(timer));
      }
      return call;
    },
  };
}

/** Connections to the store that are kept for the next call. */
export function agentFor(secure: boolean): HttpAgent {
  const options = {keepAlive: true, keepAliveMsecs: KEEP_ALIVE_MS, maxSockets: MAX_SOCKETS};
  return secure ? new HttpsAgent(options) : new HttpAgent(options);
}

/** Shows the call in the trace that it belongs to; by bucket and key, without the query, which is signed. */
function followCall(call: ClientRequest, {method = 'GET', host, hostname, port, path}: RequestOptions): void {
  const span = openStep(method, () => ({
    kind: Kind.CLIENT,
    attributes: {
      'http.request.method': method,
      'server.address': hostname ?? host ?? undefined,
      'server.port': port ? Number(port) : undefined,
      'url.path': path?.split('?', 1)[0],
    },
  }));
  if (!span) return;
  let status: number | undefined;
  let error: Error | undefined;
  call.once('response', ({statusCode}: IncomingMessage) => (status = statusCode));
  call.once('error', cause => (error = cause));
  call.once('close', () => {
    const failure = error ?? (status !== undefined && status >= 400 ? {code: String(status)} : undefined);
    span.end({attributes: {'http.response.status_code': status}, error: failure});
  });
}
