/** An object that belongs to an `ArtistasApi`, and a change of what the operator asks for in it. */
export interface NamedObject {
  readonly kind: string;
  readonly name: (instance: string) => string;
  /** A merge patch. */
  readonly harm: object;
}

const suffixed =
  (suffix: string) =>
  (instance: string): string =>
    `${instance}-${suffix}`;

/** One of each kind that every installation has. */
export const OWNED: readonly NamedObject[] = [
  {kind: 'Deployment', name: suffixed('api'), harm: {spec: {replicas: 5}}},
  {
    kind: 'Service',
    name: suffixed('api'),
    harm: {spec: {selector: {'app.kubernetes.io/component': 'outro'}}},
  },
  {kind: 'NetworkPolicy', name: suffixed('api'), harm: {spec: {egress: []}}},
  {kind: 'PodDisruptionBudget', name: suffixed('api'), harm: {spec: {maxUnavailable: 2}}},
  {kind: 'CronJob', name: suffixed('sincronizar'), harm: {spec: {schedule: '1 1 1 1 *'}}},
  {kind: 'Ingress', name: suffixed('api'), harm: {spec: {ingressClassName: 'outra'}}},
  {kind: 'ServiceAccount', name: suffixed('app'), harm: {automountServiceAccountToken: true}},
];
