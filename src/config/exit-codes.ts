/** The call of a program could not be understood, as shells have it. */
export const USAGE_EXIT = 2;

/**
 * How the migration ends when it was not allowed to begin: the operator reads it off the pod, since in a cluster only
 * pods reach the database. Everything else that goes wrong is 1.
 */
export const MIGRATION_EXIT = {
  /** The schema has migrations that this release does not know. */
  schemaAhead: 10,
  databaseUnreachable: 11,
  storageUnreachable: 12,
} as const;

/** How a backup, a restore or a drill ends when it could not be done; beside those of the migration. */
export const BACKUP_EXIT = {
  ...MIGRATION_EXIT,
  /** There is no archive, or none of that name. */
  noArchive: 20,
  /** The archive is not what it says: cut, corrupt, or mixed up with another. */
  archiveDamaged: 21,
  /** Another backup or restore of this database runs. */
  busy: 22,
  deadline: 23,
} as const;
