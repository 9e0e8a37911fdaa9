import type {Logger} from 'pino';
import {FIELD_MANAGER, KIND, REQUEST_KINDS} from '../api/group';
import {instanceOf, isOwned, MANAGED_BY_LABEL, MANAGED_SELECTOR} from '../manifests/names';
import type {References} from '../manifests/references';
import type {ApiClient} from '../runtime/api-client';
import {KeptObject, keptOf} from '../runtime/applier';
import {Reflector} from '../runtime/reflector';
import {resourceOf} from '../runtime/resources';
import type {StoredObject} from '../runtime/types';
import type {ReferenceKind} from './reference-hashes';
import {queueKey} from './queue-key';
import {childKey} from './types';

/** What the operator makes, but for Secrets, of which only metadata is watched. */
const CHILD_KINDS = [
  'CronJob',
  'Deployment',
  'HTTPRoute',
  'HorizontalPodAutoscaler',
  'Ingress',
  'Job',
  'NetworkPolicy',
  'PodDisruptionBudget',
  'Service',
  'ServiceAccount',
];
const REFERENCE_KINDS: readonly ReferenceKind[] = ['Secret', 'ConfigMap'];

/** What is kept of a Secret or a ConfigMap. */
export interface Reference {
  readonly version: string | undefined;
  /** Name of the object it was made for; absent: it is not ours. */
  readonly instance?: string;
  /** It goes with that object. */
  readonly isOwned?: true;
}

export interface ClusterViewOptions {
  readonly client: ApiClient;
  /** Empty: all. */
  readonly namespaces: readonly string[];
  /** Told the key of each object that needs a pass. */
  readonly onKey: (key: string) => void;
  readonly logger: Logger;
}

/** What can be said of a watch without knowing what it keeps. */
export type Watched = Pick<Reflector<unknown>, 'kind' | 'ageSeconds' | 'isServed' | 'synced' | 'run'>;

/** All that is watched, with what of it belongs to which object. */
export class ClusterView {
  readonly reflectors: Watched[] = [];
  /** By kind; one a namespace. */
  private readonly objects = new Map<string, Reflector<StoredObject>[]>();
  private readonly references: Record<ReferenceKind, Reflector<Reference>[]> = {Secret: [], ConfigMap: []};
  private readonly children = new Map<string, Map<string, KeptObject>>();
  /** What each object refers to, once it has been passed over. */
  private readonly referred = new Map<string, References>();

  constructor(private readonly options: ClusterViewOptions) {
    const {namespaces} = options;
    for (const namespace of namespaces.length > 0 ? namespaces : [undefined]) this.addNamespace(namespace);
  }

  /** Resolves when everything has been listed once. @param signal ends it */
  async start(signal: AbortSignal): Promise<void> {
    for (const reflector of this.reflectors) void reflector.run(signal);
    await Promise.all(this.reflectors.map(({synced}) => synced));
  }

  /** An object of ours as the API server has it. @param kind default: `ArtistasApi` */
  find(key: string, kind = KIND): StoredObject | undefined {
    const reflectors = this.objects.get(kind) ?? [];
    return reflectors.map(reflector => reflector.get(key)).find(found => found !== undefined);
  }

  /** All `ArtistasApi`, as the API server has them. */
  all(): StoredObject[] {
    return (this.objects.get(KIND) ?? []).flatMap(reflector =>
      [...reflector.entries()].map(([, object]) => object),
    );
  }

  /** Whether the cluster has a kind, as far as is known; of what is not watched it is taken to. */
  serves(kind: string): boolean {
    return !this.reflectors.some(reflector => reflector.kind === kind && !reflector.isServed);
  }

  /** By `Kind name`. */
  childrenOf(key: string): ReadonlyMap<string, KeptObject> {
    return this.children.get(key) ?? new Map<string, KeptObject>();
  }

  reference(kind: ReferenceKind, key: string): Reference | undefined {
    return this.references[kind].map(reflector => reflector.get(key)).find(found => found !== undefined);
  }

  /** From now on a change of these is a reason for a pass over the object. */
  refer(key: string, references: References): void {
    this.referred.set(key, references);
  }

  /** The object is gone. */
  forget(key: string): void {
    this.referred.delete(key);
  }

  private addNamespace(namespace: string | undefined): void {
    const {client, onKey, logger} = this.options;
    const shared = {client, namespace, logger};
    for (const kind of [KIND, ...REQUEST_KINDS]) {
      const objects = new Reflector<StoredObject>({
        ...shared,
        resource: resourceOf(kind),
        // A Role of the release before does not name the others, and installations are looked after all the same.
        isOptional: kind !== KIND,
        keep: object => ({...object, metadata: {...object.metadata, managedFields: undefined}}),
        onChange: key => onKey(queueKey(kind, key)),
      });
      this.objects.set(kind, [...(this.objects.get(kind) ?? []), objects]);
      this.reflectors.push(objects);
    }
    for (const kind of CHILD_KINDS) {
      const options = {...shared, resource: resourceOf(kind), labelSelector: MANAGED_SELECTOR, keep: keptOf};
      const onChange = (_: string, now?: KeptObject, before?: KeptObject): void =>
        this.noteChild(now, before);
      this.reflectors.push(new Reflector<KeptObject>({...options, onChange}));
    }
    for (const kind of REFERENCE_KINDS) {
      const options = {...shared, resource: resourceOf(kind), metadataOnly: true, keep: referenceOf};
      const onChange = (key: string): void => this.noteReference(kind, key);
      const reflector = new Reflector<Reference>({...options, onChange});
      this.references[kind].push(reflector);
      this.reflectors.push(reflector);
    }
  }

  private noteChild(now: KeptObject | undefined, before: KeptObject | undefined): void {
    if (before) this.children.get(ownerKey(before))?.delete(childKey(before));
    if (now) {
      const siblings = this.children.get(ownerKey(now)) ?? new Map<string, KeptObject>();
      this.children.set(ownerKey(now), siblings.set(childKey(now), now));
    }
    const known = [before, now].filter(one => one !== undefined);
    for (const key of new Set(known.flatMap(requestKeys))) this.options.onKey(key);
    for (const key of new Set(known.map(ownerKey))) {
      if (this.children.get(key)?.size === 0) this.children.delete(key);
      this.options.onKey(key);
    }
  }

  private noteReference(kind: ReferenceKind, changed: string): void {
    const [namespace, name = ''] = changed.split('/');
    for (const [key, {secrets, configMaps}] of this.referred) {
      const names = kind === 'Secret' ? secrets : configMaps;
      if (key.startsWith(`${namespace}/`) && names.includes(name)) this.options.onKey(key);
    }
  }
}

/** Key of the object that a child says it belongs to. */
function ownerKey({metadata}: KeptObject): string {
  return `${metadata.namespace}/${instanceOf(metadata)}`;
}

/** Of the request that a Job was made for, if it was. */
function requestKeys({metadata}: KeptObject): string[] {
  const owner = metadata.ownerReferences?.find(one => one.controller);
  const kind = REQUEST_KINDS.find(one => one === owner?.kind);
  return owner && kind ? [queueKey(kind, `${metadata.namespace}/${owner.name}`)] : [];
}

function referenceOf({metadata}: StoredObject): Reference {
  const isManaged = metadata.labels?.[MANAGED_BY_LABEL] === FIELD_MANAGER;
  const instance = isManaged ? instanceOf(metadata) : undefined;
  return {
    version: metadata.resourceVersion,
    ...(instance !== undefined && {instance}),
    ...(isOwned(metadata) && {isOwned: true}),
  };
}
