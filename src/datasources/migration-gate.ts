import {MIGRATION_EXIT} from '../config/exit-codes';
import {StartupError} from '../config/startup-error';
import {migrationNames, migrationsFolder} from './migration-folder';
import {openSession, Waiting} from './migration-session';

/**
 * Looks, and changes nothing: whether the database can be reached, and knows no migration that this release does not.
 * @returns the newest migration of this release, such as `20261123000100-catalogo`
 * @throws StartupError with an exit code of `MIGRATION_EXIT`
 */
export async function requireKnownSchema(databaseUrl: string, waiting: Waiting): Promise<string> {
  const names = await migrationNames(migrationsFolder());
  const client = await openSession(databaseUrl, waiting).catch((cause: Error) => {
    throw new StartupError(cause.message, {cause, exitCode: MIGRATION_EXIT.databaseUnreachable});
  });
  try {
    const {rows: tables} = await client.query<{name: string | null}>(
      `select to_regclass('migracao')::text as name`,
    );
    if (!tables[0]?.name) return names.at(-1)!;
    // db-migrate records a scope and a slash before the name; our scope is empty.
    const {rows} = await client.query<{name: string}>('select ltrim(name, $1) as name from migracao', ['/']);
    const unknown = rows.map(({name}) => name).filter(name => !names.includes(name));
    if (unknown.length === 0) return names.at(-1)!;
    throw new StartupError(
      `The schema is ahead of this release: it has ${unknown.sort().at(-1)}, and the newest known here is ${names.at(-1)}.`,
      {exitCode: MIGRATION_EXIT.schemaAhead},
    );
  } finally {
    await client.end();
  }
}
