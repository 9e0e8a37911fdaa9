import {Client, escapeIdentifier} from 'pg';

/** A name as it stands in a statement. */
export const quoted = escapeIdentifier;

/** The schema that holds our tables; undefined: there is none. */
export async function schemaOf(client: Client): Promise<string | undefined> {
  const {rows} = await client.query<{schema: string}>(
    `select n.nspname as schema from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.oid = to_regclass('migracao')`,
  );
  return rows[0]?.schema;
}

/** Settles what role, database or URL may have set otherwise: how values look as text, and that long work may be long. */
export async function settleSession(client: Client, schema: string): Promise<void> {
  await client.query(
    `select set_config(name, value, false)
       from (values ('search_path', quote_ident($1)), ('statement_timeout', '0'), ('lock_timeout', '30s'),
                    ('idle_in_transaction_session_timeout', '0'), ('datestyle', 'ISO'), ('intervalstyle', 'postgres'),
                    ('timezone', 'UTC'), ('bytea_output', 'hex'), ('extra_float_digits', '1'),
                    ('client_min_messages', 'warning')) s (name, value)`,
    [schema],
  );
}
