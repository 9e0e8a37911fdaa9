import type {V1DeploymentStatus} from '@kubernetes/client-node';
import {Reasons} from '../api/conditions';
import {imageOf} from '../manifests/image';
import type {KeptObject} from '../runtime/applier';
import {done, stalled, StepContext, StepResult, wait} from './types';

/** How far one Deployment is. */
export type Progress = 'unseen' | 'rolling' | 'overdue' | 'short' | 'complete';

/** Waits until every pod is new and ready. One that does not get there in time goes back to the last image that did. */
export function followRollout(context: StepContext): Promise<StepResult> {
  const {cr, applied, release} = context;
  const deployments = [...applied].filter(([key]) => key.startsWith('Deployment '));
  const found = deployments.map(([key, {live}]) => ({name: key.split(' ')[1]!, progress: progressOf(live)}));
  const named = (...wanted: Progress[]): string =>
    found
      .filter(({progress}) => wanted.includes(progress))
      .map(({name}) => name)
      .join(', ');

  if (named('overdue')) return Promise.resolve(giveUp(context, named('overdue')));
  if (named('unseen', 'rolling')) {
    const way = release.hasGoneBack ? 'Going back' : 'Going over';
    return Promise.resolve(
      wait(Reasons.ROLLING_OUT, `${way} to ${release.image}: ${named('unseen', 'rolling')}.`),
    );
  }
  if (named('short')) {
    const message = `Fewer pods are ready than were asked for: ${named('short')}.`;
    return Promise.resolve(wait(Reasons.REPLICAS_UNAVAILABLE, message));
  }
  if (!release.hasGoneBack)
    return Promise.resolve({...done, facts: {lastGoodImage: release.image, failedImage: null}});
  const message = `${imageOf(cr)} did not come up in ${cr.spec.rollout.deadlineSeconds} s; ${release.image} serves.`;
  return Promise.resolve(stalled(Reasons.ROLLED_BACK, message));
}

function giveUp({cr, release}: StepContext, names: string): StepResult {
  const {lastGoodImage} = cr.status ?? {};
  const message = `${release.image} did not come up in ${cr.spec.rollout.deadlineSeconds} s (${names})`;
  if (release.hasGoneBack || lastGoodImage === undefined || lastGoodImage === release.image) {
    return stalled(Reasons.ROLLOUT_FAILED, `${message}; there is no other image to go back to.`);
  }
  const facts = {failedImage: release.image};
  return wait(Reasons.ROLLING_OUT, `${message}; going back to ${lastGoodImage}.`, {seconds: 0.1, facts});
}

export function progressOf(deployment: KeptObject | undefined): Progress {
  const status = (deployment?.status ?? {}) as V1DeploymentStatus;
  const {generation = 0} = deployment?.metadata ?? {};
  if (!deployment || (status.observedGeneration ?? 0) < generation) return 'unseen';
  const wanted = (deployment.spec as {replicas?: number} | undefined)?.replicas ?? 1;
  const {replicas = 0, updatedReplicas = 0, availableReplicas = 0} = status;
  const isNew = updatedReplicas >= wanted && replicas <= updatedReplicas;
  if (isNew && availableReplicas >= wanted) return 'complete';
  const progressing = status.conditions?.find(({type}) => type === 'Progressing');
  if (progressing?.reason === 'ProgressDeadlineExceeded') return 'overdue';
  return isNew && progressing?.reason === 'NewReplicaSetAvailable' ? 'short' : 'rolling';
}
