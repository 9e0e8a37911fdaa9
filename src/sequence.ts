import {BindingScope, Getter, inject, injectable} from '@loopback/core';
import {HttpHandler, RequestContext, RestBindings, RestServer, SequenceHandler} from '@loopback/rest';
import type {UserProfile} from '@loopback/security';
import type {IncomingMessage, ServerResponse} from 'node:http';
import type {Logger} from 'pino';
import {accessOf, requireAccess, strategiesFor} from './auth/access';
import type {Authenticator} from './auth/authenticator';
import {AuthKeys} from './auth/keys';
import {CacheKeys} from './cache/keys';
import type {ResponseCache} from './cache/response-cache';
import type {Idempotency} from './idempotency/idempotency';
import {IdempotencyKeys} from './idempotency/keys';
import {Exchange} from './observability/exchange';
import type {HttpMetrics} from './observability/http-metrics';
import {ObservabilityKeys} from './observability/keys';
import {problems} from './problems/catalogue';
import type {Problem} from './problems/problem';
import {RateLimitKeys} from './rate-limit/keys';
import type {RequestLimiter} from './rate-limit/request-limiter';
import {RealtimeKeys} from './realtime/keys';
import type {Sockets} from './realtime/sockets';
import type {ClientAddress} from './rest/client-address';
import {asExpress} from './rest/compiled/express';
import type {Match, Operations} from './rest/compiled/operations';
import type {Call, Operation} from './rest/compiled/types';
import type {CorsPolicy} from './rest/cors';
import {HttpBindings} from './rest/keys';
import {acceptsJson, shownPath} from './rest/negotiation';
import {AS_OFTEN_AS_ASKED, fingerprintOf, idempotencyKeyOf, OncePerKey} from './rest/once';
import type {PathRouter} from './rest/path-router';
import {toSent} from './rest/representation';
import {requestPath, requestTarget, requireOneHost} from './rest/request-path';
import {toProblem} from './rest/to-problem';
import type {Once} from './rest/types';
import {type Answer, commonHead, writeProblem, writeReply} from './rest/writer';

/** Any other one is refused before anything is looked at. */
const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

const READS: ReadonlySet<string> = new Set(['GET', 'HEAD']);

/** Asked for in them, a part or a version that is not there would be an error of the framework's own. */
const UNUSED_BY_FILES = ['if-match', 'if-unmodified-since', 'range'];

/**
 * Everything that happens to a request, in order; what a client sees depends on this order. The HTTP server calls it before
 * the framework's own request handler, which leads here, too.
 */
@injectable({scope: BindingScope.SINGLETON})
export class ApiSequence implements SequenceHandler {
  constructor(
    @inject(HttpBindings.OPERATIONS) private readonly operations: Operations,
    @inject(HttpBindings.PATH_ROUTER) private readonly router: PathRouter,
    @inject(HttpBindings.CORS) private readonly cors: CorsPolicy,
    @inject(HttpBindings.CLIENT_ADDRESS) private readonly addresses: ClientAddress,
    @inject(CacheKeys.RESPONSES) private readonly answers: ResponseCache,
    @inject(IdempotencyKeys.IDEMPOTENCY) private readonly idempotency: Idempotency,
    @inject(AuthKeys.AUTHENTICATOR) private readonly authenticator: Authenticator,
    @inject(AuthKeys.CATALOGO_IS_PUBLIC) private readonly isCatalogoPublic: boolean,
    @inject(RateLimitKeys.REQUEST_LIMITER) private readonly limiter: RequestLimiter,
    @inject(RealtimeKeys.SOCKETS) private readonly sockets: Sockets,
    @inject(ObservabilityKeys.HTTP_METRICS) private readonly metrics: HttpMetrics,
    @inject(ObservabilityKeys.LOGGER) private readonly logger: Logger,
    @inject(RestBindings.SERVER) private readonly server: RestServer,
    @inject.getter(RestBindings.HANDLER) private readonly getFrameworkHandler: Getter<HttpHandler>,
  ) {}

  handle({request, response}: RequestContext): Promise<void> {
    return this.serve(request, response);
  }

  /** Answers a request, whatever becomes of it. */
  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const target = requestTarget(request);
    const exchange = new Exchange(request, response, target, {metrics: this.metrics, logger: this.logger});
    const isSecure = this.addresses.isSecure(request);
    const head = commonHead({requestId: exchange.requestId, isSecure}, this.cors.fieldsFor(request));
    try {
      await exchange.within(() => this.answer({request, response, head}, exchange));
    } catch (error) {
      const problem = toProblem(error, request);
      exchange.failed(problem);
      head.moveTo(response);
      writeProblem({request, response, path: exchange.path, requestId: exchange.requestId}, problem);
    }
  }

  private async answer(answer: Answer, exchange: Exchange): Promise<void> {
    const {request, response, head} = answer;
    const method = request.method!;
    if (!METHODS.has(method)) throw problems.methodUnsupported();
    requireOneHost(request);
    const path = shownPath(request, requestPath(requestTarget(request)));
    if (method === 'OPTIONS') head.moveTo(response);
    if (this.cors.answerPreflight(request, response)) return;
    const found = this.operations.match(method, path);
    const match = found instanceof Promise ? await found : found;
    const operation = match?.operation;
    exchange.routed(operation?.route.path);
    if (operation?.isStream) exchange.markStream();
    if (!match && method === 'OPTIONS') return this.answerOptions(response, path);
    const question = operation?.reads && this.answers.ask();
    if (question) await question.sent;

    // A wrong method on an open path is told as such, not asked for credentials.
    const known = operation?.route ?? this.router.matchPath(path);
    const strategies = strategiesFor(known, path);
    const caller = await this.authenticator.authenticate(request, strategies);
    exchange.calledBy(caller);
    const policy = this.limiter.policyFor(path);
    if (policy) {
      await this.limiter.count(policy, this.limitKey(request, caller), headers => {
        for (const [name, value] of Object.entries(headers)) head.set(name, value);
      });
    }
    const access = accessOf(operation?.route, path);
    const isOpen = strategies.length === 0 || (access === 'catalogo' && this.isCatalogoPublic);
    if (!caller && !isOpen) throw credentialsProblem(path);
    // Nobody is told that of a method which there is not.
    if (operation || !known) requireAccess(access, caller);
    if (operation) {
      operation.requireMediaType(request);
      if (!operation.negotiates && !acceptsJson(request)) throw problems.notAcceptable();
    }
    if (this.sockets.owns(path)) {
      // The pages of some transports are scripts; and it lasts as long as the client waits for events.
      head.remove('Content-Security-Policy');
      head.moveTo(response);
      exchange.markStream();
      return this.sockets.answer(path, request, response);
    }
    if (!match) return this.sendAsset(answer, path);
    const invoke = () => this.invoke(match, {...answer, caller}, path);
    const {reads: tables} = match.operation;
    const result = tables
      ? await this.answers.get(question, {key: requestTarget(request), tables}, async () =>
          toSent(await invoke()),
        )
      : await invoke();
    // A controller may have written the answer itself.
    if (!response.headersSent && result !== response) writeReply(answer, result);
  }

  private async invoke({operation, params}: Match, call: Call, path: string): Promise<unknown> {
    const {request, caller} = call;
    const key = operation.isOnce ? idempotencyKeyOf(request) : undefined;
    const args = await operation.readArguments(request, params);
    return this.call(operation, args, {
      ...call,
      caller: caller && this.withOrigin(caller, call),
      once: operation.isOnce
        ? this.onceFor(key, call, () => fingerprintOf(request.method!, path, args))
        : undefined,
    });
  }

  /** The last step. */
  protected call(operation: Operation, args: readonly unknown[], call: Call): unknown {
    return operation.invoke(args, call);
  }

  private onceFor(chave: string | undefined, {caller}: Call, fingerprint: () => Buffer): Once {
    if (chave === undefined) return AS_OFTEN_AS_ASKED;
    const usuarioId = caller!['id'] as number;
    return new OncePerKey(this.idempotency, {usuarioId, chave, impressao: fingerprint()});
  }

  /** Who writes is written down with where it came from; reads, which are many, are not. */
  private withOrigin(caller: UserProfile, {request, head}: Call): UserProfile {
    if (READS.has(request.method!)) return caller;
    const requisicao = head.get('X-Request-Id');
    return {...caller, endereco: this.addresses.of(request), requisicao};
  }

  /** Static files live behind the framework's own router; a path with routes for other methods is no file. */
  private async sendAsset({request, response, head}: Answer, path: string): Promise<void> {
    const allowed = this.router.allowedMethods(path);
    if (allowed.length > 0) throw problems.methodNotAllowed(allowed);
    // Files have validators of their own; asking whether they changed is enough, and they are sent whole.
    head.set('Cache-Control', 'no-cache');
    head.set('Accept-Ranges', 'none');
    for (const name of UNUSED_BY_FILES) delete request.headers[name];
    const exchange = asExpress(this.server, {request, response, head});
    const handler = await this.getFrameworkHandler();
    await handler.findRoute(exchange.request).invokeHandler(exchange as RequestContext, []);
  }

  private answerOptions(response: ServerResponse, path: string): void {
    const allowed = this.router.allowedMethods(path);
    if (allowed.length === 0) throw problems.routeNotFound();
    const implied = allowed.includes('GET') ? ['HEAD', 'OPTIONS'] : ['OPTIONS'];
    response.setHeader('Allow', [...allowed, ...implied].join(','));
    response.end();
  }

  private limitKey(request: IncomingMessage, caller?: UserProfile): string {
    if (caller) return `user:${caller.name ?? ''}`;
    return `address:${this.addresses.limitKey(request)}`;
  }
}

/** People come to the monitor page by browser, which shows its sign-in dialog and this page behind it. */
function credentialsProblem(path: string): Problem {
  return path.endsWith('/monitor.html')
    ? problems.monitorCredentialsRequired()
    : problems.credentialsRequired();
}
