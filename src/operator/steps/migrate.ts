import type {V1JobStatus} from '@kubernetes/client-node';
import {MIGRATION_EXIT} from '../../config/exit-codes';
import {Reason, Reasons} from '../api/conditions';
import {imageOf} from '../manifests/image';
import {instanceOf} from '../manifests/names';
import {migrationJob} from '../manifests/tasks';
import type {KeptObject} from '../runtime/applier';
import {conditionOfJob} from './job-state';
import {childKey, Cluster, done, Ending, Release, stalled, StepContext, StepResult, wait} from './types';

/** What the exit codes of a migration stand for. */
const REASON_OF: ReadonlyMap<number, Reason> = new Map([
  [MIGRATION_EXIT.schemaAhead, Reasons.SCHEMA_AHEAD],
  [MIGRATION_EXIT.databaseUnreachable, Reasons.DATABASE_UNREACHABLE],
  [MIGRATION_EXIT.storageUnreachable, Reasons.STORAGE_UNREACHABLE],
]);
/** What comes back by itself, and may take longer than a Job tries: a server that is only being installed, for one. */
const COMES_BACK: readonly Reason[] = [Reasons.DATABASE_UNREACHABLE, Reasons.STORAGE_UNREACHABLE];
/** Last words may be a whole log; a status is read by people. */
const MAX_MESSAGE_CHARS = 500;

/**
 * Lets nobody past before the migration Job of this image has succeeded. The Job looks first whether the database and the
 * bucket are there and whether the schema is one that the image knows. It is made once, and again only where it has given up
 * on one of these two.
 */
export async function migrate({cr, observed, cluster, release}: StepContext): Promise<StepResult> {
  const wanted = migrationJob(cr, {image: release.image, referencesHash: observed.referencesHash});
  const found = observed.children.get(childKey(wanted));
  if (!found) {
    await cluster.create(wanted);
    return running(release);
  }
  if (instanceOf(found.metadata) !== cr.metadata.name) {
    return stalled(Reasons.NAME_TAKEN, `Job "${wanted.metadata.name}" exists and is not ours; delete it.`);
  }
  const status = (found.status ?? {}) as V1JobStatus;
  if (conditionOfJob(found, 'Complete')) return migrated(found, cluster);
  const ending = (status.failed ?? 0) > 0 ? await cluster.endingOf(found) : undefined;
  const failure = conditionOfJob(found, 'Failed');
  if (failure) {
    const {reason, message} = failed(ending, failure.message ?? 'no reason was given');
    if (release.hasGoneBack && reason === Reasons.SCHEMA_AHEAD) {
      const words = `${imageOf(cr)} did not come up, and the schema is ahead of ${release.image}.`;
      return stalled(Reasons.ROLLBACK_REFUSED, `${words} Ask for a release that knows the schema.`);
    }
    if (COMES_BACK.includes(reason)) {
      await cluster.remove(found);
      return wait(reason, `${message} It is tried again.`);
    }
    return stalled(reason, `${message} Mend it, then delete Job "${wanted.metadata.name}" to try again.`);
  }
  // The last attempt may have succeeded a moment before its Job says so.
  if (!ending || ending.exitCode === 0) return running(release);
  const {reason, message} = failed(ending, '');
  return wait(
    reason === Reasons.MIGRATION_FAILED ? Reasons.MIGRATING : reason,
    `${message} It is tried again.`,
  );
}

const running = ({image}: Release): StepResult => wait(Reasons.MIGRATING, `The migration of ${image} runs.`);

async function migrated(job: KeptObject, cluster: Cluster): Promise<StepResult> {
  const ending = await cluster.endingOf(job);
  // A successful migration says as its last word where the schema is.
  const schemaVersion = /\d{14}-[\w-]+$/.exec(ending?.message.trim() ?? '')?.[0];
  return schemaVersion ? {...done, facts: {schemaVersion}} : done;
}

function failed(ending: Ending | undefined, message: string): {reason: Reason; message: string} {
  const reason = (ending && REASON_OF.get(ending.exitCode)) ?? Reasons.MIGRATION_FAILED;
  const words = (ending?.message.trim() || message || `exit code ${ending?.exitCode}`).slice(
    -MAX_MESSAGE_CHARS,
  );
  return {reason, message: `The migration failed: ${words.replace(/[^.?!]$/, '$&.')}`};
}
