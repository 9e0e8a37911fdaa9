import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {promisify} from 'node:util';
import DbMigrate from 'db-migrate/api';
import {connect, Internals, Migrator, Settings} from 'db-migrate/connect';
import MigratorClass from 'db-migrate/lib/migrator';
import {Client, DatabaseError} from 'pg';
import {StartupError} from '../config/startup-error';

export const MIGRATION_TABLE = 'migracao';

export interface MigrationRun {
  readonly folder: string;
  /** Schema of the table of records; the session's `search_path` has it first. */
  readonly schema: string;
  /** Names of what is pending, in the order in which it runs. */
  readonly pending: readonly string[];
  /** Told after each migration, when it is committed. */
  readonly onMigrated: (name: string) => void;
}

/**
 * Runs what is pending through db-migrate, on a connection of ours: one transaction a migration, its record included.
 * Loaded only when there is something to run, because db-migrate brings half a command line with it.
 * @throws StartupError naming the file; the failed migration is undone once the connection ends
 */
export async function runMigrations(
  client: Client,
  {folder, schema, pending, onMigrated}: MigrationRun,
): Promise<void> {
  DbMigrate.prototype.silence(true);
  const migrator = await openMigrator(client, folder, schema);
  await promisify(migrator.createMigrationsTable.bind(migrator))();
  for (const name of pending) {
    try {
      await promisify(migrator.upToBy.bind(migrator))(undefined, 1);
    } catch (cause) {
      throw migrationError(cause as Error, join(folder, 'sqls', `${name}.sql`));
    }
    onMigrated(name);
  }
}

/**
 * db-migrate's front door, `getInstance`, reads `process.argv`, rc files, `.env` and `DATABASE_URL`, and parses URLs
 * in its own way. So we come in by the door behind it, where all of that arrives as arguments.
 */
async function openMigrator(client: Client, folder: string, schema: string): Promise<Migrator> {
  const config: Settings = {
    driver: {require: require.resolve('db-migrate-pg')},
    db: {
      connect: callback => callback(null),
      query: (...parameters) => void client.query(...(parameters as Parameters<Client['query']>)),
    },
    database: client.database ?? '',
    schema,
    'migrations-dir': folder,
  };
  const internals: Internals = {
    migrationTable: MIGRATION_TABLE,
    matching: '',
    parser: {filesRegEx: /\.js$/},
    migrationOptions: {},
    argv: {},
  };
  return new Promise((resolve, reject) => {
    connect({config, internals}, MigratorClass, (error, migrator) =>
      migrator ? resolve(migrator) : reject(error!),
    );
  });
}

function migrationError(cause: Error, file: string): StartupError {
  const position = cause instanceof DatabaseError ? Number(cause.position) : NaN;
  const line = position ? `, line ${readFileSync(file, 'utf8').slice(0, position).split('\n').length}` : '';
  return new StartupError(`The migration ${file}${line} failed and was undone: ${cause.message}.`, {cause});
}
