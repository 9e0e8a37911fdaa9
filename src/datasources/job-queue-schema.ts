import {Client} from 'pg';
import {StartupError} from '../config/startup-error';
import {JOB_SCHEMA} from './job-pool';

/** What our release of BullMQ needs. Asking it for the number would load all of it at each start; a test holds this one. */
export const JOB_SCHEMA_VERSION = 11;

const INSUFFICIENT_PRIVILEGE = '42501';

/** Whether the tables of the job queue are older than our release of BullMQ needs, or absent. */
export async function isJobQueueBehind(client: Client): Promise<boolean> {
  const table = `${JOB_SCHEMA}.migration`;
  const {rows} = await client.query<{exists: boolean}>('select to_regclass($1) is not null as exists', [
    table,
  ]);
  if (!rows[0]?.exists) return true;
  const versions = await client.query<{version: number}>(`select max(version) as version from ${table}`);
  return (versions.rows[0]?.version ?? 0) < JOB_SCHEMA_VERSION;
}

/**
 * Brings the tables of the job queue to what our release of BullMQ needs, by its own migrations.
 * @throws StartupError when the user may not make the schema
 */
export async function migrateJobQueue(client: Client, log?: (line: string) => void): Promise<void> {
  const {runMigrations} = await import('bullmq');
  // It remarks on each object that is there already.
  await client.query('set client_min_messages to warning');
  try {
    const version = await runMigrations(client, JOB_SCHEMA);
    log?.(`Migrated the job queue to version ${version}.`);
  } catch (cause) {
    if ((cause as {code?: string}).code !== INSUFFICIENT_PRIVILEGE) throw cause;
    throw new StartupError(
      `The user "${client.user}" may not create the schema "${JOB_SCHEMA}" for the job queue; grant it "create" on the database "${client.database}", or set REDIS_URL.`,
      {cause},
    );
  }
}
