import {UserProfile} from '@loopback/security';
import {randomUUID} from 'node:crypto';
import type {IncomingMessage, ServerResponse} from 'node:http';
import type {Logger} from 'pino';
import type {Problem} from '../problems/problem';
import {Kind, openSpan} from '../tracing/spans';
import type {Carrier, OpenSpan} from '../tracing/types';
import type {HttpMetrics} from './http-metrics';

/** What a caller may choose as id of its request, so that it cannot forge log lines. */
const REQUEST_ID = /^[\w.-]{1,64}$/;
const UNMATCHED = 'unmatched';
/** nginx's number for a connection that ended before there was an answer; Node's own is still 200 then. */
const UNANSWERED = 499;

/** One request and its answer as the log and the metrics see it: a line and an observation when it is over. */
export class Exchange {
  readonly requestId: string;
  /** Path of the request without its query, which may hold anything. */
  readonly path: string;
  private readonly startedAt = performance.now();
  private route = UNMATCHED;
  private caller?: string;
  private problem?: Problem;
  private isStream = false;
  /** Absent when nothing is traced. */
  private readonly span?: OpenSpan;

  constructor(
    private readonly request: IncomingMessage,
    private readonly response: ServerResponse,
    target: string,
    private readonly sinks: {metrics: HttpMetrics; logger: Logger},
  ) {
    const given = request.headers['x-request-id'];
    this.requestId = typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
    this.path = target.split('?', 1)[0] ?? '';
    this.span = openSpan(request.method ?? '', {kind: Kind.SERVER}, request.headers as Carrier);
    response.on('close', () => this.within(() => this.over()));
  }

  /** What is done for it, which is the trace that its caller began, or one of its own. */
  within<T>(work: () => T): T {
    return this.span ? this.span.within(work) : work();
  }

  routed(pattern: string | undefined): void {
    this.route = pattern ?? UNMATCHED;
  }

  calledBy(caller: UserProfile | undefined): void {
    this.caller = caller?.name;
  }

  /** It goes on for as long as both sides like, so that its duration says nothing. */
  markStream(): void {
    this.isStream = true;
  }

  failed(problem: Problem): void {
    this.problem = problem;
  }

  private over(): void {
    const seconds = (performance.now() - this.startedAt) / 1_000;
    const {method = ''} = this.request;
    const status = this.response.headersSent ? this.response.statusCode : UNANSWERED;
    if (!this.isStream) this.sinks.metrics.observe({method, route: this.route, status, seconds});
    this.endSpan(method, status);
    const line = {
      requestId: this.requestId,
      method,
      path: this.path,
      route: this.route,
      status,
      durationMs: Math.round(seconds * 1e5) / 100,
      user: this.caller,
      code: this.problem?.code,
      aborted: this.response.writableFinished ? undefined : true,
    };
    if (status >= 500)
      this.sinks.logger.error({...line, err: this.problem?.cause ?? this.problem}, 'request failed');
    else this.sinks.logger.info(line, 'request');
  }

  /** By the conventions for HTTP; never the query, which may hold anything. */
  private endSpan(method: string, status: number): void {
    const isMatched = this.route !== UNMATCHED;
    this.span?.end({
      name: isMatched ? `${method} ${this.route}` : method,
      attributes: {
        'http.request.method': method,
        'url.path': this.path,
        'http.response.status_code': status,
        ...(isMatched && {'http.route': this.route}),
      },
      // Of a server only its own failures are errors.
      error: status >= 500 ? (this.problem ?? {code: String(status)}) : undefined,
    });
  }
}
