import type {KubernetesObject, V1CronJob} from '@kubernetes/client-node';
import {Reasons} from '../api/conditions';
import {KIND} from '../api/group';
import type {Manifest} from '../api/manifest';
import {lastBackupName, readLastBackup} from '../manifests/last-backup';
import {isOwned, nameFor} from '../manifests/names';
import {keyOf, pathOf, pathOfObject, resourceOf} from '../runtime/resources';
import {ChildCluster} from './child-cluster';
import {makeLastBackup} from './last-backup';
import type {ReconcilerParts} from './reconcile';
import {childKey} from './types';

/**
 * Passes over an object that is gone: what it owned goes, and a last backup that it asked for is taken a step further.
 * @param key `namespace/name` of the object
 */
export async function afterDeletion(
  parts: ReconcilerParts,
  key: string,
): Promise<{readonly afterMs?: number}> {
  await removeOwned(parts, key);
  return goOnWithLastBackup(parts, key);
}

/**
 * Kubernetes does it itself, but for objects of a definition that came and went between two of its looks at what kinds there
 * are, of which there is one in 30 s: what those owned would stay for ever.
 */
async function removeOwned({applier, client, view}: ReconcilerParts, key: string): Promise<void> {
  const [namespace = '', name = ''] = key.split('/');
  const owned: KubernetesObject[] = [...view.childrenOf(key).values()].filter(
    ({metadata}) => isOwned(metadata) && !metadata.deletionTimestamp,
  );
  const login = nameFor({metadata: {name}}, 'auth');
  const secret = view.reference('Secret', `${namespace}/${login}`);
  if (secret?.isOwned)
    owned.push({kind: 'Secret', metadata: {namespace, name: login, resourceVersion: secret.version}});
  // A cache may be behind.
  if (owned.length === 0 || (await client.find(pathOf(resourceOf(KIND), namespace, name)))) return;
  // Whoever deletes an object and leaves what it owned (`--cascade=orphan`) takes its name off each of them.
  await Promise.all(owned.map(object => applier.removeAsSeen(object)));
}

/**
 * Whoever was there when the object went has left the record of a last backup, which is taken away when that is made or given
 * up. What hangs on it goes with it.
 */
async function goOnWithLastBackup(parts: ReconcilerParts, key: string): Promise<{readonly afterMs?: number}> {
  const {applier, client, events, view} = parts;
  const [, name = ''] = key.split('/');
  const children = view.childrenOf(key);
  const kept = children.get(`CronJob ${lastBackupName(name)}`);
  if (!kept || kept.metadata.deletionTimestamp) return {};
  const record = await client.find<V1CronJob & Manifest>(pathOfObject(kept));
  if (!record) return {};
  const plan = readLastBackup(record);
  const {installation} = plan;
  // A cache may be behind, and what follows cannot be undone.
  if (await client.find(pathOfObject(installation))) return {};
  const cluster = new ChildCluster(parts, installation, children);
  const isNew = !children.has(childKey(plan.job(true)));
  const result = await makeLastBackup(
    plan,
    {observed: {children, referencesHash: '', missing: []}, cluster},
    Date.parse(parts.now()),
  );
  const tell = (type: 'Normal' | 'Warning', reason: string, note: string): Promise<void> =>
    events.record(installation, {type, reason, action: 'Delete', note});
  if (result.kind === 'wait') {
    if (isNew) await tell('Normal', result.reason, result.message);
    return {afterMs: result.afterMs};
  }
  if (result.kind === 'done') await tell('Normal', Reasons.LAST_BACKUP_MADE, 'The last backup is made.');
  else await tell('Warning', result.reason, result.message);
  await applier.remove(kept);
  applier.forget(keyOf(kept));
  return {};
}
