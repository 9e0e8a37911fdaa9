import type {KubernetesObject} from '@kubernetes/client-node';
import {StartupError} from '../../config/startup-error';
import {customResourceDefinition, RELEASE_ANNOTATION} from '../../operator/api/crd';
import type {ApiClient} from '../../operator/runtime/api-client';
import {isNotFound} from '../../operator/runtime/api-error';

/** Helm's own, version 4, which applies the folder crds/ at each installation: of another one it would see conflicts. */
const FIELD_MANAGER = 'helm';
const PATH = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';

/**
 * Puts the definition of this release in the place of an older one. A newer one stays: it knows what newer operators have
 * written, and an older operator does not mind it.
 * @returns what was done, in a line
 * @throws StartupError when there is none
 */
export async function upgradeCrd(client: ApiClient, release: string): Promise<string> {
  const wanted = customResourceDefinition(release);
  const {name} = wanted.metadata;
  const path = `${PATH}/${name}`;
  const present = await client.get<KubernetesObject>(path).catch((error: unknown) => {
    if (!isNotFound(error)) throw error;
    throw new StartupError(
      `The CustomResourceDefinition ${name} is absent: apply the chart's folder crds/, or set crds.manage=false.`,
    );
  });
  const found = present.metadata?.annotations?.[RELEASE_ANNOTATION];
  if (found !== undefined && compareReleases(found, release) > 0)
    return `${name} is of the newer release ${found}, and stays.`;
  const stored = await client.call<KubernetesObject>({
    method: 'PATCH',
    path,
    query: {fieldManager: FIELD_MANAGER, force: true},
    contentType: 'application/apply-patch+yaml',
    body: wanted,
  });
  const isUnchanged = stored.metadata?.resourceVersion === present.metadata?.resourceVersion;
  return `${name} ${isUnchanged ? 'is' : 'was brought to'} that of release ${release}.`;
}

const compareReleases = (a: string, b: string): number => a.localeCompare(b, 'en', {numeric: true});
