import {workloads} from '../manifests/children';
import {lastBackupName} from '../manifests/last-backup';
import {nameFor} from '../manifests/names';
import {migrationJobName} from '../manifests/tasks';
import {applyAll} from './apply-all';
import {done, StepContext, StepResult} from './types';

/** Puts up what runs and serves, then takes down what the object does not ask for any more. */
export async function putUpWorkloads(context: StepContext): Promise<StepResult> {
  const {cr, observed, release} = context;
  const options = {image: release.image, referencesHash: observed.referencesHash};
  await keepReplicas(context);
  await applyAll(context, workloads(cr, options));
  await takeDown(context, `Job ${migrationJobName(cr, options)}`);
  return done;
}

/**
 * A Deployment that says no number of pods any more would go down to one, until its new autoscaler has looked. Where there
 * is an autoscaler, this was done before it came.
 */
async function keepReplicas({cr, observed, cluster}: StepContext): Promise<void> {
  const name = nameFor(cr, 'api');
  if (!cr.spec.autoscaling || observed.children.has(`HorizontalPodAutoscaler ${name}`)) return;
  const deployment = observed.children.get(`Deployment ${name}`);
  const {replicas} = (deployment?.spec ?? {}) as {replicas?: number};
  if (deployment && replicas !== undefined) await cluster.handOver(deployment, {spec: {replicas}});
}

/**
 * Of what hangs on the object, or on the record of its last backup. Other releases' migrations too: whoever goes back to one
 * has to ask the database again.
 */
async function takeDown({cr, observed, cluster, applied}: StepContext, migration: string): Promise<void> {
  const record = observed.children.get(`CronJob ${lastBackupName(cr.metadata.name)}`);
  const owners = [cr.metadata.uid, record?.metadata.uid];
  for (const [key, child] of observed.children) {
    const owner = child.metadata.ownerReferences?.find(one => one.controller);
    const isWanted = applied.has(key) || key === migration;
    if (owner && owners.includes(owner.uid) && !isWanted && !child.metadata.deletionTimestamp) {
      await cluster.remove(child);
    }
  }
}
