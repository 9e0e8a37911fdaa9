/** A value that makes a difference, and what has to be said beside it before it can make one. */
export interface Change {
  readonly to: unknown;
  readonly beside?: Readonly<Record<string, unknown>>;
  /** What has to be said along with it, and cannot be said before. */
  readonly along?: Readonly<Record<string, unknown>>;
}

/** `{'a.b': 1}` as `{a: {b: 1}}`. */
export function nested(flat: Readonly<Record<string, unknown>>): object {
  const root: Record<string, unknown> = {};
  for (const [path, value] of Object.entries(flat)) {
    const names = path.split('.');
    const last = names.pop()!;
    const parent = names.reduce<Record<string, unknown>>(
      (at, name) => (at[name] ??= {}) as Record<string, unknown>,
      root,
    );
    parent[last] = value;
  }
  return root;
}

const ingress = {'ingress.enabled': true, 'ingress.hosts': ['a.example.org']};
const route = {
  'httpRoute.enabled': true,
  'httpRoute.parentRefs': [{name: 'a'}],
  'httpRoute.hostnames': ['a'],
};
const edge = {'edge.enabled': true};
const scaled = {'autoscaling.enabled': true};
const monitored = {'serviceMonitor.enabled': true};
const ownLogin = {'auth.existingSecret': 'a'};
const ownStorage = {'minio.enabled': false, 'minio.existingSecret': 'a', 'minio.external.url': 'https://a'};
const covers = {'minio.publicUrl': 'https://c.example.org'};
const resources = {limits: {memory: '333Mi'}};
const peer = [{namespaceSelector: {}}];

/** A change of every value of the chart. */
export const changes: Readonly<Record<string, Change>> = {
  fullnameOverride: {to: 'outro'},
  'image.repository': {to: 'outra'},
  'image.tag': {to: '9.9.9'},
  'image.digest': {to: `sha256:${'a'.repeat(64)}`},
  'image.pullPolicy': {to: 'Always'},
  imagePullSecrets: {to: [{name: 'a'}]},
  replicaCount: {to: 5},
  'autoscaling.enabled': {to: true},
  'autoscaling.minReplicas': {to: 3, beside: scaled},
  'autoscaling.maxReplicas': {to: 9, beside: scaled},
  'autoscaling.targetCPUUtilizationPercentage': {to: 50, beside: scaled},
  resources: {to: resources},
  'worker.replicaCount': {to: 4},
  'worker.resources': {to: resources},
  'auth.username': {to: 'ana'},
  'auth.existingSecret': {to: 'a'},
  'auth.passwordKey': {to: 'a', beside: ownLogin},
  'auth.jwtSecretKey': {to: 'a', beside: ownLogin},
  'auth.accessTokenSeconds': {to: 60},
  'auth.refreshTokenSeconds': {to: 60},
  sampleData: {to: true},
  rateLimit: {to: 1_000_000},
  corsOrigins: {to: ['https://a']},
  trustedProxies: {to: ['10.0.0.0/8']},
  logLevel: {to: 'debug'},
  rollout: {to: {drainSeconds: 1}},
  regionais: {to: {suspend: true}},
  backup: {
    to: {destination: {endpoint: 'https://a', bucket: 'copias', credentialsSecretRef: {name: 'a'}}},
  },
  deletionPolicy: {to: 'Delete'},
  suspend: {to: true},
  extraSpec: {to: {rateLimit: 7}},
  'ingress.enabled': {to: true, beside: {'ingress.hosts': ['a']}},
  'ingress.className': {to: 'traefik', beside: ingress},
  'ingress.hosts': {to: ['b'], beside: {'ingress.enabled': true, 'ingress.hosts': ['a']}},
  'ingress.tls.secretName': {to: 'a', beside: ingress},
  'ingress.annotations': {to: {a: 'b'}, beside: ingress},
  'httpRoute.enabled': {to: true, beside: {...route, 'httpRoute.enabled': false}},
  'httpRoute.parentRefs': {to: [{name: 'b'}], beside: route},
  'httpRoute.hostnames': {to: ['b'], beside: route},
  'edge.enabled': {to: true},
  'edge.replicaCount': {to: 5, beside: edge},
  'edge.image.repository': {to: 'a', beside: edge},
  'edge.image.tag': {to: 'a', beside: edge},
  'edge.service.type': {to: 'ClusterIP', beside: edge},
  'edge.service.annotations': {to: {a: 'b'}, beside: edge},
  'edge.tls.secretName': {to: 'a', beside: edge},
  'edge.maxBodySize': {to: '1g', beside: edge},
  'edge.trustedProxies': {to: ['10.0.0.0/8'], beside: edge},
  'edge.resources': {to: resources, beside: edge},
  'networkPolicy.enabled': {to: false},
  'networkPolicy.ingressFrom': {to: peer},
  'networkPolicy.metricsFrom': {to: peer},
  'networkPolicy.extraEgress': {to: [{ports: [{port: 1}]}]},
  podLabels: {to: {a: 'b'}},
  podAnnotations: {to: {a: 'b'}},
  nodeSelector: {to: {a: 'b'}},
  tolerations: {to: [{operator: 'Exists'}]},
  affinity: {to: {nodeAffinity: {}}},
  topologySpreadConstraints: {to: [{maxSkew: 1}]},
  priorityClassName: {to: 'a'},
  extraEnv: {to: [{name: 'A', value: 'b'}]},
  extraVolumes: {to: [{name: 'a', emptyDir: {}}]},
  extraVolumeMounts: {to: [{name: 'a', mountPath: '/a'}]},
  'postgresql.enabled': {to: false, beside: {'postgresql.existingSecret': 'a'}},
  'postgresql.existingSecret': {to: 'a'},
  'postgresql.external.url': {
    to: 'postgresql://b',
    beside: {'postgresql.enabled': false, 'postgresql.external.url': 'postgresql://a'},
  },
  'postgresql.external.port': {
    to: 6432,
    beside: {'postgresql.enabled': false, 'postgresql.existingSecret': 'a'},
  },
  'postgresql.readSecret': {to: 'a'},
  'postgresql.poolSize': {to: 3},
  'redis.enabled': {to: false},
  'redis.existingSecret': {to: 'a'},
  'redis.external.url': {to: 'redis://a', beside: {'redis.enabled': false}},
  'redis.external.port': {to: 6380, beside: {'redis.enabled': false, 'redis.existingSecret': 'a'}},
  'redis.maxMemory': {to: '1gb'},
  'minio.enabled': {
    to: false,
    beside: {'minio.existingSecret': 'a'},
    along: {'minio.external.url': 'https://a'},
  },
  'minio.existingSecret': {to: 'b'},
  'minio.external.url': {to: 'https://b', beside: ownStorage},
  'minio.publicUrl': {to: 'https://d.example.org', beside: covers},
  'minio.tlsSecretName': {to: 'a', beside: {...ingress, ...covers}},
  'minio.region': {to: 'sa-east-1'},
  'minio.bucket': {to: 'capas'},
  ...server('postgresql', {extraArgs: {to: ['-c', 'fsync=off']}}),
  ...server('redis'),
  ...server('minio'),
  'operator.enabled': {to: false},
  'operator.replicaCount': {to: 1},
  'operator.resources': {to: resources},
  'crds.manage': {to: false},
  'serviceMonitor.enabled': {to: true},
  'serviceMonitor.labels': {to: {a: 'b'}, beside: monitored},
  'prometheusRule.enabled': {to: true},
  'prometheusRule.labels': {to: {a: 'b'}, beside: {'prometheusRule.enabled': true}},
  'grafanaDashboard.enabled': {to: true},
  'grafanaDashboard.labels': {to: {a: 'b'}, beside: {'grafanaDashboard.enabled': true}},
  'serviceMonitor.interval': {to: '1m', beside: monitored},
};

/** What every bundled server has. */
function server(name: string, more: Readonly<Record<string, Change>> = {}): Record<string, Change> {
  const all: Readonly<Record<string, Change>> = {
    'image.repository': {to: 'a'},
    'image.tag': {to: 'a'},
    'persistence.enabled': {to: false},
    'persistence.size': {to: '1Ti'},
    'persistence.storageClass': {to: 'a'},
    resources: {to: resources},
    ...more,
  };
  return Object.fromEntries(Object.entries(all).map(([path, change]) => [`${name}.${path}`, change]));
}
