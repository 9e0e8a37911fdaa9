import type {V1ObjectMeta} from '@kubernetes/client-node';

/** An object as it goes to the API server or into a file: members have the names that they have there. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: V1ObjectMeta & {readonly name: string};
}
