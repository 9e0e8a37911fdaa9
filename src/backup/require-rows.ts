import type {Client} from 'pg';
import {StartupError} from '../config/startup-error';
import type {Manifest} from './manifest';
import {quoted} from './sql';

/**
 * Counts every table of an archive where the session looks.
 * @returns all rows together
 * @throws StartupError when a table has not the rows that the archive has
 */
export async function requireRows(client: Client, {tables}: Manifest): Promise<number> {
  let total = 0;
  for (const {name, file} of tables) {
    const {rows} = await client.query<{count: string}>(`select count(*) from ${quoted(name)}`);
    const count = Number(rows[0]!.count);
    if (count !== file.lines) throw new StartupError(`${name} has ${count} rows in place of ${file.lines}.`);
    total += count;
  }
  return total;
}
