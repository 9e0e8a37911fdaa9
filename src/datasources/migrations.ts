import {Client} from 'pg';
import {migrationNames, migrationsFolder} from './migration-folder';
import {enterSchema, openSession, takeTurn} from './migration-session';
import {requireCapableServer} from './server-requirements';
import {isJobQueueBehind, migrateJobQueue} from './job-queue-schema';
import {requireEmptyOrReplaced} from './take-over';

const LOCK_WAIT_SECONDS = 120;

export interface MigrateOptions {
  readonly databaseUrl: string;
  /** `false` leaves the sample data out for good: its migration counts as run. */
  readonly sampleData: boolean;
  /** The job queue is in PostgreSQL too, in a schema of its own. Default: it is not. */
  readonly withJobQueue?: boolean;
  /** Name of the last migration to run, where those behind it are not wanted yet. */
  readonly through?: string;
  /** The schema stands beside another one of ours, and takes nothing over. */
  readonly beside?: boolean;
  /** Receives a line for each migration, and for what PostgreSQL remarks meanwhile. */
  readonly log?: (line: string) => void;
  /** Absolute path; default: `migrations` of this package. */
  readonly folder?: string;
  /** How long to wait while another process migrates. Default 120. */
  readonly lockWaitSeconds?: number;
  /** How long to wait for a server that is not there. Default: not at all. */
  readonly waitSeconds?: number;
  /** Ends that wait by an AbortError. */
  readonly signal?: AbortSignal;
}

/** Runs one statement and gives its rows. */
export type NamesQuery = (sql: string) => Promise<readonly {readonly name: string | null}[]>;

/**
 * Brings the schema to what this release needs. Any number may start at once: one runs, the others wait and then find
 * nothing to do. A schema that is ahead of this release is left alone.
 * @throws StartupError when the server or what is in the database does not fit, when the wait gets too long, or naming
 *   the migration that failed (those before it stay)
 */
export async function migrate(options: MigrateOptions): Promise<void> {
  const {databaseUrl, folder = migrationsFolder(), lockWaitSeconds = LOCK_WAIT_SECONDS} = options;
  const {waitSeconds = 0, signal, log = () => undefined} = options;
  const client = await openSession(databaseUrl, {waitSeconds, signal, log});
  try {
    await requireCapableServer(client);
    const query: NamesQuery = async sql => (await client.query<{name: string | null}>(sql)).rows;
    const pendingNow = async (): Promise<string[]> =>
      (await pendingMigrations(query, folder)).filter(name => name <= (options.through ?? name));
    const isQueueBehind = async (): Promise<boolean> =>
      options.withJobQueue === true && (await isJobQueueBehind(client));
    if ((await pendingNow()).length === 0 && !(await isQueueBehind())) return;
    await takeTurn(client, lockWaitSeconds);
    // Whoever had the turn before us may have done it all.
    const pending = await pendingNow();
    if (pending.length > 0) await runPending(client, pending, {...options, folder});
    if (await isQueueBehind()) await migrateJobQueue(client, options.log);
  } finally {
    await client.end();
  }
}

/**
 * Names of the migrations that the database has no record of, oldest first: two small statements, fit for a probe.
 * Empty as well for a schema that is ahead of this release.
 */
export async function pendingMigrations(
  query: NamesQuery,
  folder: string = migrationsFolder(),
): Promise<string[]> {
  const names = await migrationNames(folder);
  const [table] = await query(`select to_regclass('migracao')::text as name`);
  if (!table?.name) return names;
  // db-migrate records a scope and a slash before the name; our scope is empty.
  const records = new Set((await query('select name from migracao')).map(row => row.name));
  return names.filter(name => !records.has(`/${name}`));
}

async function runPending(
  client: Client,
  pending: readonly string[],
  {folder, sampleData, beside = false, log = () => undefined}: MigrateOptions & {readonly folder: string},
): Promise<void> {
  const schema = await enterSchema(client, sampleData);
  const [first] = await migrationNames(folder);
  if (pending[0] === first && !beside) await requireEmptyOrReplaced(client, schema);
  client.on('notice', notice => log(notice.message ?? ''));
  const {runMigrations} = await import('./migration-runner.js');
  await runMigrations(client, {folder, schema, pending, onMigrated: name => log(`Migrated ${name}.`)});
}
