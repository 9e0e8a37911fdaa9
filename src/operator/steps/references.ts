import {Reasons} from '../api/conditions';
import {done, StepContext, StepResult, wait} from './types';

/** Goes on only when all that the pods read is there: a pod that cannot mount its Secret hangs, and says so to nobody. */
export function requireReferences({observed: {missing}}: StepContext): Promise<StepResult> {
  if (missing.length === 0) return Promise.resolve(done);
  const message = `${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing.`;
  return Promise.resolve(wait(Reasons.REFERENCE_MISSING, message));
}
