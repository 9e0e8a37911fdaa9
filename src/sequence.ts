import {BindingScope, inject, injectable} from '@loopback/core';
import {Request, RequestContext, ResolvedRoute, RestBindings, SequenceHandler} from '@loopback/rest';
import {SecurityBindings, UserProfile} from '@loopback/security';
import type {Logger} from 'pino';
import {accessOf, requireAccess, strategiesFor} from './auth/access';
import type {Authenticator} from './auth/authenticator';
import {AuthKeys} from './auth/keys';
import type {Idempotency} from './idempotency/idempotency';
import {IdempotencyKeys} from './idempotency/keys';
import {Exchange} from './observability/exchange';
import type {HttpMetrics} from './observability/http-metrics';
import {ObservabilityKeys} from './observability/keys';
import {problems} from './problems/catalogue';
import type {Problem} from './problems/problem';
import {isExempt} from './rate-limit/exempt';
import {RateLimitKeys} from './rate-limit/keys';
import type {RequestLimiter} from './rate-limit/request-limiter';
import {RealtimeKeys} from './realtime/keys';
import type {Sockets} from './realtime/sockets';
import type {ClientAddress} from './rest/client-address';
import type {CorsPolicy} from './rest/cors';
import {HttpBindings} from './rest/keys';
import {acceptsJson} from './rest/negotiation';
import {AS_OFTEN_AS_ASKED, fingerprintOf, idempotencyKeyOf, OncePerKey} from './rest/once';
import {operationArgs, requireMediaType} from './rest/operation-args';
import type {PathRouter} from './rest/path-router';
import {requestPath, requireOneHost} from './rest/request-path';
import {toProblem} from './rest/to-problem';
import type {UploadLimits} from './rest/types';
import {writeCommonHeaders, writeProblem, writeReply} from './rest/writer';

/** Any other one is refused before anything is looked at. */
const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

const READS: ReadonlySet<string> = new Set(['GET', 'HEAD']);
const EVENT_STREAM = 'text/event-stream';

/** Asked for in them, a part or a version that is not there would be an error of the framework's own. */
const UNUSED_BY_FILES = ['if-match', 'if-unmodified-since', 'range'];

/** Everything that happens to a request, in order; what a client sees depends on this order. */
@injectable({scope: BindingScope.SINGLETON})
export class ApiSequence implements SequenceHandler {
  constructor(
    @inject(HttpBindings.PATH_ROUTER) private readonly router: PathRouter,
    @inject(HttpBindings.CORS) private readonly cors: CorsPolicy,
    @inject(HttpBindings.CLIENT_ADDRESS) private readonly addresses: ClientAddress,
    @inject(HttpBindings.BODY_LIMIT_BYTES) private readonly bodyBytes: number,
    @inject(HttpBindings.UPLOAD_LIMITS) private readonly uploads: UploadLimits,
    @inject(IdempotencyKeys.IDEMPOTENCY) private readonly idempotency: Idempotency,
    @inject(AuthKeys.AUTHENTICATOR) private readonly authenticator: Authenticator,
    @inject(RateLimitKeys.REQUEST_LIMITER) private readonly limiter: RequestLimiter,
    @inject(RealtimeKeys.SOCKETS) private readonly sockets: Sockets,
    @inject(ObservabilityKeys.HTTP_METRICS) private readonly metrics: HttpMetrics,
    @inject(ObservabilityKeys.LOGGER) private readonly logger: Logger,
  ) {}

  async handle(context: RequestContext): Promise<void> {
    const {request, response} = context;
    const exchange = new Exchange(request, response, {metrics: this.metrics, logger: this.logger});
    const isSecure = this.addresses.isSecure(request);
    writeCommonHeaders(response, {requestId: exchange.requestId, isSecure});
    this.cors.allow(request, response);
    try {
      await exchange.within(() => this.answer(context, exchange));
    } catch (error) {
      const problem = toProblem(error, request);
      exchange.failed(problem);
      writeProblem({request, response, path: exchange.path, requestId: exchange.requestId}, problem);
    }
  }

  private async answer(context: RequestContext, exchange: Exchange): Promise<void> {
    const {request, response} = context;
    if (!METHODS.has(request.method)) throw problems.methodUnsupported();
    requireOneHost(request);
    // The framework's Express application shortens `url`.
    const path = requestPath(request.originalUrl);
    if (this.cors.answerPreflight(request, response)) return;
    const route = this.router.match(request.method, path);
    exchange.routed(route?.path);
    if (isEventStream(route)) exchange.markStream();
    if (!route && request.method === 'OPTIONS') return this.answerOptions(context, path);

    // A wrong method on an open path is told as such, not asked for credentials.
    const known = route ?? this.router.matchPath(path);
    const strategies = strategiesFor(known, path);
    const caller = await this.authenticator.authenticate(request, strategies);
    exchange.calledBy(caller);
    if (!isExempt(path)) {
      await this.limiter.count(this.limitKey(request, caller), headers => {
        for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
      });
    }
    if (!caller && strategies.length > 0) throw credentialsProblem(path);
    // Nobody is told that of a method which there is not.
    if (route || !known) requireAccess(accessOf(route, path), caller);
    if (route) {
      requireMediaType(request, route);
      requireAcceptable(request, route);
    }
    if (this.sockets.owns(path)) {
      // The pages of some transports are scripts; and it lasts as long as the client waits for events.
      response.removeHeader('Content-Security-Policy');
      exchange.markStream();
      return this.sockets.answer(path, request, response);
    }
    await this.invoke(context, route ?? (await this.assetRoute(context, path)), {path, caller});
  }

  private async invoke(
    context: RequestContext,
    route: ResolvedRoute,
    {path, caller}: {path: string; caller?: UserProfile},
  ): Promise<void> {
    const {request, response} = context;
    const key = route.spec['x-once'] ? idempotencyKeyOf(request) : undefined;
    const args = await operationArgs(request, route, {bodyBytes: this.bodyBytes, uploads: this.uploads});
    if (caller) context.bind(SecurityBindings.USER).to(this.withOrigin(caller, context));
    if (route.spec['x-once']) {
      const impressao = fingerprintOf(request.method, path, args);
      const keyed = key && {usuarioId: caller!['id'] as number, chave: key, impressao};
      context.bind(HttpBindings.ONCE).to(keyed ? new OncePerKey(this.idempotency, keyed) : AS_OFTEN_AS_ASKED);
    }
    route.updateBindings(context);
    const result: unknown = await route.invokeHandler(context, args);
    // A third-party controller may have written the answer itself.
    if (!response.headersSent && result !== response) writeReply(request, response, result);
  }

  /** Who writes is written down with where it came from; reads, which are many, are not. */
  private withOrigin(caller: UserProfile, {request, response}: RequestContext): UserProfile {
    if (READS.has(request.method)) return caller;
    const requisicao = response.getHeader('X-Request-Id') as string;
    return {...caller, endereco: this.addresses.of(request), requisicao};
  }

  /** Static files live behind the framework's own router; a path with routes for other methods is no file. */
  private async assetRoute(context: RequestContext, path: string): Promise<ResolvedRoute> {
    const allowed = this.router.allowedMethods(path);
    if (allowed.length > 0) throw problems.methodNotAllowed(allowed);
    // Files have validators of their own; asking whether they changed is enough, and they are sent whole.
    context.response.setHeader('Cache-Control', 'no-cache');
    context.response.setHeader('Accept-Ranges', 'none');
    for (const name of UNUSED_BY_FILES) delete context.request.headers[name];
    const handler = await context.get(RestBindings.HANDLER);
    return handler.findRoute(context.request);
  }

  private answerOptions({response}: RequestContext, path: string): void {
    const allowed = this.router.allowedMethods(path);
    if (allowed.length === 0) throw problems.routeNotFound();
    const implied = allowed.includes('GET') ? ['HEAD', 'OPTIONS'] : ['OPTIONS'];
    response.setHeader('Allow', [...allowed, ...implied].join(','));
    response.end();
  }

  private limitKey(request: Request, caller?: UserProfile): string {
    if (caller) return `user:${caller.name ?? ''}`;
    return `address:${this.addresses.limitKey(request)}`;
  }
}

/** An operation answers JSON unless it names other media types, between which it chooses itself. */
function requireAcceptable(request: Request, {spec}: ResolvedRoute): void {
  if (spec['x-media-types'] === undefined && !acceptsJson(request)) throw problems.notAcceptable();
}

function isEventStream(route: ResolvedRoute | undefined): boolean {
  return (route?.spec['x-media-types'] as readonly string[] | undefined)?.includes(EVENT_STREAM) === true;
}

/** People come to the monitor page by browser, which shows its sign-in dialog and this page behind it. */
function credentialsProblem(path: string): Problem {
  return path.endsWith('/monitor.html')
    ? problems.monitorCredentialsRequired()
    : problems.credentialsRequired();
}
