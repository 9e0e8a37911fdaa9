import type {KubernetesObject, V1ObjectMeta} from '@kubernetes/client-node';

/** Any object that has been stored: the API server has given it a name. */
export type StoredObject = KubernetesObject & {readonly metadata: V1ObjectMeta & {name: string}};

/** One line of a watch. `object` of an ERROR is a Status, that of a BOOKMARK has a resource version and nothing else. */
export interface WatchEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';
  readonly object: StoredObject;
}

/** How an API server is reached, and as whom. */
export interface Credentials {
  /** Such as `https://10.96.0.1:443`, perhaps with a path. */
  readonly server: string;
  readonly tls: {
    readonly ca?: string;
    readonly cert?: string;
    readonly key?: string;
    readonly servername?: string;
    readonly rejectUnauthorized?: boolean;
  };
  readonly headers: Readonly<Record<string, string>>;
}

/** Gives the present credentials; they are read again when the server refuses them. */
export interface CredentialSource {
  get(): Promise<Credentials>;
  /** Called on 401: what `get` gave is not good any more. */
  forget(): void;
}
