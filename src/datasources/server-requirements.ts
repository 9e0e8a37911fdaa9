import {Client} from 'pg';
import {StartupError} from '../config/startup-error';

const MIN_MAJOR = 13;
/** Of the search column and of the order by name. */
const COLLATIONS = ['und-x-icu', 'pt-BR-x-icu'];

interface Server {
  readonly major: number;
  readonly version: string;
  readonly encoding: string;
  readonly is_read_only: boolean;
  readonly collations: number;
}

/**
 * Looks whether the server can hold our schema at all.
 * @throws StartupError when it is older than 13, read-only, without ICU, or its database is not UTF8
 */
export async function requireCapableServer(client: Client): Promise<void> {
  const {rows} = await client.query<Server>(
    `select current_setting('server_version_num')::int / 10000 as major,
            current_setting('server_version') as version,
            current_setting('server_encoding') as encoding,
            current_setting('transaction_read_only') = 'on' as is_read_only,
            (select count(distinct collname)::int from pg_collation where collname = any ($1)) as collations`,
    [COLLATIONS],
  );
  const server = rows[0]!;
  if (server.major < MIN_MAJOR) {
    throw new StartupError(`PostgreSQL ${MIN_MAJOR} or later is needed; the server is ${server.version}.`);
  }
  if (server.encoding !== 'UTF8') {
    throw new StartupError(
      `The database "${client.database}" is encoded in ${server.encoding}; create one with "encoding 'UTF8'".`,
    );
  }
  if (server.collations < COLLATIONS.length) {
    throw new StartupError(
      'The PostgreSQL server was built without ICU, which sorting and searching names need.',
    );
  }
  if (server.is_read_only) {
    throw new StartupError(
      'The PostgreSQL server is read-only (a replica?); DATABASE_URL must name the primary.',
    );
  }
}
