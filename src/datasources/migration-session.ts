import {setTimeout as delay} from 'node:timers/promises';
import {Client} from 'pg';
import {StartupError} from '../config/startup-error';
import {connectionError} from './connection-error';
import {isUnavailable} from './unavailable';

const CONNECT_TIMEOUT_MS = 10_000;
/** First pause before another try; each is twice as long, up to the longest. */
const FIRST_RETRY_MS = 250;
const LONGEST_RETRY_MS = 5_000;
/** A migration that waits longer for a table gives up, because whoever uses that table queues behind it. */
const TABLE_LOCK_TIMEOUT_MS = 30_000;
/** The letters "artistas" as one number; advisory locks are per database. */
export const LOCK_KEY = '7021802765281419635';
const LOCK_NOT_AVAILABLE = '55P03';

/** How to wait for a server that is not there yet. */
export interface Waiting {
  /** 0: not at all. */
  readonly waitSeconds: number;
  /** Ends the wait by an AbortError. */
  readonly signal?: AbortSignal;
  /** Told once that we wait and why, and once that it is over. */
  readonly log: (line: string) => void;
}

/**
 * One connection for everything a migration does: its locks, settings and transactions are those of this session.
 * A server that does not answer, or takes no connections at the moment, is waited for; one that refuses us is not.
 * @throws StartupError when it does not come about
 */
export async function openSession(databaseUrl: string, {waitSeconds, signal, log}: Waiting): Promise<Client> {
  const deadline = performance.now() + waitSeconds * 1000;
  for (let pauseMs = FIRST_RETRY_MS; ; pauseMs = Math.min(2 * pauseMs, LONGEST_RETRY_MS)) {
    try {
      const client = await connect(databaseUrl);
      if (pauseMs > FIRST_RETRY_MS) log('PostgreSQL is there.');
      return client;
    } catch (error) {
      const {cause, message} = error as StartupError;
      if (!isUnavailable(cause) || performance.now() + pauseMs > deadline) throw error;
      if (pauseMs === FIRST_RETRY_MS) log(`Waiting for PostgreSQL, ${waitSeconds} s at most: ${message}`);
      await delay(pauseMs, undefined, {signal});
    }
  }
}

async function connect(databaseUrl: string): Promise<Client> {
  const client = new Client({
    connectionString: databaseUrl,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    application_name: 'artistas-migrate',
  });
  // A connection that breaks fails the statement in hand too, and that is where it is told.
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (cause) {
    throw connectionError(cause, client);
  }
  return client;
}

/**
 * Waits for its turn to migrate. The lock ends with the session, so a process that dies holds nobody up.
 * @throws StartupError after `waitSeconds`
 */
export async function takeTurn(client: Client, waitSeconds: number): Promise<void> {
  await client.query(
    `select set_config('lock_timeout', $1, false), set_config('statement_timeout', '0', false)`,
    [String(waitSeconds * 1000)],
  );
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK_KEY]);
  } catch (cause) {
    if ((cause as {code?: string}).code !== LOCK_NOT_AVAILABLE) throw cause;
    throw new StartupError(
      `Another process has been migrating the database for more than ${waitSeconds} s; see that it ends, then try again.`,
      {cause},
    );
  }
}

/**
 * Narrows the session to the schema where our records are, else where the replaced service's are, else where new
 * tables go; and settles what role, database or URL may have set otherwise.
 * @param sampleData read by the migration with the sample data
 * @returns the schema
 * @throws StartupError when there is none, or this user may not create tables in it
 */
export async function enterSchema(client: Client, sampleData: boolean): Promise<string> {
  const {rows} = await client.query<{schema: string | null; may_create: boolean | null}>(
    `select schema, has_schema_privilege(schema, 'create') as may_create
       from (select coalesce((select n.nspname
                                from pg_class c join pg_namespace n on n.oid = c.relnamespace
                               where c.oid = coalesce(to_regclass('migracao'), to_regclass('flyway_schema_history'))),
                             current_schema()) as schema) s`,
  );
  const {schema, may_create: mayCreate} = rows[0]!;
  if (!schema)
    throw new StartupError('No schema of the "search_path" exists; create it or change DATABASE_URL.');
  if (!mayCreate) {
    throw new StartupError(
      `The user "${client.user}" may not create tables in the schema "${schema}"; grant it "create" on that schema.`,
    );
  }
  await client.query(
    `select set_config('search_path', quote_ident($1), false),
            set_config('lock_timeout', $2, false),
            set_config('default_transaction_isolation', 'read committed', false),
            set_config('client_min_messages', 'notice', false),
            set_config('artistas.dados_iniciais', $3, false)`,
    [schema, String(TABLE_LOCK_TIMEOUT_MS), sampleData ? 'on' : 'off'],
  );
  return schema;
}
