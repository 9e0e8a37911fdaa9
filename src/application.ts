import {BootMixin} from '@loopback/boot';
import {ApplicationConfig, CoreBindings, CoreTags, createBindingFromClass} from '@loopback/core';
import {RepositoryMixin} from '@loopback/repository';
import {RestApplication, RestBindings} from '@loopback/rest';
import {ServiceMixin} from '@loopback/service-proxy';
import type {Server} from 'node:http';
import type {Server as SecureServer} from 'node:https';
import {join} from 'node:path';
import {refusalOf} from './auth/access';
import {AuthComponent} from './auth/auth.component';
import {AuthKeys} from './auth/keys';
import {CacheComponent} from './cache/cache.component';
import {CacheKeys} from './cache/keys';
import type {Config} from './config/config';
import {addFoundation, addWorker, ApplicationParts} from './foundation';
import {Dashboard} from './jobs/dashboard';
import {JobKeys} from './jobs/keys';
import {ObservabilityKeys} from './observability/keys';
import {openApiBase} from './openapi-base';
import {RateLimitKeys} from './rate-limit/keys';
import {RateLimitComponent} from './rate-limit/rate-limit.component';
import {RealtimeKeys} from './realtime/keys';
import {RealtimeComponent} from './realtime/realtime.component';
import {Admission} from './rest/admission';
import {ApiServer} from './rest/api-server';
import {addCatalogoFiles} from './rest/catalogo-files';
import {ClientAddress} from './rest/client-address';
import {Operations} from './rest/compiled/operations';
import {CorsPolicy} from './rest/cors';
import {drainServer} from './rest/drain';
import {addExplorer} from './rest/explorer';
import {limitServer} from './rest/http-limits';
import {HttpBindings} from './rest/keys';
import {OpenApiDocument} from './rest/openapi-document';
import {PathRouter} from './rest/path-router';
import {PUBLIC_DIR} from './rest/public-dir';
import {COMMON_HEADER_LINES} from './rest/writer';
import {ApiSequence} from './sequence';

/** Room for the answers that are kept: some 30,000 pages of 20 rows. */
const RESPONSE_CACHE_BYTES = 32 * 1024 * 1024;

const SERVER = `${CoreBindings.SERVERS}.RestServer`;

/** The API's table of contents: components added, bindings made. */
export class ArtistasApplication extends BootMixin(ServiceMixin(RepositoryMixin(RestApplication))) {
  private readonly maxConnections: number;

  constructor(parts: ApplicationParts) {
    const {config} = parts;
    super(restConfig(config));
    this.maxConnections = config.maxConnections;
    this.projectRoot = __dirname;
    // The framework means its server to start last and to stop first, but sorts by this tag, which it does not set.
    this.getBinding(SERVER)
      .toClass(ApiServer)
      .tag({[CoreTags.LIFE_CYCLE_OBSERVER_GROUP]: 'server'});
    addFoundation(this, parts);
    if (config.runsWorker) addWorker(this);

    this.bind(AuthKeys.SETTINGS).to(config.auth);
    this.bind(AuthKeys.CATALOGO_IS_PUBLIC).to(config.catalogo.isPublic);
    this.component(AuthComponent);
    this.bind(RateLimitKeys.LIMITS).to({default: config.rateLimit, catalogo: config.catalogo.rateLimit});
    this.component(RateLimitComponent);

    this.bind(CacheKeys.MAX_BYTES).to(config.responseCache ? RESPONSE_CACHE_BYTES : 0);
    this.component(CacheComponent);

    this.bind(RealtimeKeys.SETTINGS).to({login: config.events.login});
    this.component(RealtimeComponent);

    this.add(createBindingFromClass(Admission, {key: HttpBindings.ADMISSION}));
    this.bind(HttpBindings.CORS).to(new CorsPolicy(config.corsOrigins));
    this.bind(HttpBindings.CLIENT_ADDRESS).to(new ClientAddress(config.trustedProxies));
    this.bind(HttpBindings.BODY_LIMIT_BYTES).to(config.bodyLimitBytes);
    const {uploadLimitBytes: fileBytes, uploadMaxFiles: files} = config.storage;
    this.bind(HttpBindings.UPLOAD_LIMITS).to({fileBytes, files});
    this.bind(RestBindings.ROUTER).to(new PathRouter());
    this.restServer.add(createBindingFromClass(Operations, {key: HttpBindings.OPERATIONS}));
    const readSpec = () => this.restServer.getApiSpec();
    this.bind(HttpBindings.OPENAPI_DOCUMENT).to(new OpenApiDocument(readSpec, refusalOf));
    this.static('/monitor', join(PUBLIC_DIR, 'monitor'));
    addCatalogoFiles(this);
    addExplorer(this);
    this.add(createBindingFromClass(Dashboard, {key: ObservabilityKeys.ADMIN_PAGE}));
    this.sequence(ApiSequence);
  }

  /** Starts, and takes sockets too. */
  async serve(): Promise<void> {
    await this.start();
    const {server} = this.restServer.httpServer ?? {};
    if (!server) return;
    limitServer(server, {maxConnections: this.maxConnections, refusalHeaders: COMMON_HEADER_LINES});
    await this.takeRequests(server);
    (await this.get(HttpBindings.ADMISSION)).attach(server);
    (await this.get(RealtimeKeys.SOCKETS)).attach(server);
  }

  /** Puts the sequence before the framework's own request handler, whose containers cost more than all the rest. */
  private async takeRequests(server: Server | SecureServer): Promise<void> {
    await (await this.restServer.get(HttpBindings.OPERATIONS)).compileAll();
    const sequence = await this.restServer.get<ApiSequence>(RestBindings.SEQUENCE);
    server.removeAllListeners('request');
    server.on('request', (request, response) => {
      sequence.serve(request, response).catch((error: Error) => response.destroy(error));
    });
  }

  /** Serves on for so long while requests, sockets and jobs go elsewhere, then lets running requests finish. */
  async drain(seconds: number): Promise<void> {
    const {server} = this.restServer.httpServer ?? {};
    if (!server) return;
    const sockets = await this.get(RealtimeKeys.SOCKETS);
    const jobs = await this.get(JobKeys.RUNNER, {optional: true});
    await Promise.all([jobs?.stop(), sockets.drain(seconds), drainServer(server, seconds)]);
  }

  /** The document names the bodies of all operations, which are known once their controllers are loaded. */
  override async boot(): Promise<void> {
    await super.boot();
    this.api(openApiBase());
  }
}

function restConfig({port, host}: Config): ApplicationConfig {
  return {
    // The process handles signals itself: it has more to stop than this application.
    shutdown: {signals: []},
    rest: {
      port,
      host,
      listenOnStart: false,
      expressSettings: {'x-powered-by': false, etag: false, env: 'production'},
      openApiSpec: {disabled: true},
    },
  };
}
