import {groundwork} from '../manifests/children';
import {applyAll} from './apply-all';
import {done, StepContext, StepResult} from './types';

/** Puts down what pods stand on: who they are, and whom they may talk to. */
export async function layGroundwork(context: StepContext): Promise<StepResult> {
  await applyAll(context, groundwork(context.cr));
  return done;
}
