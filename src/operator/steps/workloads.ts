import {workloads} from '../manifests/children';
import {migrationJobName} from '../manifests/tasks';
import {childKey, done, StepContext, StepResult} from './types';

/** Puts up what runs and serves, then takes down what the object does not ask for any more. */
export async function putUpWorkloads(context: StepContext): Promise<StepResult> {
  const {cr, observed, cluster, release, applied} = context;
  const options = {image: release.image, referencesHash: observed.referencesHash};
  for (const manifest of workloads(cr, options)) {
    applied.set(childKey(manifest), await cluster.apply(manifest));
  }
  await takeDown(context, `Job ${migrationJobName(cr, options)}`);
  return done;
}

/** Other releases' migrations too: whoever goes back to one has to ask the database again. */
async function takeDown({cr, observed, cluster, applied}: StepContext, migration: string): Promise<void> {
  for (const [key, child] of observed.children) {
    const owner = child.metadata.ownerReferences?.find(one => one.controller);
    const isWanted = applied.has(key) || key === migration;
    if (owner?.uid === cr.metadata.uid && !isWanted && !child.metadata.deletionTimestamp) {
      await cluster.remove(child);
    }
  }
}
