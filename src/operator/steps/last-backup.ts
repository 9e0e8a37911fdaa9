import {Reasons} from '../api/conditions';
import type {Manifest} from '../api/manifest';
import {
  lastBackupGroundwork,
  lastBackupName,
  lastBackupRecord,
  wantsLastBackup,
} from '../manifests/last-backup';
import type {LastBackup} from '../manifests/last-backup';
import {ApiError, isForbidden} from '../runtime/api-error';
import {applyAll} from './apply-all';
import {failureOf} from './archive-report';
import {conditionOfJob} from './job-state';
import {childKey, done, stalled, StepContext, StepResult, wait} from './types';

const LOOK_AGAIN_SECONDS = 5;
const KEPT = 'What was made to last stays, as with Retain.';

/** Writes down, for the time when the object is gone, what `BackupThenDelete` asks for. */
export async function recordLastBackup(context: StepContext): Promise<StepResult> {
  const {cr, observed, release, applied} = context;
  const record = lastBackupRecord(cr, {image: release.image});
  if (!record) return done;
  const key = childKey(record);
  await applyAll(context, [record]);
  const stored = applied.get(key)?.live ?? observed.children.get(key);
  if (stored) await applyAll(context, lastBackupGroundwork(cr, stored as Manifest));
  return done;
}

/** Of an object that is there nothing is done for the last time, and nothing is written down that it does not want. */
export async function recallLastBackup({
  cr,
  observed: {children},
  cluster,
}: Pick<StepContext, 'cr' | 'observed' | 'cluster'>): Promise<void> {
  const name = lastBackupName(cr.metadata.name);
  const [record, job] = [children.get(`CronJob ${name}`), children.get(`Job ${name}`)];
  if (record && !wantsLastBackup(cr)) await cluster.remove(record);
  else if (job) await cluster.remove(job);
}

/**
 * What `BackupThenDelete` asks for: nobody writes any more, a last backup is made, and then what the operator made to last
 * goes. Where it cannot be made in time, or at all, that stays: nothing is lost, since database and covers are never touched.
 * @param plan of an object that is gone; Kubernetes takes away what it owned
 * @param now milliseconds since the epoch
 * @returns `stalled` when it was given up
 */
export async function makeLastBackup(
  {secret, deadlineSeconds, job: jobThat}: LastBackup,
  {observed: {children}, cluster}: Pick<StepContext, 'observed' | 'cluster'>,
  now: number,
): Promise<StepResult> {
  const job = children.get(childKey(jobThat(true)));
  if (job && conditionOfJob(job, 'Complete')) {
    if (secret !== undefined && cluster.findSecret(secret)?.isOurs) await cluster.removeSecret(secret);
    return done;
  }
  if (job && conditionOfJob(job, 'Failed')) {
    const {message} = failureOf(job, await cluster.endingOf(job), Reasons.BACKUP_FAILED);
    return givenUp(`The last backup failed: ${message}`);
  }
  // It was made when the object was first seen to be gone.
  const from = job ? Date.parse(String(job.metadata.creationTimestamp)) : now;
  const limit = from + deadlineSeconds * 1000;
  if (now >= limit) return givenUp(`The last backup was not made in ${deadlineSeconds} s.`);
  // So that it holds all that was ever acknowledged.
  const serves = [...children.values()].some(({kind}) => kind === 'Deployment');
  const isWritten = serves || (await cluster.podCount('api', 'worker', 'sincronizar')) > 0;
  // Made at once: in a namespace that goes too, that shows at once.
  const refusal = await cluster.apply(jobThat(isWritten)).then(() => undefined, ofEndingNamespace);
  if (refusal !== undefined) return givenUp(refusal);
  const seconds = Math.max(1, Math.min(LOOK_AGAIN_SECONDS, (limit - now) / 1000));
  return wait(Reasons.LAST_BACKUP, 'The last backup is being made.', {seconds});
}

const givenUp = (message: string): StepResult => stalled(Reasons.LAST_BACKUP_GIVEN_UP, `${message} ${KEPT}`);

/** In a namespace that goes too, nothing can be made any more. */
function ofEndingNamespace(error: unknown): string {
  const {message} = error as ApiError;
  if (isForbidden(error) && message.includes('being terminated')) return 'The namespace is deleted, too.';
  throw error;
}
