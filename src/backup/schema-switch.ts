import type {Client} from 'pg';
import {StartupError} from '../config/startup-error';
import {quoted} from './sql';
import {takesPlace} from './scratch-schema';

/** What a schema holds of ours, each with the words that name it in `alter …`. */
interface Part {
  readonly kind: 'table' | 'sequence' | 'function';
  readonly name: string;
  /** Types of a function's arguments. */
  readonly args: string;
}

export interface Switch {
  /** The schema in which others look. */
  readonly schema: string;
  /** Whose tables take the place of those. */
  readonly scratch: string;
  /** Where those go; made here. */
  readonly former: string;
}

/**
 * Puts what a scratch schema holds in the place of what is there, in one transaction: others see the old or the new, and
 * wait for some milliseconds in between. Sessions end, since their users may be others now. Sequences and the number
 * of events never go back, so that what clients remember is not mistaken for something else.
 * @throws what PostgreSQL says, and then nothing has changed
 */
export async function switchSchemas(client: Client, {schema, scratch, former}: Switch): Promise<void> {
  const parts = await partsOf(client, scratch);
  const tables = parts
    .filter(({kind}) => kind === 'table')
    .map(({name}) => `${quoted(schema)}.${quoted(name)}`);
  await client.query('begin');
  try {
    await client.query(`lock table ${tables.join(', ')} in access exclusive mode`);
    await client.query(`create schema ${quoted(former)}`);
    await copyGrants(client, schema, scratch);
    await carryOn(client, {schema, scratch, former});
    for (const part of parts) await move(client, part, schema, former);
    for (const part of parts) await move(client, part, scratch, schema);
    await client.query(`drop schema ${quoted(scratch)} cascade`);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
}

/**
 * Removes what the switch has put aside, but for what something of somebody else depends on.
 * @returns false when that is so
 */
export async function dropFormer(client: Client, former: string): Promise<boolean> {
  const parts = await partsOf(client, former);
  const tables = parts
    .filter(({kind}) => kind === 'table')
    .map(({name}) => `${quoted(former)}.${quoted(name)}`);
  try {
    await client.query(`drop table ${tables.join(', ')} restrict`);
  } catch (error) {
    if ((error as {code?: string}).code !== '2BP01') throw error;
    return false;
  }
  await client.query(`drop schema ${quoted(former)} cascade`);
  return true;
}

async function partsOf(client: Client, schema: string): Promise<Part[]> {
  const {rows} = await client.query<Part>(
    `select case relkind when 'r' then 'table' else 'sequence' end as kind, relname as name, '' as args
       from pg_class c
      where relnamespace = $1::regnamespace and (relkind = 'r' or relkind = 'S' and not exists (
              select from pg_depend where classid = 'pg_class'::regclass and objid = c.oid and deptype in ('a', 'i')))
      union all
     select 'function', proname, pg_get_function_identity_arguments(oid)
       from pg_proc p
      where pronamespace = $1::regnamespace
        and not exists (select from pg_depend where objid = p.oid and deptype = 'e')`,
    [quoted(schema)],
  );
  return rows.filter(({kind, name}) => kind !== 'table' || takesPlace(name));
}

async function move(client: Client, {kind, name, args}: Part, from: string, to: string): Promise<void> {
  const call = kind === 'function' ? `(${args})` : '';
  await client.query(`alter ${kind} ${quoted(from)}.${quoted(name)}${call} set schema ${quoted(to)}`);
  if (kind !== 'function') return;
  // Functions remember where they look; those that look nowhere are left so.
  await client.query(
    `do $do$ begin
       if exists (select from pg_proc p, unnest(proconfig) setting
                   where pronamespace = ${literal(quoted(to))}::regnamespace and proname = ${literal(name)}
                     and pg_get_function_identity_arguments(p.oid) = ${literal(args)}
                     and setting like 'search_path=%') then
         alter function ${quoted(to)}.${quoted(name)}${call} set search_path to ${quoted(to)};
       end if;
     end $do$`,
  );
}

/** What others were allowed to do with a table, they are with the one that takes its place. */
async function copyGrants(client: Client, schema: string, scratch: string): Promise<void> {
  const {rows} = await client.query<{statement: string}>(
    `select format('grant %s on %I.%I to %s%s', a.privilege_type, $2::text, o.relname,
                   case a.grantee when 0 then 'public' else quote_ident(pg_get_userbyid(a.grantee)) end,
                   case when a.is_grantable then ' with grant option' else '' end) as statement
       from pg_class o
       join pg_class n on n.relname = o.relname and n.relnamespace = quote_ident($2)::regnamespace
      cross join aclexplode(o.relacl) a
      where o.relnamespace = quote_ident($1)::regnamespace and o.relkind in ('r', 'S') and a.grantee <> o.relowner`,
    [schema, scratch],
  );
  for (const {statement} of rows) await client.query(statement);
}

/** What goes on across a restore, while both are there. */
async function carryOn(client: Client, {schema, scratch}: Switch): Promise<void> {
  const [old, fresh] = [quoted(schema), quoted(scratch)];
  await client.query(
    `select setval(format('%I.%I', n.schemaname, n.sequencename)::regclass, o.last_value)
       from pg_sequences n join pg_sequences o on o.schemaname = $1 and o.sequencename = n.sequencename
      where n.schemaname = $2 and o.last_value > coalesce(n.last_value, 0)`,
    [schema, scratch],
  );
  await client.query(
    `update ${fresh}.evento_contador set ultima = greatest(ultima, (select ultima from ${old}.evento_contador))`,
  );
  await client.query(
    `insert into ${old}.revogacao (sessao_id) select id from ${old}.sessao where encerrada_em is null`,
  );
  await client.query(
    `insert into ${old}.revogacao (usuario_id)
     select id from ${old}.usuario union select id from ${fresh}.usuario`,
  );
  // Answers that processes keep are of the tables that go.
  await client.query(
    `insert into ${old}.versao (tabela, versao)
     select relname, 1 from pg_trigger join pg_class c on c.oid = tgrelid
      where tgname = 'marcar_versao' and relnamespace = quote_ident($1)::regnamespace`,
    [scratch],
  );
}

/** @throws StartupError for what cannot be one, which no name of ours is */
function literal(text: string): string {
  if (text.includes("'") || text.includes('\\'))
    throw new StartupError(`No name of ours has such letters: ${text}`);
  return `'${text}'`;
}
