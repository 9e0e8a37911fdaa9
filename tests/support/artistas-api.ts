import {ArtistasApi, artistasApi, parseArtistasApi} from '../../src/operator/api/artistas-api';
import {API_VERSION, KIND} from '../../src/operator/api/group';
import type {z} from 'zod';

/** What a person may write below `spec`. */
export type GivenSpec = Partial<z.input<typeof artistasApi>['spec']>;

/** The least that an object has to say. */
export const LEAST_SPEC = {
  image: {repository: 'registry.example.org/artistas-api', tag: '1.2.3'},
  database: {secretRef: {name: 'artistas-database'}},
  objectStorage: {endpoint: 'http://minio:9000', credentialsSecretRef: {name: 'artistas-s3'}},
} as const satisfies GivenSpec;

/** The least that an object has to say of its backups. */
export const BACKUP = {
  destination: {
    endpoint: 'http://copias:9000',
    bucket: 'copias',
    credentialsSecretRef: {name: 'artistas-copias'},
  },
} as const satisfies GivenSpec['backup'];

/** An object as the API server would give it back, named `artistas` in `catalogo` unless told otherwise. */
export function givenArtistasApi(spec: GivenSpec = {}, metadata: object = {}): ArtistasApi {
  return parseArtistasApi({
    apiVersion: API_VERSION,
    kind: KIND,
    metadata: {
      name: 'artistas',
      namespace: 'catalogo',
      uid: '6f1c1f0e-0000-4000-8000-000000000001',
      generation: 1,
      ...metadata,
    },
    spec: {...LEAST_SPEC, ...spec},
  });
}
