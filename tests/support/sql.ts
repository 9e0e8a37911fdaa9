import {Client, QueryResultRow} from 'pg';

/** Runs one statement, or several without parameters, on a connection of its own. */
export async function sql<T extends QueryResultRow>(
  url: string,
  statement: string,
  params?: readonly unknown[],
): Promise<T[]> {
  return withClient(url, async client => (await client.query<T>(statement, params && [...params])).rows);
}

/** A connection for what belongs to one session; closed in the end. */
export async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({connectionString: url});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
