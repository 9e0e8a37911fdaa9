import type {V1CronJob, V1Job} from '@kubernetes/client-node';
import type {ArtistasApi} from '../api/artistas-api';
import {API_VERSION, GROUP, KIND} from '../api/group';
import type {Manifest} from '../api/manifest';
import {authSecretName, serviceAccount} from './accounts';
import {cronJob, RESERVE_SECONDS, work} from './archives';
import {instanceOf, ownerReferencesOf} from './names';
import {archivePolicy} from './network-policies';
import type {ReleaseOptions} from './pod-template';

/** A day that does not come: the clock never starts it. */
const NEVER = '0 0 31 2 *';
const UID_ANNOTATION = `${GROUP}/uid`;
const SECRET_ANNOTATION = `${GROUP}/secret`;

/** Name of the record, of the Job that is made of it, and of what that stands on. */
export const lastBackupName = (installation: string): string => `${installation}-backup-last`;

/** Whether an object is to be followed by one; it has `spec.backup` then. */
export const wantsLastBackup = ({spec}: ArtistasApi): boolean => spec.deletionPolicy === 'BackupThenDelete';

/**
 * The record of a last backup: a CronJob that never runs, and that nobody owns. It is there while the object is, outlives
 * it, and says then all that is to be done. A finalizer in its place would hold the object, and its namespace, where
 * nobody is left to take it off.
 * @returns undefined where the object wants none
 */
export function lastBackupRecord(
  cr: ArtistasApi,
  release: ReleaseOptions = {},
): (V1CronJob & Manifest) | undefined {
  if (!wantsLastBackup(cr)) return undefined;
  const backup = cr.spec.backup!;
  const name = lastBackupName(cr.metadata.name);
  const deadlineSeconds = backup.deletionDeadlineSeconds;
  const {uid} = cr.metadata;
  const secret = authSecretName(cr);
  const annotations = {
    ...(uid !== undefined && {[UID_ANNOTATION]: uid}),
    ...(secret !== undefined && {[SECRET_ANNOTATION]: secret}),
  };
  return cronJob(
    cr,
    'backup',
    {schedule: NEVER, suspend: true},
    work(cr, backup, 'backup', release, {deadlineSeconds, account: name}),
    {name, annotations, lasting: true},
  );
}

/** What its pod stands on, when all that the object owned is gone. @param record as it is stored */
export function lastBackupGroundwork(cr: ArtistasApi, record: Manifest): Manifest[] {
  const metadata = {name: record.metadata.name, owner: record};
  const {enabled} = cr.spec.networkPolicy;
  return [serviceAccount(cr, metadata), ...(enabled ? [archivePolicy(cr, 'backup', metadata)] : [])];
}

/** What a record says. */
export interface LastBackup {
  /** Whose it is: enough of it to tell people. */
  readonly installation: Pick<ArtistasApi, 'apiVersion' | 'kind' | 'metadata'>;
  /** What the operator made to last, which goes when the backup is made. */
  readonly secret?: string;
  readonly deadlineSeconds: number;
  /** @param suspend it does not begin yet */
  readonly job: (suspend: boolean) => V1Job & Manifest;
}

/** @param record as it is stored */
export function readLastBackup(record: V1CronJob & Manifest): LastBackup {
  const {name, namespace, annotations} = record.metadata;
  const {metadata, spec} = record.spec.jobTemplate;
  const ownerReferences = ownerReferencesOf(record);
  return {
    installation: {
      apiVersion: API_VERSION,
      kind: KIND,
      metadata: {name: instanceOf(record.metadata) ?? '', namespace, uid: annotations?.[UID_ANNOTATION]},
    },
    secret: annotations?.[SECRET_ANNOTATION],
    deadlineSeconds: spec!.activeDeadlineSeconds! - RESERVE_SECONDS,
    job: suspend => ({
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: {name, namespace, labels: metadata?.labels, ownerReferences},
      spec: {...spec!, suspend},
    }),
  };
}
