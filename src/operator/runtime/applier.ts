import type {KubernetesObject, V1ObjectMeta} from '@kubernetes/client-node';
import {FIELD_MANAGER} from '../api/group';
import type {ApiClient} from './api-client';
import {isConflict, isNotFound} from './api-error';
import {fingerprintOf, hashOf} from './fingerprint';
import {keyOf, pathOf, pathOfObject, resourceOf} from './resources';
import type {StoredObject} from './types';

/** No object that is stored has it, so whatever is there is in conflict with it. */
const NO_VERSION = '1';
/** Holds a field between us, who want it no more, and whoever is going to. */
const HANDOVER_MANAGER = `${FIELD_MANAGER}-handover`;

/** What is remembered of an object in the cluster: who it is, how it is, and a hash of what we have applied to it. */
export interface KeptObject {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata: StoredObject['metadata'];
  readonly spec?: unknown;
  readonly status?: unknown;
  readonly fingerprint: string;
}

export interface Applied {
  /** `repaired`: it was as wanted before, and somebody changed or deleted it. */
  readonly outcome: 'unchanged' | 'created' | 'changed' | 'repaired';
  /** As it is now; absent while the cache has not heard yet of what we wrote last. */
  readonly live?: KeptObject;
}

/** What is kept of an object: no templates, nobody's field sets. */
export function keptOf(object: StoredObject): KeptObject {
  const {apiVersion, kind, metadata} = object;
  const {spec, status} = object as {spec?: {replicas?: number}; status?: unknown};
  const {name, namespace, uid, resourceVersion, generation, creationTimestamp} = metadata;
  const {labels, ownerReferences, deletionTimestamp} = metadata;
  return {
    apiVersion,
    kind,
    metadata: {
      ...{name, namespace, uid, resourceVersion, generation, creationTimestamp},
      ...{labels, ownerReferences, deletionTimestamp},
    },
    ...(spec?.replicas !== undefined && {spec: {replicas: spec.replicas}}),
    ...(status !== undefined && {status}),
    fingerprint: fingerprintOf(object, FIELD_MANAGER),
  };
}

/** An object of that name is there and is not ours. */
export class NameTakenError extends Error {
  override readonly name = 'NameTakenError';
  constructor(kind: string, name: string) {
    super(`${kind} "${name}" exists and is not ours; rename or delete it.`);
  }
}

interface Remembered {
  readonly wanted: string;
  readonly fingerprint: string;
  readonly version: string | undefined;
}

/**
 * Writes objects by server-side apply, and only those that are not as we left them: it remembers what was wanted and what
 * the server made of it. After a start it remembers nothing and applies each once, which the server answers without a
 * write when nothing differs.
 */
export class Applier {
  /** By the owner's key, then by the object's. */
  private readonly remembered = new Map<string, Map<string, Remembered>>();

  constructor(private readonly client: ApiClient) {}

  /**
   * @param wanted has an owner; an object of that name with another owner, or none, is not touched
   * @param kept what the cache has; it may be older than what we wrote
   * @throws NameTakenError, ApiError
   */
  async apply(wanted: KubernetesObject, kept: KeptObject | undefined): Promise<Applied> {
    const key = `${wanted.kind} ${keyOf(wanted)}`;
    const ofOwner = this.rememberedOf(wanted);
    const before = ofOwner.get(key);
    const hash = hashOf(wanted);
    const note = (stored: StoredObject): KeptObject => {
      const live = keptOf(stored);
      ofOwner.set(key, {wanted: hash, fingerprint: live.fingerprint, version: live.metadata.resourceVersion});
      return live;
    };
    const made = kept ? undefined : await this.tryCreate(wanted);
    if (made) return {outcome: before?.wanted === hash ? 'repaired' : 'created', live: note(made)};
    const found = kept ?? (await this.find(wanted));
    if (found && !isOurs(found, wanted.metadata))
      throw new NameTakenError(wanted.kind ?? '', found.metadata.name);
    if (found && before?.wanted === hash) {
      if (found.fingerprint === before.fingerprint) return {outcome: 'unchanged', live: found};
      if (isOlder(found, before)) return {outcome: 'unchanged'};
    }
    const live = note(await this.patch(wanted, FIELD_MANAGER));
    return {outcome: outcomeOf(before?.wanted === hash, found, live.metadata.resourceVersion), live};
  }

  /** Creates what must not be overwritten. @returns whether it was absent */
  async create(wanted: KubernetesObject): Promise<boolean> {
    const path = pathOf(resourceOf(wanted.kind ?? ''), wanted.metadata?.namespace);
    try {
      await this.client.call({method: 'POST', path, query: {fieldManager: FIELD_MANAGER}, body: wanted});
      return true;
    } catch (error) {
      if (isConflict(error)) return false;
      throw error;
    }
  }

  /**
   * Leaves fields of this very object to whoever sets them next. Of a field that its last owner wants no more the server
   * makes the default; what another name wants too stays as it is.
   * @param fields such as `{spec: {replicas: 3}}`
   */
  async handOver(object: KeptObject, fields: object): Promise<void> {
    const {apiVersion, kind, metadata} = object;
    const {name, namespace, uid} = metadata;
    await this.patch({apiVersion, kind, metadata: {name, namespace, uid}, ...fields}, HANDOVER_MANAGER);
  }

  /** Deletes this very object, and what hangs on it; one that is gone, or was replaced meanwhile, is fine. */
  async remove(object: KeptObject): Promise<void> {
    this.rememberedOf(object).delete(`${object.kind} ${keyOf(object)}`);
    await this.delete(object, {uid: object.metadata.uid});
  }

  /** The same for one that has not changed in anything since it was seen; one that has is fine, too. */
  removeAsSeen(object: KubernetesObject): Promise<void> {
    return this.delete(object, {resourceVersion: object.metadata?.resourceVersion});
  }

  /** The owner is gone, and what it owned goes too. @param key `namespace/name` of the owner */
  forget(key: string): void {
    this.remembered.delete(key);
  }

  private async delete(object: KubernetesObject, preconditions: object): Promise<void> {
    const body = {preconditions, propagationPolicy: 'Background'};
    try {
      await this.client.call({method: 'DELETE', path: pathOfObject(object), body});
    } catch (error) {
      if (!isNotFound(error) && !isConflict(error)) throw error;
    }
  }

  private rememberedOf({metadata}: KubernetesObject): Map<string, Remembered> {
    const owner = metadata?.ownerReferences?.find(one => one.controller)?.name ?? '';
    const key = `${metadata?.namespace ?? ''}/${owner}`;
    const found = this.remembered.get(key) ?? new Map<string, Remembered>();
    this.remembered.set(key, found);
    return found;
  }

  /**
   * Applies what is absent. Somebody else's object is not even looked at, so there is no moment in which it could come.
   * @returns undefined when an object of that name is there
   */
  private async tryCreate(wanted: KubernetesObject): Promise<StoredObject | undefined> {
    try {
      const metadata = {...wanted.metadata, resourceVersion: NO_VERSION};
      return await this.patch({...wanted, metadata}, FIELD_MANAGER);
    } catch (error) {
      if (isConflict(error)) return undefined;
      throw error;
    }
  }

  private patch(body: KubernetesObject, fieldManager: string): Promise<StoredObject> {
    return this.client.apply(pathOfObject(body), body, fieldManager);
  }

  private async find(wanted: KubernetesObject): Promise<KeptObject | undefined> {
    const found = await this.client.find<StoredObject>(pathOfObject(wanted));
    return found && keptOf(found);
  }
}

/** A cache that has not heard yet of our own write shows what was before, which is nobody's doing. */
function isOlder({metadata}: KeptObject, before: Remembered): boolean {
  return Number(metadata.resourceVersion) < Number(before.version);
}

function outcomeOf(wasWanted: boolean, found: KeptObject | undefined, version?: string): Applied['outcome'] {
  if (wasWanted) return 'repaired';
  if (!found) return 'created';
  return found.metadata.resourceVersion === version ? 'unchanged' : 'changed';
}

/** One that lost its owner, but was applied by us, is ours to put right. */
function isOurs({metadata, fingerprint}: KeptObject, wanted: V1ObjectMeta | undefined): boolean {
  const owner = wanted?.ownerReferences?.find(one => one.controller);
  const liveOwner = metadata.ownerReferences?.find(one => one.controller);
  return liveOwner ? liveOwner.uid === owner?.uid : fingerprint !== '';
}
