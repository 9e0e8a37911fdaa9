import type {V1ObjectMeta} from '@kubernetes/client-node';
import {z} from 'zod';
import {installationName} from './fields';
import {API_VERSION, KIND} from './group';
import {withoutNulls} from './nulls';
import {spec} from './spec';
import {status} from './status';

/** The whole object. From this one constant come its type, the CRD and the reference. */
export const artistasApi = z
  .object({
    apiVersion: z.literal(API_VERSION).describe('Version of this schema.'),
    kind: z.literal(KIND).describe('Kind of the object.'),
    metadata: z.looseObject({
      name: installationName().describe(
        'Name of the installation; the names of all that belongs to it begin with it.',
      ),
    }),
    spec,
    status: status.optional(),
  })
  .describe('One installation of the Artistas API: what is asked for, and what is there.');

/** An object whose defaults are filled in. */
export type ArtistasApi = Omit<z.output<typeof artistasApi>, 'metadata'> & {
  readonly metadata: V1ObjectMeta & {readonly name: string};
};
export type ArtistasApiSpec = ArtistasApi['spec'];
export type ArtistasApiStatus = NonNullable<ArtistasApi['status']>;

/**
 * An object as a person or the API server gives it, checked, with its defaults filled in, also those that an older CRD did
 * not know. Unknown fields are dropped, as the API server drops them.
 * @throws ZodError naming each field that is wrong
 */
export function parseArtistasApi(object: unknown): ArtistasApi {
  return artistasApi.parse(withoutNulls(object));
}
