import {Reasons} from '../api/conditions';
import type {Manifest} from '../api/manifest';
import {authSecretName} from '../manifests/accounts';
import {lastBackupJob} from '../manifests/archives';
import {ApiError, isForbidden} from '../runtime/api-error';
import {failureOf} from './archive-report';
import {conditionOfJob} from './job-state';
import {childKey, done, stalled, StepContext, StepResult, wait} from './types';

const LOOK_AGAIN_SECONDS = 5;
const KEPT = 'What was made to last stays, as with Retain.';

/**
 * What `BackupThenDelete` asks for: nobody writes any more, a last backup is made, and then what the operator made to last
 * goes. Where it cannot be made in time, or at all, that stays, and the object is let go all the same: an object that
 * sticks would be deleted by force, and nothing is lost, since database and covers are never touched.
 * @param context of an object that is deleted, and has `spec.backup`
 * @param now milliseconds since the epoch
 * @returns `stalled` when it was given up
 */
export async function makeLastBackup(context: StepContext, now: number): Promise<StepResult> {
  const {cr, observed, cluster, release} = context;
  const {deletionDeadlineSeconds} = cr.spec.backup!;
  const jobThat = (suspended: boolean): Manifest => lastBackupJob(cr, {image: release.image}, suspended);
  const job = observed.children.get(childKey(jobThat(true)));
  if (job && conditionOfJob(job, 'Complete')) {
    const secret = authSecretName(cr);
    if (secret !== undefined && cluster.findSecret(secret)?.isOurs) await cluster.removeSecret(secret);
    return done;
  }
  if (job && conditionOfJob(job, 'Failed')) {
    const {message} = failureOf(job, await cluster.endingOf(job), Reasons.BACKUP_FAILED);
    return givenUp(`The last backup failed: ${message}`);
  }
  const limit = Date.parse(String(cr.metadata.deletionTimestamp)) + deletionDeadlineSeconds * 1000;
  if (now >= limit) return givenUp(`The last backup was not made in ${deletionDeadlineSeconds} s.`);
  const writers = await stopWriters(context);
  // Made at once: in a namespace that goes too, that shows at once.
  const refusal = await cluster.apply(jobThat(writers > 0)).then(() => undefined, ofEndingNamespace);
  if (refusal !== undefined) return givenUp(refusal);
  const seconds = Math.max(1, Math.min(LOOK_AGAIN_SECONDS, (limit - now) / 1000));
  return wait(Reasons.LAST_BACKUP, 'The last backup is being made.', {seconds});
}

const givenUp = (message: string): StepResult => stalled(Reasons.LAST_BACKUP_GIVEN_UP, `${message} ${KEPT}`);

/** So that the backup holds all that was ever acknowledged. @returns how many pods are still ending */
async function stopWriters({observed, cluster}: StepContext): Promise<number> {
  const writers = [...observed.children.values()].filter(({kind}) => kind === 'Deployment');
  for (const writer of writers) if (!writer.metadata.deletionTimestamp) await cluster.remove(writer);
  return cluster.podCount('api', 'worker');
}

/** In a namespace that goes too, nothing can be made any more. */
function ofEndingNamespace(error: unknown): string {
  const {message} = error as ApiError;
  if (isForbidden(error) && message.includes('being terminated')) return 'The namespace is deleted, too.';
  throw error;
}
