import {Client} from 'pg';

const LIMIT_MS = 5_000;

/** A connection for one look; closed in the end. @throws Error of the driver, 5 s after each step that is not answered */
export async function withDatabase<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: LIMIT_MS,
    query_timeout: LIMIT_MS,
    statement_timeout: LIMIT_MS,
    application_name: 'artistas-doctor',
  });
  // A connection that breaks fails the statement in hand too.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await work(client);
  } finally {
    // What does not answer does not say good-bye either.
    void client.end().catch(() => undefined);
  }
}
