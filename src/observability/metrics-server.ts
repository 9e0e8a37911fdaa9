import {BindingScope, inject, injectable, LifeCycleObserver} from '@loopback/core';
import {repository} from '@loopback/repository';
import {once} from 'node:events';
import {createServer, IncomingMessage, Server, ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import type {Logger} from 'pino';
import type {Registry} from 'prom-client';
import {DatabaseStateRepository} from '../repositories/database-state.repository';
import {ObservabilityKeys} from './keys';
import {registerPoolMetrics, registerProcessMetrics} from './process-metrics';
import type {Readiness} from './readiness';
import type {AdminPage, BuildInfo, Health, MetricsAddress} from './types';

/** A scrape is a short GET; whatever takes longer than this is none. */
const REQUEST_TIMEOUT_MS = 5_000;
const MAX_CONNECTIONS = 20;
const PROBES = /^\/(startup|live|ready)$/;
const UP: Health = {status: 'UP'};
const STARTING: Health = {status: 'OUT_OF_SERVICE'};

/**
 * Serves `/metrics`, `/startup`, `/live` and `/ready` for the probes of every process, and what administrators may see, on
 * a port of its own: never open to the public by accident, and answered however busy the API is. `/startup` tells whether
 * the process has begun its work, `/live` that it answers at all, whatever becomes of the services it uses, and `/ready`
 * whether it should get requests now.
 */
@injectable({scope: BindingScope.SINGLETON})
export class MetricsServer implements LifeCycleObserver {
  private readonly server: Server;

  constructor(
    @inject(ObservabilityKeys.METRICS_ADDRESS) private readonly wanted: MetricsAddress,
    @inject(ObservabilityKeys.REGISTRY) private readonly registry: Registry,
    @inject(ObservabilityKeys.BUILD_INFO) private readonly build: BuildInfo,
    @repository(DatabaseStateRepository) private readonly database: DatabaseStateRepository,
    @inject(ObservabilityKeys.READINESS) private readonly readiness: Readiness,
    @inject(ObservabilityKeys.LOGGER) private readonly logger: Logger,
    @inject(ObservabilityKeys.ADMIN_PAGE, {optional: true}) private readonly adminPage?: AdminPage,
  ) {
    this.server = createServer((request, response) => void this.answer(request, response));
    this.server.requestTimeout = REQUEST_TIMEOUT_MS;
    this.server.headersTimeout = REQUEST_TIMEOUT_MS;
    this.server.maxConnections = MAX_CONNECTIONS;
  }

  /** Port it listens on, once started. */
  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  async start(): Promise<void> {
    registerProcessMetrics(this.registry, this.build);
    registerPoolMetrics(this.registry, () => this.database.poolCounts());
    this.server.listen(this.wanted);
    await once(this.server, 'listening');
  }

  async stop(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, 'close');
  }

  private async probe(path: string): Promise<Health> {
    if (path === '/ready') return this.readiness.check();
    return path === '/live' || this.readiness.hasStarted ? UP : STARTING;
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const {method, url = ''} = request;
    try {
      if (this.adminPage && url.startsWith('/admin/')) return await this.adminPage.serve(request, response);
      const path = method === 'GET' ? url.split('?', 1)[0] : undefined;
      if (path === '/metrics') {
        const text = await this.registry.metrics();
        response.writeHead(200, {'Content-Type': this.registry.contentType}).end(text);
      } else if (path !== undefined && PROBES.test(path)) {
        const {status} = await this.probe(path);
        const body = JSON.stringify({status});
        response.writeHead(status === 'UP' ? 200 : 503, {'Content-Type': 'application/json'}).end(body);
      } else {
        response.writeHead(404).end();
      }
    } catch (error) {
      this.logger.error({err: error, part: 'metrics'}, 'metrics cannot be gathered');
      response.writeHead(500).end();
    }
  }
}
