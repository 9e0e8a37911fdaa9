import {z} from 'zod';
import {parseArtistasApi} from '../../src/operator/api/artistas-api';
import {API_VERSION, GROUP, KIND, PLURAL, VERSION} from '../../src/operator/api/group';
import {ApiError} from '../../src/operator/runtime/api-error';
import type {TestCluster} from './cluster';

export const withSpec = (spec: unknown): object => ({
  apiVersion: API_VERSION,
  kind: KIND,
  metadata: {name: 'verdict'},
  spec,
});

/** What our schema says of an object: undefined when it is valid. */
export function ourRefusal(object: object): string | undefined {
  try {
    parseArtistasApi(object);
    return undefined;
  } catch (error) {
    if (error instanceof z.ZodError) return z.prettifyError(error);
    throw error;
  }
}

/** What the API server says of it, without keeping it: undefined when it is valid. */
export async function serverRefusal(
  {client, namespace}: TestCluster,
  object: object,
): Promise<string | undefined> {
  try {
    const path = `/apis/${GROUP}/${VERSION}/namespaces/${namespace}/${PLURAL}`;
    await client.call({
      method: 'POST',
      path,
      query: {dryRun: 'All', fieldValidation: 'Ignore'},
      body: object,
    });
    return undefined;
  } catch (error) {
    if (error instanceof ApiError && error.code === 422) return error.message;
    throw error;
  }
}
