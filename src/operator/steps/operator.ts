import {LRUCache} from 'lru-cache';
import type {Logger} from 'pino';
import type {ArtistasApi} from '../api/artistas-api';
import type {ApiClient} from '../runtime/api-client';
import {Applier} from '../runtime/applier';
import {Controller} from '../runtime/controller';
import {EventRecorder} from '../runtime/event-recorder';
import type {OperatorMetrics} from '../runtime/operator-metrics';
import {ClusterView} from './cluster-view';
import {Reconciler} from './reconcile';
import {countByCondition} from './summary';
import {ReferenceHashes} from './reference-hashes';

/** One or two Jobs an object. */
const MAX_ENDINGS = 1_000;

export interface OperatorParts {
  /** Its fence holds every write. */
  readonly client: ApiClient;
  /** Empty: all. */
  readonly namespaces: readonly string[];
  readonly metrics: OperatorMetrics;
  readonly logger: Logger;
  readonly isLeading: () => boolean;
}

/** Everything that a leader does: watches, and passes over what has changed. */
export class Operator {
  private readonly view: ClusterView;
  private readonly controller: Controller;
  private readonly watching = new AbortController();

  constructor(private readonly parts: OperatorParts) {
    const {client, namespaces, metrics, logger} = parts;
    this.view = new ClusterView({client, namespaces, logger, onKey: key => this.controller.queue.add(key)});
    const reconciler = new Reconciler({
      client,
      view: this.view,
      applier: new Applier(client),
      events: new EventRecorder(client, logger),
      hashes: new ReferenceHashes(client),
      metrics,
      endings: new LRUCache({max: MAX_ENDINGS}),
      now: () => `${new Date().toISOString().slice(0, -5)}Z`,
    });
    this.controller = new Controller((key, failures) => reconciler.reconcile(key, failures), metrics, logger);
    metrics.watchState({
      queue: this.controller.queue,
      objects: () => countByCondition(this.view.all() as readonly Pick<ArtistasApi, 'status'>[]),
      reflectors: () => this.view.reflectors,
      isLeading: parts.isLeading,
    });
  }

  /** Passes begin once everything has been seen: what was not seen yet would be taken for missing. */
  async start(): Promise<void> {
    await this.view.start(this.watching.signal);
    this.controller.start();
    this.parts.logger.info('all is in sight');
  }

  /** Lets what has begun come to its end, and begins nothing new. */
  async stop(): Promise<void> {
    await this.controller.stop();
    this.watching.abort();
  }
}
