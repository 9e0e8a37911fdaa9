import type {V1CronJob} from '@kubernetes/client-node';
import {Reasons} from '../api/conditions';
import type {Manifest} from '../api/manifest';
import {lastBackupName, readLastBackup} from '../manifests/last-backup';
import {keyOf, pathOfObject} from '../runtime/resources';
import {ChildCluster} from './child-cluster';
import {makeLastBackup} from './last-backup';
import type {ReconcilerParts} from './reconcile';
import {childKey} from './types';

/**
 * Passes over an object that is gone, and has left the record of a last backup: takes that a step further, whoever was there
 * when the object went, and takes the record away when it is made or given up. What hangs on it goes with it.
 * @param key `namespace/name` of the object
 */
export async function afterDeletion(
  parts: ReconcilerParts,
  key: string,
): Promise<{readonly afterMs?: number}> {
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
