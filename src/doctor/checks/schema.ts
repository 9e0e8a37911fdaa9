import type {Client} from 'pg';
import {isJobQueueBehind} from '../../datasources/job-queue-schema';
import {migrationNames, migrationsFolder} from '../../datasources/migration-folder';
import {pendingMigrations} from '../../datasources/migrations';
import {JOB_SCHEMA} from '../../datasources/job-pool';
import {isUnavailable} from '../../datasources/unavailable';
import {withDatabase} from '../database-session';
import {error, ok, warning} from '../finding';
import type {Check, Finding, Patient} from '../types';

/** A wrong password, no such database. */
const NOT_LET_IN = /^(28|3D)/;

/** Whether the schema is what this release needs, and whether we may use its tables. */
export const schema: Check = {
  name: 'schema',
  async look(patient) {
    const {url} = patient.config.database;
    if (!url) return [];
    try {
      return await withDatabase(url, async client => {
        const rights = await rightFindings(client);
        const mayLook = rights.every(({severity}) => severity === 'ok');
        return mayLook ? [...(await migrationFindings(client, patient)), ...rights] : rights;
      });
    } catch (cause) {
      // Why it cannot be reached, the check of the database tells.
      if (isUnavailable(cause) || NOT_LET_IN.test((cause as {code?: string}).code ?? '')) return [];
      throw cause;
    }
  },
};

async function migrationFindings(client: Client, {config}: Patient): Promise<Finding[]> {
  const query = async (text: string) => (await client.query<{name: string | null}>(text)).rows;
  const pending = await pendingMigrations(query);
  const isQueueBehind = config.redisUrl === undefined && (await isJobQueueBehind(client));
  const unknown = await unknownMigrations(client);
  if (pending.length > 0 || isQueueBehind) return [behind(pending.length, config.database.migrateOnStart)];
  if (unknown.length > 0) return [ahead(unknown)];
  return [ok('schema', {en: 'The schema is that of this release.', pt: 'O esquema é o desta versão.'})];
}

function behind(count: number, runAtStart: boolean): Finding {
  const what = {
    en: `The schema is behind this release: ${count} migrations are pending${count === 0 ? ', and those of the job queue' : ''}.`,
    pt: `O esquema está atrás desta versão: ${count} migrações pendentes${count === 0 ? ', e as da fila de tarefas' : ''}.`,
  };
  const fix = {
    en: 'Run "npm run migrate", or "node dist/src/bin/migrate.js" in the image.',
    pt: 'Execute "npm run migrate", ou "node dist/src/bin/migrate.js" na imagem.',
  };
  return runAtStart ? warning('schema_behind', what, fix) : error('schema_behind', what, fix);
}

function ahead(unknown: readonly string[]): Finding {
  return warning(
    'schema_ahead',
    {
      en: `The schema is ahead of this release: it has ${unknown.at(-1)}.`,
      pt: `O esquema está à frente desta versão: ele tem ${unknown.at(-1)}.`,
    },
    {
      en: 'Run the release that migrated it; this one serves only if that migration says so.',
      pt: 'Execute a versão que o migrou; esta só atende se aquela migração o disser.',
    },
  );
}

async function unknownMigrations(client: Client): Promise<string[]> {
  const {rows: tables} = await client.query<{name: string | null}>(
    `select to_regclass('migracao')::text as name`,
  );
  if (!tables[0]?.name) return [];
  const known = await migrationNames(migrationsFolder());
  // db-migrate records a scope and a slash before the name; our scope is empty.
  const {rows} = await client.query<{name: string}>(
    `select ltrim(name, '/') as name from migracao order by 1`,
  );
  return rows.map(({name}) => name).filter(name => !known.includes(name));
}

/** Tables that this user may not read and write, of those beside our record of migrations and of the job queue. */
async function rightFindings(client: Client): Promise<Finding[]> {
  const {rows} = await client.query<{tables: string | null}>(
    `select string_agg(c.relname, ', ' order by c.relname) as tables
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where (n.oid = (select relnamespace from pg_class where oid = to_regclass('migracao')) or n.nspname = $1)
        and c.relkind in ('r', 'p')
        and not (has_schema_privilege(n.oid, 'usage') and has_table_privilege(c.oid, 'select')
             and (c.relname in ('migracao', 'flyway_schema_history')
                  or has_table_privilege(c.oid, 'insert') and has_table_privilege(c.oid, 'update')
                     and has_table_privilege(c.oid, 'delete')))`,
    [JOB_SCHEMA],
  );
  const tables = rows[0]?.tables;
  if (!tables)
    return [
      ok('database_rights', {
        en: 'The user may use all tables.',
        pt: 'O usuário pode usar todas as tabelas.',
      }),
    ];
  return [
    error(
      'database_rights',
      {en: `The user may not read and write ${tables}.`, pt: `O usuário não pode ler e gravar ${tables}.`},
      {
        en: 'Grant it "select, insert, update, delete" on them, or serve as the user that migrates.',
        pt: 'Conceda "select, insert, update, delete" nelas ou atenda como o usuário que migra.',
      },
    ),
  ];
}
