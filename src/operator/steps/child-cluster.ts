import type {V1JobStatus, V1Pod} from '@kubernetes/client-node';
import type {LRUCache} from 'lru-cache';
import type {ArtistasApi} from '../api/artistas-api';
import type {Manifest} from '../api/manifest';
import {Component, componentsSelector} from '../manifests/names';
import type {ApiClient} from '../runtime/api-client';
import type {Applied, Applier, KeptObject} from '../runtime/applier';
import {ifAbsent} from '../runtime/api-error';
import type {EventRecorder} from '../runtime/event-recorder';
import type {OperatorMetrics} from '../runtime/operator-metrics';
import {pathOf, pathOfObject, resourceOf} from '../runtime/resources';
import type {ClusterView} from './cluster-view';
import {childKey, Cluster, Ending} from './types';

export interface ChildClusterParts {
  readonly client: ApiClient;
  readonly applier: Applier;
  readonly view: ClusterView;
  readonly events: EventRecorder;
  readonly metrics: OperatorMetrics;
  /** How Jobs ended that are over, by uid; `false`: nobody knows any more. */
  readonly endings: LRUCache<string, Ending | false>;
}

/** The object asks for a kind that the cluster does not have. */
export class KindMissingError extends Error {
  override readonly name = 'KindMissingError';
  constructor({kind, apiVersion}: Manifest) {
    super(`The cluster has no kind ${kind} of ${apiVersion}.`);
  }
}

/** What steps do in the cluster for one object; what somebody had changed becomes an event of the object. */
export class ChildCluster implements Cluster {
  constructor(
    private readonly parts: ChildClusterParts,
    private readonly cr: Pick<ArtistasApi, 'apiVersion' | 'kind' | 'metadata'>,
    private readonly children: ReadonlyMap<string, KeptObject>,
  ) {}

  async apply(manifest: Manifest): Promise<Applied> {
    const {applier, events, metrics, view} = this.parts;
    if (!view.serves(manifest.kind)) throw new KindMissingError(manifest);
    const applied = await applier.apply(manifest, this.children.get(childKey(manifest)));
    if (applied.outcome === 'repaired') {
      metrics.onRepair(manifest.kind);
      await events.record(this.cr, {
        type: 'Warning',
        reason: 'Repaired',
        action: 'Repair',
        note: `${manifest.kind} "${manifest.metadata.name}" was changed or deleted by somebody, and is as asked for again.`,
      });
    }
    return applied;
  }

  handOver(object: KeptObject, fields: object): Promise<void> {
    return this.parts.applier.handOver(object, fields);
  }

  create(manifest: Manifest): Promise<boolean> {
    return this.parts.applier.create(manifest);
  }

  remove(object: KeptObject): Promise<void> {
    return this.parts.applier.remove(object);
  }

  async resume(job: KeptObject): Promise<void> {
    await this.parts.client.merge(pathOfObject(job), {spec: {suspend: false}}).catch(ifAbsent);
  }

  findSecret(name: string): {readonly isOurs: boolean} | undefined {
    const {namespace, name: instance} = this.cr.metadata;
    const found = this.parts.view.reference('Secret', `${namespace}/${name}`);
    return found && {isOurs: found.instance === instance};
  }

  removeSecret(name: string): Promise<void> {
    return this.parts.client.remove(pathOf(resourceOf('Secret'), this.cr.metadata.namespace, name));
  }

  async podCount(...components: readonly Component[]): Promise<number> {
    const {items} = await this.parts.client.get<{readonly items: readonly V1Pod[]}>(
      pathOf(resourceOf('Pod'), this.cr.metadata.namespace),
      {labelSelector: componentsSelector(this.cr, components)},
    );
    return items.length;
  }

  async endingOf({metadata, status}: KeptObject): Promise<Ending | undefined> {
    const {endings} = this.parts;
    const {uid = ''} = metadata;
    const known = endings.get(uid);
    if (known !== undefined) return known || undefined;
    const {items} = await this.parts.client.get<{readonly items: readonly V1Pod[]}>(
      pathOf(resourceOf('Pod'), metadata.namespace),
      {labelSelector: `batch.kubernetes.io/controller-uid=${uid}`},
    );
    const ended = items.flatMap(({status}) => status?.containerStatuses?.[0]?.state?.terminated ?? []);
    const newest = ended.sort((a, b) => String(b.finishedAt).localeCompare(String(a.finishedAt)))[0];
    const ending = newest && {exitCode: newest.exitCode, message: newest.message ?? ''};
    if ((status as V1JobStatus | undefined)?.completionTime) endings.set(uid, ending ?? false);
    return ending;
  }
}
