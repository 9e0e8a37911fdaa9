import {BindingScope, inject, injectable} from '@loopback/core';
import type {IncomingMessage, RequestListener, Server, ServerResponse} from 'node:http';
import type {Server as SecureServer} from 'node:https';
import type {Logger} from 'pino';
import {Counter, Gauge, Registry} from 'prom-client';
import {ObservabilityKeys} from '../observability/keys';
import type {ClientAddress} from './client-address';
import type {CorsPolicy} from './cors';
import {hasBody, isWhole} from './http-limits';
import {HttpBindings} from './keys';
import {Refusal} from './refusal';
import {RefusedConnections} from './refused-connections';

/** Probes have to be answered always, and connections that last as long as a client likes are no load by themselves. */
const EXEMPT = /^\/(actuator|health|ready|live|ws|socket\.io|objetos|api\/v1\/eventos(\?|$))/;
/** How long a request should wait for those before it. Some need several turns, and all of them a second at most. */
const WAIT_SECONDS = 0.15;
const ADJUST_EVERY_MS = 250;
/** Weight of the newest reading. */
const NEWEST = 0.4;
const MIN_LIMIT = 16;
/** Before anything was measured, and again when all is calm. */
const CALM_LIMIT = 256;
const MAX_LIMIT = 2_000;
/** Part of the way back to the calm limit at each adjustment. */
const RELAX = 0.1;
/** So many times the limit are far too many: those that came while all was calm, or before work became slow. */
const CROWDED = 1.5;
/** After so long without a refusal it is over. */
const OVER_MS = 5_000;

/**
 * Takes no more requests than can be answered in time, and refuses the others at once, before anything is done for them:
 * a queue that grows makes all of them late. By Little's law those inside wait for as long as they are many, divided by
 * how many are done a second; so while there are too many, the limit follows what is done, whatever is scarce: this
 * process's time, connections of the pool, or the database.
 */
@injectable({scope: BindingScope.SINGLETON})
export class Admission {
  private running = 0;
  private limit = CALM_LIMIT;
  private done = 0;
  private perSecond = 0;
  /** Most that ran at once since the last adjustment. */
  private peak = 0;
  private adjustedAt = performance.now();
  private refusedAt = -Infinity;
  private refusedCount = 0;
  private readonly refusal: Refusal;
  private readonly connections = new RefusedConnections(() => this.running > CROWDED * this.limit);
  private readonly refused: Counter;

  constructor(
    @inject(HttpBindings.CORS) cors: CorsPolicy,
    @inject(HttpBindings.CLIENT_ADDRESS) addresses: ClientAddress,
    @inject(ObservabilityKeys.LOGGER) private readonly logger: Logger,
    @inject(ObservabilityKeys.REGISTRY) registry: Registry,
  ) {
    this.refusal = new Refusal(cors, addresses);
    const registers = [registry];
    this.refused = new Counter({
      name: 'artistas_http_requests_refused_total',
      help: 'Requests that were refused because too many were running',
      registers,
    });
    const gauge = (name: string, help: string, read: () => number): void => {
      const added: Gauge = new Gauge({name, help, registers, collect: () => added.set(read())});
    };
    gauge('artistas_http_requests_running', 'Requests that are being answered', () => this.running);
    gauge('artistas_http_requests_limit', 'How many may be at once', () => Math.floor(this.limit));
  }

  /** Stands before whoever answers the requests of a server that has just started. */
  attach(server: Server | SecureServer): void {
    const listeners = server.listeners('request') as RequestListener[];
    server.removeAllListeners('request');
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      if (this.admits(request, response))
        for (const listener of listeners) listener.call(server, request, response);
      else this.refuseOnceWhole(request, response);
    });
    const timer = setInterval(() => this.adjust(), ADJUST_EVERY_MS).unref();
    server.once('close', () => clearInterval(timer));
  }

  private admits(request: IncomingMessage, response: ServerResponse): boolean {
    if (EXEMPT.test(request.url ?? '')) return true;
    if (this.running >= this.limit) return false;
    const leave = this.enter(response);
    // A request is work once it is there as a whole; how long its client takes to send it is not ours to count.
    if (hasBody(request))
      setImmediate(() => {
        if (request.complete || response.closed) return;
        leave();
        request.once('end', () => response.closed || this.enter(response));
      });
    return true;
  }

  /** Counts it until it has been answered. @returns ends that before */
  private enter(response: ServerResponse): () => void {
    this.peak = Math.max(this.peak, ++this.running);
    const answered = (): void => {
      this.running--;
      this.done++;
    };
    response.on('close', answered);
    return () => {
      response.off('close', answered);
      this.running--;
    };
  }

  /**
   * At once: what waits for it holds all that a request takes, and the collector has to move that. Only a body is waited for,
   * of which what came together with its head is read within the turn, since an answer before its end ends the connection.
   */
  private refuseOnceWhole(request: IncomingMessage, response: ServerResponse): void {
    if (isWhole(request)) return this.refuse(request, response);
    const refuse = (): void => {
      clearImmediate(late);
      request.off('end', refuse);
      this.refuse(request, response);
    };
    const late = setImmediate(refuse);
    request.once('end', refuse).resume();
  }

  private refuse(request: IncomingMessage, response: ServerResponse): void {
    const now = performance.now();
    if (now - this.refusedAt > OVER_MS) {
      this.logger.warn({part: 'http', limit: Math.floor(this.limit)}, 'too many requests: some are refused');
      // At the next adjustment those that came while all was calm would have waited already.
      this.followWork();
    }
    this.refusedAt = now;
    this.refusedCount++;
    this.refused.inc();
    this.connections.add(response);
    this.refusal.write(request, response);
  }

  private followWork(): void {
    this.limit = Math.min(MAX_LIMIT, Math.max(MIN_LIMIT, this.perSecond * WAIT_SECONDS));
  }

  private adjust(): void {
    const now = performance.now();
    const measured = (this.done * 1000) / (now - this.adjustedAt);
    this.perSecond += (measured - this.perSecond) * NEWEST;
    if (this.peak >= this.limit) this.followWork();
    // Between full and half full nothing can be learned.
    else if (this.peak < this.limit / 2 && this.limit < CALM_LIMIT)
      this.limit += (CALM_LIMIT - this.limit) * RELAX;
    this.peak = this.running;
    this.done = 0;
    this.adjustedAt = now;
    if (this.refusedCount === 0 || now - this.refusedAt <= OVER_MS) return;
    this.logger.info({part: 'http', refused: this.refusedCount}, 'no requests are refused any more');
    this.refusedCount = 0;
  }
}
