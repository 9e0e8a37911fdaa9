/**
 * Conditions of an `ArtistasApi`, in the sense of kstatus: tools that wait for an object read `Ready`, and see from
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
  /** A pass failed and is tried again. */
  RETRYING: 'Retrying',
} as const;
export type Reason = (typeof Reasons)[keyof typeof Reasons];
