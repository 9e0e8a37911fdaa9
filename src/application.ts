import {BootMixin} from '@loopback/boot';
import {ApplicationConfig} from '@loopback/core';
import {RepositoryMixin} from '@loopback/repository';
import {RestApplication, RestBindings} from '@loopback/rest';
import {ServiceMixin} from '@loopback/service-proxy';
import {join} from 'node:path';
import {AuthComponent} from './auth/auth.component';
import {AuthKeys} from './auth/keys';
import type {Config} from './config/config';
import {addFoundation, addWorker, ApplicationParts} from './foundation';
import {addDashboard} from './jobs/dashboard';
import {openApiBase} from './openapi-base';
import {RateLimitKeys} from './rate-limit/keys';
import {RateLimitComponent} from './rate-limit/rate-limit.component';
import {ClientAddress} from './rest/client-address';
import {CorsPolicy} from './rest/cors';
import {addExplorer} from './rest/explorer';
import {HttpBindings} from './rest/keys';
import {OpenApiDocument} from './rest/openapi-document';
import {PathRouter} from './rest/path-router';
import {PUBLIC_DIR} from './rest/public-dir';
import {ApiSequence} from './sequence';

/** Header 10 s; longer ones come from slow or hostile clients. */
const HEADERS_TIMEOUT_MS = 10_000;
/** Longer than that of proxies in front, so that they close an idle connection first. */
const KEEP_ALIVE_TIMEOUT_MS = 75_000;

/** The API's table of contents: components added, bindings made. */
export class ArtistasApplication extends BootMixin(ServiceMixin(RepositoryMixin(RestApplication))) {
  constructor(parts: ApplicationParts) {
    const {config} = parts;
    super(restConfig(config));
    this.projectRoot = __dirname;
    addFoundation(this, parts);
    if (config.runsWorker) addWorker(this);

    this.bind(AuthKeys.SETTINGS).to(config.auth);
    this.component(AuthComponent);
    this.bind(RateLimitKeys.LIMIT).to(config.rateLimit);
    this.component(RateLimitComponent);

    this.bind(HttpBindings.CORS).to(new CorsPolicy(config.corsOrigins));
    this.bind(HttpBindings.CLIENT_ADDRESS).to(new ClientAddress(config.trustedProxies));
    this.bind(HttpBindings.BODY_LIMIT_BYTES).to(config.bodyLimitBytes);
    this.bind(RestBindings.ROUTER).to(new PathRouter());
    const readSpec = () => this.restServer.getApiSpec();
    this.bind(HttpBindings.OPENAPI_DOCUMENT).to(new OpenApiDocument(readSpec));
    this.static('/monitor', join(PUBLIC_DIR, 'monitor'));
    addExplorer(this);
    addDashboard(this);
    this.sequence(ApiSequence);
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
      headersTimeout: HEADERS_TIMEOUT_MS,
      keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
      expressSettings: {'x-powered-by': false, etag: false, env: 'production'},
      openApiSpec: {disabled: true},
    },
  };
}
