import {LRUCache} from 'lru-cache';
import type {ApiClient} from '../runtime/api-client';
import {isNotFound} from '../runtime/api-error';
import {hashOf} from '../runtime/fingerprint';
import {pathOf, resourceOf} from '../runtime/resources';
import type {StoredObject} from '../runtime/types';

export type ReferenceKind = 'Secret' | 'ConfigMap';

/** What is known of the content of a Secret or ConfigMap: no value. */
export interface Content {
  readonly version: string | undefined;
  readonly hash: string;
  readonly keys: readonly string[];
}

interface Holder extends StoredObject {
  readonly data?: Readonly<Record<string, string>>;
  readonly binaryData?: Readonly<Record<string, string>>;
}

/** A few for each object; one that was forgotten is read again. */
const MAX_KNOWN = 10_000;

/** Hashes of Secrets and ConfigMaps, each read once a version. Values are hashed where they come in and forgotten. */
export class ReferenceHashes {
  private readonly known = new LRUCache<string, Content>({max: MAX_KNOWN});

  constructor(private readonly client: ApiClient) {}

  /**
   * @param version resource version that the watch has seen; absent: none has been seen, which may only mean not yet
   * @returns undefined when there is no such object
   */
  async find(
    kind: ReferenceKind,
    namespace: string,
    name: string,
    version: string | undefined,
  ): Promise<Content | undefined> {
    const key = `${kind} ${namespace}/${name}`;
    const known = this.known.get(key);
    if (known && known.version === version) return known;
    try {
      const holder = await this.client.get<Holder>(pathOf(resourceOf(kind), namespace, name));
      const values = {...holder.binaryData, ...holder.data};
      const content = {
        version: holder.metadata.resourceVersion,
        hash: hashOf(values),
        keys: Object.keys(values),
      };
      this.known.set(key, content);
      return content;
    } catch (error) {
      if (!isNotFound(error)) throw error;
      this.known.delete(key);
      return undefined;
    }
  }
}
