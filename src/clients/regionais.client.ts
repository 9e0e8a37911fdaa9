import {BindingScope, inject, injectable, LifeCycleObserver} from '@loopback/core';
import {
  BrokenCircuitError,
  bulkhead,
  BulkheadRejectedError,
  circuitBreaker,
  ConsecutiveBreaker,
  ExponentialBackoff,
  handleWhen,
  retry,
} from 'cockatiel';
import type {Agent, Dispatcher} from 'undici';
import {problems} from '../problems/catalogue';
import {Problem} from '../problems/problem';
import {inStep, Kind, traceparent} from '../tracing/spans';
import {ClientKeys} from './keys';
import {readRegionais, readText} from './regionais-answer';
import type {FetchOptions, RegionaisFailure, RegionalItem} from './types';

const CONNECT_TIMEOUT_MS = 4_000;
const HEADERS_TIMEOUT_MS = 8_000;
/** One attempt with its body, however slowly that drips. */
const ATTEMPT_TIMEOUT_MS = 9_000;
/** All attempts and the waits between them. */
const TOTAL_TIMEOUT_MS = 25_000;
const MAX_BODY_BYTES = 16 * 1024 * 1024;
const TOO_LARGE = `tem mais de ${MAX_BODY_BYTES} bytes`;
const RETRIES = 2;
const FIRST_RETRY_DELAY_MS = 200;
/** After so many failed calls in a row the scheduled ones leave the API alone for a while. */
const BREAK_AFTER = 5;
const BROKEN_MS = 30_000;
/** Each call may hold a whole list in memory. */
const MAX_CALLS = 2;
const MAX_WAITING_CALLS = 8;

const TOO_LARGE_CODE = 'UND_ERR_RES_EXCEEDED_MAX_SIZE';

/** The API answered, but not with a list, and would not do so the next time either. */
const isFinal = (error: unknown): boolean =>
  ['regionais_answer_invalid', TOO_LARGE_CODE].includes((error as {code?: string}).code ?? '');

/** Asks the external API for the list of regional offices. Redirects are not followed: they could lead anywhere. */
@injectable({scope: BindingScope.SINGLETON})
export class RegionaisClient implements LifeCycleObserver {
  private agent?: Agent;
  private failure?: RegionaisFailure;
  private readonly attempts = retry(
    handleWhen(error => !isFinal(error) && !isTimeout(error)),
    {maxAttempts: RETRIES, backoff: new ExponentialBackoff({initialDelay: FIRST_RETRY_DELAY_MS})},
  );
  private readonly breaker = circuitBreaker(
    handleWhen(error => !isFinal(error)),
    {halfOpenAfter: BROKEN_MS, breaker: new ConsecutiveBreaker(BREAK_AFTER)},
  );
  private readonly calls = bulkhead(MAX_CALLS, MAX_WAITING_CALLS);

  constructor(@inject(ClientKeys.REGIONAIS_URL, {optional: true}) private readonly url?: string) {}

  /**
   * The whole list, each office once, in at most 25 s.
   * @throws regionais_off, regionais_unavailable, regionais_timeout, regionais_answer_invalid, overloaded
   */
  async fetchAll({signal, insist = false}: FetchOptions = {}): Promise<RegionalItem[]> {
    const {url} = this;
    if (url === undefined) throw problems.regionaisOff();
    const deadline = AbortSignal.timeout(TOTAL_TIMEOUT_MS);
    const whole = signal ? AbortSignal.any([signal, deadline]) : deadline;
    const attempt = () =>
      inStep(
        'GET',
        () => callSpan(new URL(url)),
        () => this.attempt(url, whole),
      );
    const call = () => this.attempts.execute(attempt, whole);
    try {
      const list = await this.calls.execute(() => (insist ? call() : this.breaker.execute(call)));
      this.failure = undefined;
      return list;
    } catch (error) {
      signal?.throwIfAborted();
      const problem = toProblem(error as Error);
      if (problem.code !== 'overloaded')
        this.failure = {since: this.failure?.since ?? new Date(), reason: problem.message};
      throw problem;
    }
  }

  /** Why this process could not get the list when it last asked; undefined: it got it, or has not asked yet. */
  get latestFailure(): RegionaisFailure | undefined {
    return this.failure;
  }

  async stop(): Promise<void> {
    await this.agent?.destroy();
  }

  private async attempt(url: string, whole: AbortSignal): Promise<RegionalItem[]> {
    const {Agent, request} = await import('undici');
    this.agent ??= new Agent({
      connect: {timeout: CONNECT_TIMEOUT_MS},
      headersTimeout: HEADERS_TIMEOUT_MS,
      bodyTimeout: ATTEMPT_TIMEOUT_MS,
      maxResponseSize: MAX_BODY_BYTES,
      connections: MAX_CALLS,
    });
    const signal = AbortSignal.any([whole, AbortSignal.timeout(ATTEMPT_TIMEOUT_MS)]);
    const parent = traceparent();
    const {statusCode, headers, body} = await request(url, {
      dispatcher: this.agent,
      signal,
      // What is not compressed cannot grow.
      headers: {
        accept: 'application/json',
        'accept-encoding': 'identity',
        ...(parent && {traceparent: parent}),
      },
    });
    const reason = refusalOf(statusCode, headers);
    if (reason !== undefined) {
      // Nobody wants the rest, and it may have no end.
      body.on('error', () => undefined).destroy();
      throw statusCode >= 500 || statusCode === 429
        ? problems.regionaisUnavailable(reason)
        : problems.regionaisAnswerInvalid(reason);
    }
    return readRegionais(await readText(body as AsyncIterable<Uint8Array>));
  }
}

function refusalOf(status: number, headers: Dispatcher.ResponseData['headers']): string | undefined {
  if (status >= 300 && status < 400) return `respondeu ${status}, e redirecionamentos não são seguidos`;
  if (status !== 200) return `respondeu ${status}`;
  const {'content-encoding': encoding, 'content-length': length} = headers;
  if (Number(length) > MAX_BODY_BYTES) return TOO_LARGE;
  return encoding === undefined || encoding === 'identity' ? undefined : 'respondeu com conteúdo comprimido';
}

/** By the conventions for HTTP; without query and credentials, which are nobody's business. */
function callSpan({hostname, port, protocol, origin, pathname}: URL) {
  return {
    kind: Kind.CLIENT,
    attributes: {
      'http.request.method': 'GET',
      'url.full': `${origin}${pathname}`,
      'server.address': hostname,
      'server.port': Number(port) || (protocol === 'https:' ? 443 : 80),
    },
  };
}

function isTimeout(error: unknown): boolean {
  const {name, code = ''} = error as Error & {code?: string};
  return name === 'TimeoutError' || /^UND_ERR_(HEADERS|BODY|CONNECT)_TIMEOUT$/.test(code);
}

/** What a caller may know of a failed call: its kind, and no address. */
function toProblem(error: Error): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof BulkheadRejectedError) return problems.overloaded();
  if (error instanceof BrokenCircuitError)
    return problems.regionaisUnavailable('falhou repetidamente há pouco');
  if (isTimeout(error)) return problems.regionaisTimeout({cause: error});
  const {code = error.name} = error as Error & {code?: string};
  if (code === TOO_LARGE_CODE) {
    return problems.regionaisAnswerInvalid(TOO_LARGE, {cause: error});
  }
  return problems.regionaisUnavailable(`não pôde ser lida: ${code}`, {cause: error});
}
