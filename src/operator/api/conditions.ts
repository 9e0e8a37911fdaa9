/**
 * Conditions of our objects, in the sense of kstatus: tools that wait for an object read `Ready`, and see from
 * `Reconciling` and `Stalled` whether waiting is of use.
 */
export const Conditions = {
  /** All that was asked for is there and serves. */
  READY: 'Ready',
  /** True while the operator works on it and time will do. */
  RECONCILING: 'Reconciling',
  /** True when a person must act; `reason` and `message` say on what. */
  STALLED: 'Stalled',
  /** True while it serves with less than was asked for. */
  DEGRADED: 'Degraded',
  /** The last backup is older than it may be; only where backups are asked for. */
  BACKUP_STALE: 'BackupStale',
} as const;
export type ConditionType = (typeof Conditions)[keyof typeof Conditions];

/** Why a condition is what it is; `docs/kubernetes.md` says what to do about each. */
export const Reasons = {
  /** Everything is as it was asked for. */
  AVAILABLE: 'Available',
  /** `spec.suspend`: the operator writes nothing. */
  SUSPENDED: 'Suspended',
  /** The object is not valid by the schema of this operator. */
  SPEC_INVALID: 'SpecInvalid',
  /** The API server refuses a child object, and would again. */
  APPLY_REFUSED: 'ApplyRefused',
  /** An object of that name is there already and is somebody else's. */
  NAME_TAKEN: 'NameTaken',
  /** The cluster does not have a kind that the object asks for. */
  KIND_MISSING: 'KindMissing',
  /** A referenced Secret or ConfigMap, or a key of it, is absent. */
  REFERENCE_MISSING: 'ReferenceMissing',
  /** The migration Job of this release runs. */
  MIGRATING: 'Migrating',
  MIGRATION_FAILED: 'MigrationFailed',
  /** The migration Job does not reach the database. */
  DATABASE_UNREACHABLE: 'DatabaseUnreachable',
  /** It does not reach the object storage, or may not use the bucket. */
  STORAGE_UNREACHABLE: 'StorageUnreachable',
  /** The schema has migrations that this image does not know. */
  SCHEMA_AHEAD: 'SchemaAhead',
  /** The Deployments take up what was asked for. */
  ROLLING_OUT: 'RollingOut',
  /** The rollout did not end in time and went back to the last good image. */
  ROLLED_BACK: 'RolledBack',
  /** It did not end in time, and the schema is ahead of the last good image. */
  ROLLBACK_REFUSED: 'RollbackRefused',
  /** The rollout did not end in time, and there is no image to go back to. */
  ROLLOUT_FAILED: 'RolloutFailed',
  /** Fewer pods are ready than were asked for. */
  REPLICAS_UNAVAILABLE: 'ReplicasUnavailable',
  /** The last backup is as young as it has to be. */
  BACKUP_RECENT: 'BackupRecent',
  /** It is older, or there is none yet. */
  BACKUP_OVERDUE: 'BackupOverdue',
  /** The `ArtistasApi` that is named has no `spec.backup`. */
  BACKUP_NOT_CONFIGURED: 'BackupNotConfigured',
  /** Another backup or restore of the same database is at work. */
  QUEUED: 'Queued',
  BACKING_UP: 'BackingUp',
  BACKED_UP: 'BackedUp',
  BACKUP_FAILED: 'BackupFailed',
  RESTORING: 'Restoring',
  RESTORED: 'Restored',
  RESTORE_FAILED: 'RestoreFailed',
  DRILL_FAILED: 'DrillFailed',
  /** There is no such archive, or none at all. */
  ARCHIVE_MISSING: 'ArchiveMissing',
  /** The archive is not what it says; nothing was touched. */
  ARCHIVE_DAMAGED: 'ArchiveDamaged',
  /** It took longer than it may. */
  DEADLINE_EXCEEDED: 'DeadlineExceeded',
  /** The object is gone, and its last backup is being made. */
  LAST_BACKUP: 'LastBackup',
  LAST_BACKUP_MADE: 'LastBackupMade',
  /** It could not be made; what the operator made to last stays. */
  LAST_BACKUP_GIVEN_UP: 'LastBackupGivenUp',
  /** A pass failed and is tried again. */
  RETRYING: 'Retrying',
} as const;
export type Reason = (typeof Reasons)[keyof typeof Reasons];
