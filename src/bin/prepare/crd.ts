import type {KubernetesObject} from '@kubernetes/client-node';
import {customResourceDefinitions, Definition, RELEASE_ANNOTATION} from '../../operator/api/crd';
import type {ApiClient} from '../../operator/runtime/api-client';

/** Helm's own, version 4, which applies the folder crds/ at each installation: of another one it would see conflicts. */
const FIELD_MANAGER = 'helm';
const PATH = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';

/**
 * Puts the definitions of this release in the place of older ones, and makes those that an older release did not have. A
 * newer one stays: it knows what newer operators have written, and an older operator does not mind it.
 * @returns what was done, a line each
 */
export async function* upgradeDefinitions(client: ApiClient, release: string): AsyncGenerator<string> {
  for (const wanted of customResourceDefinitions(release)) yield await upgrade(client, wanted, release);
}

async function upgrade(client: ApiClient, wanted: Definition, release: string): Promise<string> {
  const {name} = wanted.metadata;
  const path = `${PATH}/${name}`;
  const present = await client.find<KubernetesObject>(path);
  const found = present?.metadata?.annotations?.[RELEASE_ANNOTATION];
  if (found !== undefined && compareReleases(found, release) > 0)
    return `${name} is of the newer release ${found}, and stays.`;
  const stored = await client.apply<KubernetesObject>(path, wanted, FIELD_MANAGER);
  const isUnchanged = stored.metadata?.resourceVersion === present?.metadata?.resourceVersion;
  return `${name} ${isUnchanged ? 'is' : 'was brought to'} that of release ${release}.`;
}

const compareReleases = (a: string, b: string): number => a.localeCompare(b, 'en', {numeric: true});
