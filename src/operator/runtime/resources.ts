import type {KubernetesObject} from '@kubernetes/client-node';

/** A kind as the API server files it. */
export interface Resource {
  readonly apiVersion: string;
  readonly kind: string;
  /** Its name in paths. */
  readonly plural: string;
}

/** Every kind that the operator reads or writes. */
const KINDS: readonly Resource[] = [
  {apiVersion: 'artistas.dev/v1alpha1', kind: 'ArtistasApi', plural: 'artistasapis'},
  {apiVersion: 'artistas.dev/v1alpha1', kind: 'ArtistasBackup', plural: 'artistasbackups'},
  {apiVersion: 'artistas.dev/v1alpha1', kind: 'ArtistasRestore', plural: 'artistasrestores'},
  {apiVersion: 'v1', kind: 'ConfigMap', plural: 'configmaps'},
  {apiVersion: 'v1', kind: 'Pod', plural: 'pods'},
  {apiVersion: 'v1', kind: 'PersistentVolumeClaim', plural: 'persistentvolumeclaims'},
  {apiVersion: 'v1', kind: 'Secret', plural: 'secrets'},
  {apiVersion: 'v1', kind: 'Service', plural: 'services'},
  {apiVersion: 'v1', kind: 'ServiceAccount', plural: 'serviceaccounts'},
  {apiVersion: 'apps/v1', kind: 'Deployment', plural: 'deployments'},
  {apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', plural: 'horizontalpodautoscalers'},
  {apiVersion: 'batch/v1', kind: 'CronJob', plural: 'cronjobs'},
  {apiVersion: 'batch/v1', kind: 'Job', plural: 'jobs'},
  {apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', plural: 'leases'},
  {apiVersion: 'events.k8s.io/v1', kind: 'Event', plural: 'events'},
  {apiVersion: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute', plural: 'httproutes'},
  {apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', plural: 'ingresses'},
  {apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', plural: 'networkpolicies'},
  {apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', plural: 'poddisruptionbudgets'},
];

const byKind = new Map(KINDS.map(resource => [resource.kind, resource]));

/** @throws Error for a kind that the operator does not know */
export function resourceOf(kind: string): Resource {
  const found = byKind.get(kind);
  if (!found) throw new Error(`The operator knows no kind ${kind}.`);
  return found;
}

/**
 * Path below the API server's address.
 * @param namespace absent: all namespaces
 * @param rest name, and subresource if one is meant
 */
export function pathOf(
  {apiVersion, plural}: Resource,
  namespace?: string,
  ...rest: readonly string[]
): string {
  const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const inside = namespace === undefined ? [] : ['namespaces', namespace];
  return [root, ...inside, plural, ...rest].join('/');
}

/** Path of one object, by what it says of itself. */
export function pathOfObject({kind = '', metadata}: KubernetesObject, ...rest: readonly string[]): string {
  return pathOf(resourceOf(kind), metadata?.namespace, metadata?.name ?? '', ...rest);
}

/** `namespace/name`, as queues and stores know an object. */
export function keyOf({metadata}: KubernetesObject): string {
  return `${metadata?.namespace ?? ''}/${metadata?.name ?? ''}`;
}
