import {groundwork} from '../manifests/children';
import {childKey, done, StepContext, StepResult} from './types';

/** Puts down what pods stand on: who they are, and whom they may talk to. */
export async function layGroundwork({cr, cluster, applied}: StepContext): Promise<StepResult> {
  for (const manifest of groundwork(cr)) applied.set(childKey(manifest), await cluster.apply(manifest));
  return done;
}
