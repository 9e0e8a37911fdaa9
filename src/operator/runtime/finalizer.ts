import type {KubernetesObject} from '@kubernetes/client-node';
import type {ApiClient} from './api-client';
import {ifAbsent} from './api-error';
import {pathOfObject} from './resources';

/** Holds an object by a finalizer, or lets go of it. With the version that was seen: what others hold it by is not touched. */
export async function setFinalizer(
  client: ApiClient,
  object: KubernetesObject,
  finalizer: string,
  isWanted: boolean,
): Promise<void> {
  const {resourceVersion, finalizers = []} = object.metadata ?? {};
  const others = finalizers.filter(one => one !== finalizer);
  const metadata = {resourceVersion, finalizers: isWanted ? [...others, finalizer] : others};
  await client.merge(pathOfObject(object), {metadata}).catch(ifAbsent);
}
