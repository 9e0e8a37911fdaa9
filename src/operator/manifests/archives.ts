import type {V1CronJob, V1Job, V1JobSpec} from '@kubernetes/client-node';
import {BACKUP_EXIT} from '../../config/exit-codes';
import type {ArtistasApi} from '../api/artistas-api';
import {BACKUP_KIND} from '../api/group';
import type {Manifest} from '../api/manifest';
import type {ArchiveRequest} from '../api/requests';
import {labelsFor, metadataFor, MetadataOptions} from './names';
import {Process, ReleaseOptions, taskPod} from './pod-template';
import {backupSources} from './references';
import {archiveSettings, Backup} from './settings';

type Program = 'backup' | 'restore' | 'drill';

/** A server that is just restarting is no reason to give up, nor is another backup at work. */
const RETRIES = 4;
/** Beyond its own deadline a program clears away what it has begun. */
export const RESERVE_SECONDS = 60;
/** A run that was missed by more than this waits for the next one. */
const START_DEADLINE_SECONDS = 3600;
/** What the same again would end with. */
const FINAL = [
  BACKUP_EXIT.schemaAhead,
  BACKUP_EXIT.noArchive,
  BACKUP_EXIT.archiveDamaged,
  BACKUP_EXIT.deadline,
];

/** Makes archives by the clock. @returns undefined where the object asks for none */
export function backupCronJob(cr: ArtistasApi, release: ReleaseOptions = {}): Maybe<V1CronJob> {
  const {backup} = cr.spec;
  return backup && cronJob(cr, 'backup', backup, work(cr, backup, 'backup', release));
}

/** Tries by the clock whether they can be restored. @returns undefined where the object asks for no archives */
export function drillCronJob(cr: ArtistasApi, release: ReleaseOptions = {}): Maybe<V1CronJob> {
  const {backup} = cr.spec;
  const deadlineSeconds = backup?.drill.deadlineSeconds;
  return backup && cronJob(cr, 'drill', backup.drill, work(cr, backup, 'drill', release, {deadlineSeconds}));
}

type Maybe<T> = (T & Manifest) | undefined;

/**
 * Does once what an `ArtistasBackup` or `ArtistasRestore` asks for, when it is told to begin, and goes with it.
 * @param cr has `spec.backup`
 * @param archive what to restore: an id, or `latest`
 */
export function requestJob(
  cr: ArtistasApi,
  request: ArchiveRequest,
  release: ReleaseOptions,
  archive?: string,
): V1Job & Manifest {
  const program = request.kind === BACKUP_KIND ? 'backup' : 'restore';
  const args = archive === undefined ? [] : ['--replace', archive];
  const name = `${request.metadata.name}-${program}`;
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: metadataFor(cr, program, {name, owner: request}),
    spec: {...work(cr, cr.spec.backup!, program, release, {args}), suspend: true},
  };
}

/** One with our labels on its Jobs, too. @param metadata default: that of the component */
export function cronJob(
  cr: ArtistasApi,
  component: Program,
  {schedule, suspend}: {readonly schedule: string; readonly suspend: boolean},
  spec: V1JobSpec,
  metadata?: MetadataOptions,
): V1CronJob & Manifest {
  return {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: metadataFor(cr, component, metadata),
    spec: {
      schedule,
      timeZone: 'Etc/UTC',
      suspend,
      concurrencyPolicy: 'Forbid',
      startingDeadlineSeconds: START_DEADLINE_SECONDS,
      successfulJobsHistoryLimit: 1,
      failedJobsHistoryLimit: 2,
      // With our labels the operator hears of its end, and reads off its pod what came of it.
      jobTemplate: {metadata: {labels: labelsFor(cr, component)}, spec},
    },
  };
}

/** What one run is. The pod has no right in the cluster: what came of it is its last word. */
export function work(
  cr: ArtistasApi,
  backup: Backup,
  program: Program,
  release: ReleaseOptions,
  more: Pick<Process, 'args' | 'account'> & {readonly deadlineSeconds?: number} = {},
): V1JobSpec {
  const {args, account, deadlineSeconds = backup.deadlineSeconds} = more;
  return {
    backoffLimit: RETRIES,
    activeDeadlineSeconds: deadlineSeconds + RESERVE_SECONDS,
    // Two at once would be in each other's way.
    podReplacementPolicy: 'Failed',
    podFailurePolicy: {
      rules: [{action: 'FailJob', onExitCodes: {containerName: program, operator: 'In', values: [...FINAL]}}],
    },
    template: taskPod(
      cr,
      {
        component: program,
        program,
        args,
        account,
        settings: archiveSettings(cr, backup, deadlineSeconds),
        secrets: backupSources(cr),
        resources: cr.spec.worker.resources,
      },
      release,
    ),
  };
}
