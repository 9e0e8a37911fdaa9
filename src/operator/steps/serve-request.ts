import type {V1JobStatus} from '@kubernetes/client-node';
import {Reasons} from '../api/conditions';
import {BACKUP_KIND} from '../api/group';
import {ArchiveRequest, ArchiveRequestStatus, ArtistasBackup} from '../api/requests';
import {requestJob} from '../manifests/archives';
import {componentOf} from '../manifests/names';
import type {KeptObject} from '../runtime/applier';
import {failureOf, onlyKnown, reportIn} from './archive-report';
import {conditionOfJob, endOf, isOver} from './job-state';
import {requireReferences} from './references';
import {childKey, done, stalled, StepContext, StepResult, wait} from './types';

/** What was learned of a request. */
export type RequestFacts = Partial<ArchiveRequestStatus>;

export interface RequestContext extends Omit<StepContext, 'applied'> {
  readonly backup: (name: string) => ArtistasBackup | undefined;
}

interface Served {
  readonly result: StepResult;
  readonly facts: RequestFacts;
}

/** What hangs on others is looked at so often. */
const SOON = {seconds: 10};

/**
 * Takes a request a step further: one Job, made when nothing else works on the same data, then what came of it. It is made
 * suspended, and begins once the status knows of it: so one that is gone afterwards is never made again.
 */
export async function serveRequest(request: ArchiveRequest, context: RequestContext): Promise<Served> {
  const {cr, observed, cluster, release} = context;
  const only = (result: StepResult): Served => ({result, facts: {}});
  const {name} = cr.metadata;
  if (!cr.spec.backup)
    return only(wait(Reasons.BACKUP_NOT_CONFIGURED, `ArtistasApi "${name}" has no spec.backup.`, SOON));
  const archive = archiveOf(request, context);
  if (typeof archive === 'object') return only(archive);
  const wanted = requestJob(cr, request, {image: release.image}, archive);
  const job = observed.children.get(childKey(wanted));
  if (!job && isKnownToStart(request)) return only(jobGone(wanted.metadata.name, request));
  if (job) return isOf(job, request) ? follow(job, request, context) : only(nameTaken(wanted.metadata.name));
  if (cr.spec.suspend) return only(wait(Reasons.SUSPENDED, `ArtistasApi "${name}" is suspended.`, SOON));
  const ready = await requireReferences({...context, applied: new Map()});
  if (ready.kind !== 'done') return only(ready);
  const other = atWork(observed.children);
  if (other) return only(wait(Reasons.QUEUED, `Job "${other.metadata.name}" is at work.`, SOON));
  await cluster.create(wanted);
  return only(running(request));
}

/** What to restore; what is in the way of it; nothing for a backup. */
function archiveOf(request: ArchiveRequest, {backup}: RequestContext): string | StepResult | undefined {
  if (request.kind === BACKUP_KIND) return undefined;
  const {archive, backupRef} = request.spec;
  if (!backupRef) return archive;
  const {phase, archive: made} = backup(backupRef.name)?.status ?? {};
  if (phase === 'Succeeded' && made !== undefined) return made;
  const named = `ArtistasBackup "${backupRef.name}"`;
  if (phase === 'Failed') return stalled(Reasons.ARCHIVE_MISSING, `${named} has failed.`);
  if (phase === 'Succeeded')
    return stalled(Reasons.ARCHIVE_MISSING, `${named} does not know its archive; say spec.archive.`);
  return wait(Reasons.REFERENCE_MISSING, `${named} is not made yet.`, SOON);
}

async function follow(job: KeptObject, request: ArchiveRequest, {cluster}: RequestContext): Promise<Served> {
  const {startTime} = (job.status ?? {}) as V1JobStatus;
  const begun: RequestFacts = {startTime: String(startTime ?? job.metadata.creationTimestamp)};
  if (!startTime && isKnownToStart(request)) await cluster.resume(job);
  if (conditionOfJob(job, 'Complete')) {
    const {id, snapshotAt, seconds, rows, objects, bytes, missingObjects} = reportIn(
      await cluster.endingOf(job),
    );
    const ofBackup = request.kind === BACKUP_KIND ? {rows, sizeBytes: bytes, missingObjects} : {};
    const learned = {archive: id, snapshotTime: snapshotAt, durationSeconds: seconds, objects, ...ofBackup};
    return {result: done, facts: {...begun, completionTime: endOf(job), ...onlyKnown(learned)}};
  }
  const otherwise = request.kind === BACKUP_KIND ? Reasons.BACKUP_FAILED : Reasons.RESTORE_FAILED;
  if (!conditionOfJob(job, 'Failed')) return {result: running(request), facts: begun};
  const {reason, message} = failureOf(job, await cluster.endingOf(job), otherwise);
  return {result: stalled(reason, message), facts: begun};
}

const isKnownToStart = ({status}: ArchiveRequest): boolean => status?.startTime !== undefined;

const jobGone = (name: string, {kind}: ArchiveRequest): StepResult =>
  stalled(
    kind === BACKUP_KIND ? Reasons.BACKUP_FAILED : Reasons.RESTORE_FAILED,
    `Job "${name}" was deleted before it was known what came of it; look, then ask by another object.`,
  );

const running = ({kind}: ArchiveRequest): StepResult =>
  kind === BACKUP_KIND
    ? wait(Reasons.BACKING_UP, 'The backup is being made.')
    : wait(Reasons.RESTORING, 'The archive is being restored.');

const nameTaken = (name: string): StepResult =>
  stalled(Reasons.NAME_TAKEN, `Job "${name}" exists and was made for something else.`);

const isOf = ({metadata}: KeptObject, request: ArchiveRequest): boolean =>
  metadata.ownerReferences?.some(({uid}) => uid === request.metadata.uid) === true;

/** A backup or a restore that is not over: each takes the same lock. Drills work beside everything. */
const atWork = (children: ReadonlyMap<string, KeptObject>): KeptObject | undefined =>
  [...children.values()].find(
    child =>
      child.kind === 'Job' &&
      ['backup', 'restore'].includes(componentOf(child.metadata) ?? '') &&
      !isOver(child),
  );
