import type {z} from 'zod';
import type {artistasApi} from '../../operator/api/artistas-api';
import {API_VERSION, BACKUP_KIND, KIND} from '../../operator/api/group';
import type {Manifest} from '../../operator/api/manifest';

type Spec = z.input<typeof artistasApi>['spec'];

/** Where everything of `k8s/` is; a kustomization of one's own may say another. */
export const NAMESPACE = 'artistas';
export const IMAGE_NAME = 'artistas-api';

export interface Sample {
  /** For whom it is, as a comment at the top of its file. */
  readonly comment: readonly string[];
  readonly manifests: readonly Manifest[];
}

/** @param version release of the image, that of this package */
export function samplesOf(
  version: string,
): Readonly<Record<'minimal' | 'production' | 'external' | 'backup', Sample>> {
  const image = {repository: IMAGE_NAME, tag: version};
  const least = {
    image,
    database: {secretRef: {name: 'artistas-database'}},
    objectStorage: {
      endpoint: 'http://minio.artistas.svc:9000',
      credentialsSecretRef: {name: 'artistas-s3'},
    },
  };
  return {
    minimal: {
      comment: [
        'The least that an installation needs: a PostgreSQL and an S3, and where they are.',
        'Put your own values in the place of those of the two Secrets. The operator makes the rest, the login included:',
        "  kubectl -n artistas get secret artistas-auth -o jsonpath='{.data.password}' | base64 -d",
      ],
      manifests: [...placeholderSecrets, object(least)],
    },
    production: {
      comment: [
        'An installation that grows with its load, behind ingress-nginx, with a Redis shared by all pods.',
        'It takes Secrets for granted: artistas-database and artistas-redis (key url), artistas-s3 (keys access-key and',
        'secret-key), and artistas-tls, the certificate.',
      ],
      manifests: [
        object({
          image,
          autoscaling: {minReplicas: 3, maxReplicas: 12},
          worker: {replicas: 2},
          database: {secretRef: {name: 'artistas-database'}, poolSize: 15},
          redis: {secretRef: {name: 'artistas-redis'}},
          objectStorage: {
            endpoint: 'http://minio.artistas.svc:9000',
            publicEndpoint: 'https://covers.example.org',
            credentialsSecretRef: {name: 'artistas-s3'},
          },
          // The network of the pods, in which the ingress controller is.
          trustedProxies: ['10.0.0.0/8'],
          rateLimit: 120,
          ingress: {
            hosts: ['artistas.example.org'],
            tls: {secretName: 'artistas-tls'},
            annotations: {'nginx.ingress.kubernetes.io/proxy-body-size': '100m'},
          },
          networkPolicy: {
            ingressFrom: [
              {namespaceSelector: {matchLabels: {'kubernetes.io/metadata.name': 'ingress-nginx'}}},
            ],
          },
        }),
      ],
    },
    external: {
      comment: [
        'An installation on services of a cloud, served by a Gateway, whose secrets somebody else puts there, such as the',
        'External Secrets Operator: catalogo (keys database-url, s3-id, s3-secret, password, jwt-secret).',
      ],
      manifests: [
        object({
          image,
          replicas: 3,
          database: {secretRef: {name: 'catalogo', key: 'database-url'}},
          objectStorage: {
            endpoint: 'https://s3.sa-east-1.amazonaws.com',
            region: 'sa-east-1',
            bucket: 'example-covers',
            credentialsSecretRef: {name: 'catalogo', accessKeyKey: 's3-id', secretKeyKey: 's3-secret'},
          },
          auth: {username: 'admin', secretRef: {name: 'catalogo'}},
          corsOrigins: ['https://app.example.org'],
          httpRoute: {
            parentRefs: [{name: 'public', namespace: 'gateways'}],
            hostnames: ['artistas.example.org'],
          },
        }),
      ],
    },
    backup: {
      comment: [
        'The installation of the minimal sample with backups every night and a drill every Sunday, and a backup beside those that',
        'is asked for. They go to another S3 than the covers, whose keys are in the Secret artistas-backup (access-key, secret-key).',
        'To have it back, an ArtistasRestore names it: see docs/backup.md.',
      ],
      manifests: [
        object({
          ...least,
          backup: {
            schedule: '30 3 * * *',
            retention: {daily: 7, weekly: 4, monthly: 12},
            drill: {schedule: '30 4 * * 0'},
            destination: {
              endpoint: 'https://s3.sa-east-1.amazonaws.com',
              region: 'sa-east-1',
              bucket: 'example-backups',
              credentialsSecretRef: {name: 'artistas-backup'},
            },
          },
        }),
        {
          apiVersion: API_VERSION,
          kind: BACKUP_KIND,
          metadata: {name: 'before-the-upgrade', namespace: NAMESPACE},
          spec: {installationRef: {name: 'artistas'}},
        } as Manifest,
      ],
    },
  };
}

/** Values that show the form, and let nobody in. */
export const placeholderSecrets: readonly Manifest[] = [
  secret('artistas-database', {url: 'postgresql://artistas:CHANGE-ME@postgresql.artistas.svc/artistas'}),
  secret('artistas-s3', {'access-key': 'artistas', 'secret-key': 'CHANGE-ME'}),
];

export function secret(
  name: string,
  stringData: Readonly<Record<string, string>>,
): Manifest & {stringData: object} {
  return {apiVersion: 'v1', kind: 'Secret', metadata: {name, namespace: NAMESPACE}, stringData};
}

export function object(spec: Spec): Manifest & {readonly spec: Spec} {
  return {apiVersion: API_VERSION, kind: KIND, metadata: {name: 'artistas', namespace: NAMESPACE}, spec};
}
