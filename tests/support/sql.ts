import {Client, QueryResultRow} from 'pg';

/** Rows of one statement, run on a connection of its own. Several statements, which take no parameters, give no rows. */
export async function sql<T extends QueryResultRow>(
  url: string,
  statement: string,
  params?: readonly unknown[],
): Promise<T[]> {
  return withClient(url, async client => {
    const result = await client.query<T>(statement, params && [...params]);
    return Array.isArray(result) ? [] : result.rows;
  });
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
