import {Reasons} from '../api/conditions';
import {ApiError, isForbidden, isInvalid} from '../runtime/api-error';
import {NameTakenError} from '../runtime/applier';
import {KindMissingError} from './child-cluster';
import {stalled, StepResult, wait} from './types';

/** What would be refused again and again needs a person; a kind that is missing may come. */
export async function settle(step: () => Promise<StepResult>): Promise<StepResult> {
  try {
    return await step();
  } catch (error) {
    if (error instanceof NameTakenError) return stalled(Reasons.NAME_TAKEN, error.message);
    if (error instanceof KindMissingError) return wait(Reasons.KIND_MISSING, error.message);
    if (isInvalid(error) || isForbidden(error))
      return stalled(Reasons.APPLY_REFUSED, (error as ApiError).message);
    throw error;
  }
}
