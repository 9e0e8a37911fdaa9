import type {KubernetesObject} from '@kubernetes/client-node';
import {createHash} from 'node:crypto';
import {hostname} from 'node:os';
import type {Logger} from 'pino';
import {LRUCache} from 'lru-cache';
import type {ApiClient} from './api-client';
import {pathOf, resourceOf} from './resources';
import {TokenBucket} from './token-bucket';

const CONTROLLER = 'artistas.dev/operator';
/** The same event again within this time counts up the first one. As Kubernetes' own recorders do. */
const SERIES_MS = 6 * 60_000;
/** New ones of one object; more are dropped. As Kubernetes' own recorders do. Counting up is as often as what is told of. */
const PER_OBJECT = {perSecond: 1 / 300, burst: 25};
const MAX_REMEMBERED = 2_000;
const MAX_NOTE_CHARS = 1_000;
const EVENT = resourceOf('Event');

export interface OperatorEvent {
  readonly type: 'Normal' | 'Warning';
  /** PascalCase. */
  readonly reason: string;
  /** What was done or tried, PascalCase. */
  readonly action: string;
  /** For people; no secret. */
  readonly note: string;
}

/** Tells people what happened to an object. An event that cannot be written is logged, and nothing else comes of it. */
export class EventRecorder {
  private readonly series = new LRUCache<string, {readonly name: string; count: number}>({
    max: MAX_REMEMBERED,
    ttl: SERIES_MS,
    updateAgeOnGet: true,
  });
  private readonly buckets = new LRUCache<string, TokenBucket>({max: MAX_REMEMBERED});

  constructor(
    private readonly client: ApiClient,
    private readonly logger: Logger,
  ) {}

  async record(regarding: KubernetesObject, event: OperatorEvent): Promise<void> {
    const uid = regarding.metadata?.uid ?? '';
    const id = JSON.stringify([uid, event]);
    if (!this.series.has(id) && !this.bucketOf(uid).tryTake()) return;
    try {
      await this.write(regarding, event, id);
    } catch (error) {
      this.logger.warn({part: 'events', err: error, reason: event.reason}, 'event not written');
    }
  }

  private bucketOf(uid: string): TokenBucket {
    const bucket = this.buckets.get(uid) ?? new TokenBucket(PER_OBJECT);
    this.buckets.set(uid, bucket);
    return bucket;
  }

  private async write(regarding: KubernetesObject, event: OperatorEvent, id: string): Promise<void> {
    const {namespace = '', name = '', uid} = regarding.metadata ?? {};
    const now = new Date().toISOString().replace('Z', '000Z');
    const known = this.series.get(id);
    if (known) {
      known.count += 1;
      await this.client.merge(pathOf(EVENT, namespace, known.name), {
        series: {count: known.count, lastObservedTime: now},
      });
      return;
    }
    const suffix = createHash('sha256').update(`${id} ${now}`).digest('hex').slice(0, 16);
    const eventName = `${name.slice(0, 200)}.${suffix}`;
    await this.client.call({
      method: 'POST',
      path: pathOf(EVENT, namespace),
      body: {
        apiVersion: EVENT.apiVersion,
        kind: EVENT.kind,
        metadata: {name: eventName, namespace},
        eventTime: now,
        reportingController: CONTROLLER,
        reportingInstance: hostname(),
        ...event,
        note: event.note.slice(0, MAX_NOTE_CHARS),
        regarding: {apiVersion: regarding.apiVersion, kind: regarding.kind, namespace, name, uid},
      },
    });
    this.series.set(id, {name: eventName, count: 1});
  }
}
