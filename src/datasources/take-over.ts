import {Client} from 'pg';
import {StartupError} from '../config/startup-error';

/** Flyway's table in a database of the replaced service; it stays as it is. */
const FLYWAY_TABLE = 'flyway_schema_history';
/** What the replaced service ended with. */
const FLYWAY_VERSIONS = '1, 2, 3, 4';

const ADOPTED_COLUMNS = {
  artista: ['id', 'nome', 'tipo'],
  album: ['id', 'nome'],
  artista_album: ['artista_id', 'album_id'],
  album_imagens: ['id', 'url', 'album_id'],
  regionais: ['id', 'regional_id', 'nome', 'ativo', 'data_criacao'],
};
const ADOPTED_TABLES = Object.keys(ADOPTED_COLUMNS);
const NEW_TABLES = ['contagem', 'usuario', 'sessao', 'sessao_token'];

/**
 * Looks, before our first migration, whether the schema is empty or a complete one of the replaced service. Reads only.
 * @param schema the first of the session's `search_path`
 * @throws StartupError when it is neither: nobody's tables are touched by guess
 */
export async function requireEmptyOrReplaced(client: Client, schema: string): Promise<void> {
  const existing = await existingTables(client, [FLYWAY_TABLE, ...ADOPTED_TABLES, ...NEW_TABLES]);
  if (existing.includes(FLYWAY_TABLE)) {
    await requireFinishedHistory(client);
    await requireAdoptedColumns(client);
    await requireOwnership(client);
  } else {
    refuseTables(
      existing.filter(table => ADOPTED_TABLES.includes(table)),
      schema,
    );
    await refuseHistoryElsewhere(client, schema);
  }
  refuseTables(
    existing.filter(table => NEW_TABLES.includes(table)),
    schema,
  );
}

async function existingTables(client: Client, names: readonly string[]): Promise<string[]> {
  const {rows} = await client.query<{name: string}>(
    'select name from unnest($1::text[]) name where to_regclass(name) is not null',
    [names],
  );
  return rows.map(row => row.name);
}

function refuseTables(tables: readonly string[], schema: string): void {
  if (tables.length === 0) return;
  throw new StartupError(
    `The schema "${schema}" has tables of our names (${tables.join(', ')}) that are neither ours nor a complete ` +
      'database of the replaced service; nothing was changed: point DATABASE_URL to an empty database.',
  );
}

async function requireFinishedHistory(client: Client): Promise<void> {
  // Rows without a version are Flyway's notes, such as that it created the schema.
  const {rows} = await client.query<{versions: string | null; failed: string | null}>(
    `select string_agg(version, ', ' order by version) as versions,
            string_agg(coalesce(version, description), ', ') filter (where not success) as failed
       from ${FLYWAY_TABLE}`,
  );
  const {versions, failed} = rows[0]!;
  if (failed) {
    throw new StartupError(
      `The replaced service left a failed migration (${failed}) in ${FLYWAY_TABLE}; nothing was changed: repair it there first.`,
    );
  }
  if (versions === FLYWAY_VERSIONS) return;
  throw new StartupError(
    `${FLYWAY_TABLE} is at the versions ${versions ?? '(none)'}; only a database of the replaced service at ` +
      `${FLYWAY_VERSIONS} can be taken over, and nothing was changed.`,
  );
}

async function requireAdoptedColumns(client: Client): Promise<void> {
  const columns = Object.entries(ADOPTED_COLUMNS).flatMap(([table, names]) =>
    names.map(name => `${table}.${name}`),
  );
  const {rows} = await client.query<{missing: string | null}>(
    `select string_agg(wanted, ', ') as missing
       from unnest($1::text[]) wanted
      where not exists (select from pg_attribute
                         where attrelid = to_regclass(split_part(wanted, '.', 1))
                           and attname = split_part(wanted, '.', 2) and not attisdropped)`,
    [columns],
  );
  const missing = rows[0]!.missing;
  if (!missing) return;
  throw new StartupError(
    `The database of the replaced service is not complete: ${missing} missing; nothing was changed.`,
  );
}

/** Only an owner may alter a table, whatever else was granted. */
async function requireOwnership(client: Client): Promise<void> {
  const {rows} = await client.query<{tables: string | null; owners: string}>(
    `select string_agg(relname, ', ') as tables, string_agg(distinct pg_get_userbyid(relowner), ', ') as owners
       from pg_class
      where oid in (select to_regclass(name) from unnest($1::text[]) name) and not pg_has_role(relowner, 'usage')`,
    [ADOPTED_TABLES],
  );
  const {tables, owners} = rows[0]!;
  if (!tables) return;
  throw new StartupError(
    `The user "${client.user}" does not own ${tables}: take the database over as "${owners}", or grant it that role.`,
  );
}

/** Else an empty catalogue would come up beside the full one, only because `search_path` misses it. */
async function refuseHistoryElsewhere(client: Client, schema: string): Promise<void> {
  const {rows} = await client.query<{name: string}>(
    `select n.nspname as name
       from pg_class f
       join pg_namespace n on n.oid = f.relnamespace
      where f.relname = $1
        and not exists (select from unnest($2::text[]) t
                         where not exists (select from pg_class c where c.relname = t and c.relnamespace = n.oid))`,
    [FLYWAY_TABLE, ADOPTED_TABLES],
  );
  if (rows.length === 0) return;
  throw new StartupError(
    `The tables of the replaced service are in the schema "${rows[0]!.name}", not in "${schema}"; nothing was changed: ` +
      `add "options=-csearch_path%3D${encodeURIComponent(rows[0]!.name)}" to DATABASE_URL.`,
  );
}
