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
