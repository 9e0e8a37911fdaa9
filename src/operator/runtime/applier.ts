import type {KubernetesObject, V1ObjectMeta} from '@kubernetes/client-node';
import type {ApiClient} from './api-client';
import {isConflict, isNotFound} from './api-error';
import {fingerprintOf, hashOf} from './fingerprint';
import {keyOf, pathOf, pathOfObject, resourceOf} from './resources';
import type {StoredObject} from './types';

/** Whose fields ours are. It never changes: the fields of another name would stay for ever. */
export const FIELD_MANAGER = 'artistas-operator';

/** What is remembered of an object in the cluster: who it is, how it is, and a hash of what we have applied to it. */
export type KeptObject = StoredObject & {readonly fingerprint: string};

/** `repaired`: it was as wanted before, and somebody changed or deleted it. */
export type Applied = 'unchanged' | 'created' | 'changed' | 'repaired';

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
  private readonly remembered = new Map<string, Remembered>();

  constructor(private readonly client: ApiClient) {}

  /**
   * @param wanted has an owner; an object of that name with another owner, or none, is not touched
   * @param kept what the cache has; it may be older than what we wrote
   * @throws NameTakenError, ApiError
   */
  async apply(wanted: KubernetesObject, kept: KeptObject | undefined): Promise<Applied> {
    const key = `${wanted.kind} ${keyOf(wanted)}`;
    const live = kept ?? (await this.find(wanted));
    if (live && !isOurs(live, wanted.metadata)) {
      throw new NameTakenError(wanted.kind ?? '', live.metadata.name);
    }
    const before = this.remembered.get(key);
    const hash = hashOf(wanted);
    if (live && before?.wanted === hash && isAsLeft(live, before)) return 'unchanged';
    const stored = await this.client.call<StoredObject>({
      method: 'PATCH',
      path: pathOfObject(wanted),
      query: {fieldManager: FIELD_MANAGER, force: true},
      contentType: 'application/apply-patch+yaml',
      body: wanted,
    });
    const version = stored.metadata.resourceVersion;
    this.remembered.set(key, {wanted: hash, fingerprint: fingerprintOf(stored, FIELD_MANAGER), version});
    if (before?.wanted === hash) return 'repaired';
    if (!live) return 'created';
    return live.metadata.resourceVersion === version ? 'unchanged' : 'changed';
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

  /** Deletes this very object, and what hangs on it; one that is gone, or was replaced meanwhile, is fine. */
  async remove(object: KeptObject): Promise<void> {
    this.forget(object);
    const body = {preconditions: {uid: object.metadata.uid}, propagationPolicy: 'Background'};
    try {
      await this.client.call({method: 'DELETE', path: pathOfObject(object), body});
    } catch (error) {
      if (!isNotFound(error) && !isConflict(error)) throw error;
    }
  }

  /** What happens to it from now on is not a change of what we left. */
  forget(object: KubernetesObject): void {
    this.remembered.delete(`${object.kind} ${keyOf(object)}`);
  }

  private async find(wanted: KubernetesObject): Promise<KeptObject | undefined> {
    try {
      const live = await this.client.get<StoredObject>(pathOfObject(wanted));
      return {...live, fingerprint: fingerprintOf(live, FIELD_MANAGER)};
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  }
}

/** A cache that has not heard yet of our own write shows what was before, which is nobody's doing. */
function isAsLeft({metadata, fingerprint}: KeptObject, before: Remembered): boolean {
  if (fingerprint === before.fingerprint) return true;
  const [seen, left] = [Number(metadata.resourceVersion), Number(before.version)];
  return seen < left;
}

/** One that lost its owner, but was applied by us, is ours to put right. */
function isOurs({metadata, fingerprint}: KeptObject, wanted: V1ObjectMeta | undefined): boolean {
  const owner = wanted?.ownerReferences?.find(one => one.controller);
  const liveOwner = metadata.ownerReferences?.find(one => one.controller);
  return liveOwner ? liveOwner.uid === owner?.uid : fingerprint !== '';
}
