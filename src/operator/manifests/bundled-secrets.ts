import type {V1Secret} from '@kubernetes/client-node';
import type {Manifest} from '../api/manifest';

/** Servers that the chart can bring along. */
export const BUNDLED_PARTS = ['postgresql', 'redis', 'minio'] as const;
export type BundledPart = (typeof BUNDLED_PARTS)[number];

/** The release of the chart: its name is that of the `ArtistasApi`. */
export interface BundledRelease {
  readonly name: string;
  readonly namespace: string;
}

const USER = 'artistas';

/**
 * What opens one of these servers, by the keys that the chart and an `ArtistasApi` expect. No release owns it: it has to be
 * there as long as the server's data.
 * @param password of letters that a URL may have
 */
export function bundledSecret(
  part: BundledPart,
  {name, namespace}: BundledRelease,
  password: string,
): V1Secret & Manifest & {readonly stringData: Readonly<Record<string, string>>} {
  const host = `${name}-${part}.${namespace}.svc`;
  const contents = {
    postgresql: {password, url: `postgresql://${USER}:${password}@${host}:5432/${USER}`},
    redis: {password, url: `redis://:${password}@${host}:6379`},
    minio: {'access-key': USER, 'secret-key': password},
  };
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name: `${name}-${part}`,
      namespace,
      labels: {
        'app.kubernetes.io/name': `artistas-${part}`,
        'app.kubernetes.io/instance': name,
        'app.kubernetes.io/part-of': 'artistas-api',
        'app.kubernetes.io/managed-by': 'artistas-prepare',
      },
    },
    type: 'Opaque',
    stringData: contents[part],
  };
}
