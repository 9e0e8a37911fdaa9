import {LRUCache} from 'lru-cache';
import type {Logger} from 'pino';
import type {ArtistasApi} from '../api/artistas-api';
import {KIND, RequestKind} from '../api/group';
import type {ApiClient} from '../runtime/api-client';
import {Applier} from '../runtime/applier';
import {Controller, Reconcile} from '../runtime/controller';
import {EventRecorder} from '../runtime/event-recorder';
import type {OperatorMetrics} from '../runtime/operator-metrics';
import {watchArchives} from './archive-metrics';
import {ClusterView} from './cluster-view';
import {countByCondition} from './conditions';
import {readQueueKey} from './queue-key';
import {Reconciler, ReconcilerParts} from './reconcile';
import {ReferenceHashes} from './reference-hashes';
import {RequestReconciler} from './requests';
import {StatusWriter} from './status-writer';

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
    const events = new EventRecorder(client, logger);
    const shared: ReconcilerParts = {
      client,
      view: this.view,
      applier: new Applier(client),
      events,
      hashes: new ReferenceHashes(client),
      status: new StatusWriter(client, events),
      metrics,
      endings: new LRUCache({max: MAX_ENDINGS}),
      now: () => `${new Date().toISOString().slice(0, -5)}Z`,
    };
    const [installations, requests] = [new Reconciler(shared), new RequestReconciler(shared)];
    const reconcile: Reconcile = (queued, failureCount) => {
      const [kind, key] = readQueueKey(queued);
      return kind === KIND
        ? installations.reconcile(key, failureCount)
        : requests.reconcile(kind as RequestKind, key);
    };
    this.controller = new Controller(reconcile, metrics, logger);
    const objects = (): readonly ArtistasApi[] =>
      this.view.all() as readonly object[] as readonly ArtistasApi[];
    watchArchives(metrics.registry, objects);
    metrics.watchState({
      queue: this.controller.queue,
      objects: () => countByCondition(objects()),
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
