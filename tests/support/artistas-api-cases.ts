import type {ArtistasApi} from '../../src/operator/api/artistas-api';
import {BACKUP, givenArtistasApi} from './artistas-api';

/** Objects that between them say everything that can be said; golden files show what each becomes. */
export const artistasApiCases: Readonly<Record<string, ArtistasApi>> = {
  minimal: givenArtistasApi(),
  single: givenArtistasApi({
    replicas: 1,
    worker: {replicas: 0},
    networkPolicy: {enabled: false},
    regionais: {suspend: true},
  }),
  autoscaling: givenArtistasApi({
    autoscaling: {minReplicas: 3, maxReplicas: 9, targetCPUUtilizationPercentage: 60},
    worker: {replicas: 2},
    redis: {secretRef: {name: 'artistas-redis'}},
    ingress: {
      className: 'traefik',
      hosts: ['artistas.example.org', 'www.example.org'],
      tls: {secretName: 'artistas-tls'},
      annotations: {'example.org/limit': '100m'},
    },
    auth: {username: 'ana', secretRef: {name: 'login', passwordKey: 'senha', jwtSecretKey: 'chave'}},
  }),
  gateway: givenArtistasApi({
    image: {
      repository: 'registry.example.org:5000/artistas-api',
      digest: `sha256:${'0123456789abcdef'.repeat(4)}`,
      pullPolicy: 'Always',
      pullSecrets: ['registry'],
    },
    httpRoute: {
      parentRefs: [{name: 'public', namespace: 'gateways', sectionName: 'https'}],
      hostnames: ['artistas.example.org'],
    },
    objectStorage: {
      endpoint: 'https://s3.example.org',
      publicEndpoint: 'https://covers.example.org:8443',
      region: 'sa-east-1',
      bucket: 'capas',
      credentialsSecretRef: {name: 's3', accessKeyKey: 'id', secretKeyKey: 'secret'},
    },
    regionais: {
      url: 'http://regionais.example.org:8081/v1',
      schedule: '15 */6 * * 1-5',
      maxRemovedPercent: 5,
    },
    networkPolicy: {
      ingressFrom: [{namespaceSelector: {matchLabels: {'kubernetes.io/metadata.name': 'gateways'}}}],
      metricsFrom: [{podSelector: {matchLabels: {app: 'prometheus'}}}],
      extraEgress: [{to: [{ipBlock: {cidr: '192.0.2.0/24'}}]}],
    },
  }),
  archives: givenArtistasApi({
    deletionPolicy: 'BackupThenDelete',
    backup: {
      ...BACKUP,
      schedule: '0 1 * * *',
      suspend: true,
      deadlineSeconds: 3600,
      maxAgeHours: 48,
      retention: {daily: 14, weekly: 0, monthly: 24},
      drill: {schedule: '0 5 1 * *', suspend: true, deadlineSeconds: 7200},
      deletionDeadlineSeconds: 300,
      destination: {
        ...BACKUP.destination,
        endpoint: 'https://s3.example.org:8443',
        region: 'sa-east-1',
        prefix: 'catalogo',
        encryption: 'required',
        credentialsSecretRef: {name: 'copias', accessKeyKey: 'id', secretKeyKey: 'secret'},
      },
    },
  }),
  overrides: givenArtistasApi({
    rateLimit: 0,
    corsOrigins: ['https://app.example.org', 'http://localhost:3000'],
    trustedProxies: ['10.0.0.0/8', 'fd00::/8'],
    logLevel: 'debug',
    resources: {requests: {cpu: 1, memory: 268435456}, limits: {cpu: '1500m', memory: '1Gi'}},
    database: {
      secretRef: {name: 'pg', key: 'uri'},
      readSecretRef: {name: 'pg-ro', key: 'uri'},
      port: 6432,
      poolSize: 25,
      sampleData: true,
    },
    rollout: {deadlineSeconds: 120, migrationDeadlineSeconds: 60, drainSeconds: 30},
    pod: {
      labels: {team: 'catalogo', 'app.kubernetes.io/component': 'ours-wins'},
      annotations: {'example.org/note': 'a note'},
      nodeSelector: {'kubernetes.io/arch': 'amd64'},
      tolerations: [{key: 'dedicated', operator: 'Exists'}],
      affinity: {nodeAffinity: {}},
      topologySpreadConstraints: [
        {maxSkew: 2, topologyKey: 'example.org/rack', whenUnsatisfiable: 'DoNotSchedule'},
      ],
      priorityClassName: 'system-cluster-critical',
      extraEnv: [
        {name: 'BODY_LIMIT_BYTES', value: '2048'},
        {name: 'RATE_LIMIT', valueFrom: {configMapKeyRef: {name: 'limits', key: 'rate'}}},
        {name: 'NODE_EXTRA_CA_CERTS', value: '/etc/ca/ca.crt'},
      ],
      extraVolumes: [
        {name: 'ca', secret: {secretName: 'own-ca'}},
        {name: 'more', projected: {sources: [{secret: {name: 'more'}}, {configMap: {name: 'notes'}}]}},
      ],
      extraVolumeMounts: [{name: 'ca', mountPath: '/etc/ca', readOnly: true}],
    },
  }),
};
