import {pipeline} from 'node:stream/promises';
import type {Client} from 'pg';
import {from as copyFrom} from 'pg-copy-streams';
import {StartupError} from '../config/startup-error';
import {migrate} from '../datasources/migrations';
import {Manifest, TableFile, tableKey} from './manifest';
import {unpacked} from './packed-file';
import {quoted, settleSession} from './sql';
import {STAYING_TABLES} from './tables';
import type {Vault, Work} from './types';

/** A schema of its own in which an archive becomes what this release has, while nobody looks. */
export class ScratchSchema {
  private constructor(
    private readonly client: Client,
    private readonly databaseUrl: string,
    readonly name: string,
  ) {}

  /** With the tables of the archive's release, and without rows. */
  static async make(
    client: Client,
    databaseUrl: string,
    {name, through, log}: {name: string; through: string; log: Work['log']},
  ): Promise<ScratchSchema> {
    await client.query(`create schema ${quoted(name)}`);
    const scratch = new ScratchSchema(client, withSearchPath(databaseUrl, name), name);
    await scratch.migrate({through, log});
    await settleSession(client, name);
    return scratch;
  }

  /**
   * Fills the tables: without their triggers, which would count and note once more what the archive has counted and
   * noted, and without the indexes that are made faster at once than row by row.
   */
  async load(vault: Vault, {id, tables}: Manifest, {signal, onProgress}: Work): Promise<void> {
    const here = await this.tableNames();
    for (const name of here) await this.client.query(`alter table ${quoted(name)} disable trigger user`);
    const filled = here.filter(name => name !== 'migracao').map(quoted);
    await this.client.query(`truncate ${filled.join(', ')}`);
    const indexes = await this.dropIndexes();
    let done = 0;
    for (const table of tables) {
      signal.throwIfAborted();
      await this.requireColumns(table);
      await this.copy(vault, id, table);
      onProgress({phase: 'load', done: ++done, total: tables.length, unit: 'tables'});
    }
    for (const definition of indexes) await this.client.query(definition);
    for (const name of here) await this.client.query(`alter table ${quoted(name)} enable trigger user`);
  }

  /** Brings sequences to where they were; those of later migrations begin anew. */
  async setSequences({sequences}: Manifest): Promise<void> {
    await this.client.query(
      `select setval(to_regclass(quote_ident(s.name)), s.last)
         from unnest($1::text[], $2::bigint[]) s (name, last)
        where s.last is not null and to_regclass(quote_ident(s.name)) is not null`,
      [sequences.map(({name}) => name), sequences.map(({last}) => last)],
    );
  }

  /** Runs what is pending: up to a migration, or all that this release has. */
  async migrate({through, log}: {through?: string; log: Work['log']}): Promise<void> {
    await migrate({databaseUrl: this.databaseUrl, sampleData: false, beside: true, through, log});
  }

  /** Once it is of this release. @throws StartupError when what is counted of the rows is not what there is */
  async finish(): Promise<void> {
    const {rows} = await this.client.query<{wrong: string | null}>(
      `select string_agg(tabela, ', ') as wrong from (
         select tabela, sum(total) as total from contagem group by tabela) c
        where total <> case tabela when 'album' then (select count(*) from album)
                                   when 'artista' then (select count(*) from artista) else total end`,
    );
    if (rows[0]!.wrong)
      throw new StartupError(`The counted rows of ${rows[0]!.wrong} are not those there are.`);
    await this.client.query(`analyze ${(await this.tableNames()).map(quoted).join(', ')}`);
  }

  async drop(): Promise<void> {
    await this.client.query(`drop schema if exists ${quoted(this.name)} cascade`);
  }

  private async tableNames(): Promise<string[]> {
    const {rows} = await this.client.query<{name: string}>(
      `select relname as name from pg_class where relnamespace = $1::regnamespace and relkind = 'r' order by 1`,
      [quoted(this.name)],
    );
    return rows.map(({name}) => name);
  }

  /** @returns how to make them again */
  private async dropIndexes(): Promise<string[]> {
    const {rows} = await this.client.query<{name: string; definition: string}>(
      `select c.relname as name, pg_get_indexdef(c.oid) as definition
         from pg_index i join pg_class c on c.oid = i.indexrelid
        where c.relnamespace = $1::regnamespace and not exists (select from pg_constraint where conindid = c.oid)`,
      [quoted(this.name)],
    );
    for (const {name} of rows) await this.client.query(`drop index ${quoted(name)}`);
    return rows.map(({definition}) => definition);
  }

  private async requireColumns({name, columns}: TableFile): Promise<void> {
    const {rows} = await this.client.query<{strange: string | null}>(
      `select string_agg(wanted, ', ') as strange from unnest($1::text[]) wanted
        where not exists (select from pg_attribute where attrelid = to_regclass($2) and attname = wanted)`,
      [columns, quoted(name)],
    );
    if (!rows[0]!.strange) return;
    throw new StartupError(
      `The archive has ${name}.${rows[0]!.strange}, which no release of ours knows; nothing was changed.`,
    );
  }

  private async copy(vault: Vault, archiveId: string, {name, columns, file}: TableFile): Promise<void> {
    const list = columns.map(quoted).join(', ');
    const rows = this.client.query(copyFrom(`copy ${quoted(name)} (${list}) from stdin`));
    await pipeline(unpacked({vault, archiveId, key: tableKey(archiveId, name)}, file), rows);
  }
}

/** The same database by a session that sees one schema alone. */
function withSearchPath(databaseUrl: string, schema: string): string {
  const url = new URL(databaseUrl);
  const options = url.searchParams.get('options');
  url.searchParams.set('options', [options, `-csearch_path=${schema}`].filter(Boolean).join(' '));
  return url.href;
}

/** Tables of a scratch schema that take the place of those that are there. */
export const takesPlace = (table: string): boolean => !STAYING_TABLES.includes(table);
