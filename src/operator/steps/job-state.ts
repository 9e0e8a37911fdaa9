import type {V1JobCondition, V1JobStatus} from '@kubernetes/client-node';
import type {KeptObject} from '../runtime/applier';

/** What a Job says of its end; undefined while that is not so. */
export function conditionOfJob(
  {status}: KeptObject,
  type: 'Complete' | 'Failed',
): V1JobCondition | undefined {
  const {conditions} = (status ?? {}) as V1JobStatus;
  return conditions?.find(one => one.type === type && one.status === 'True');
}

export const isOver = (job: KeptObject): boolean =>
  !!conditionOfJob(job, 'Complete') || !!conditionOfJob(job, 'Failed');

/** When it ended, ISO 8601; empty while it has not. */
export function endOf(job: KeptObject): string {
  const ended = conditionOfJob(job, 'Complete') ?? conditionOfJob(job, 'Failed');
  return ended?.lastTransitionTime ? String(ended.lastTransitionTime) : '';
}
