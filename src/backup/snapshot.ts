import type {Client} from 'pg';
import {to as copyTo} from 'pg-copy-streams';
import {StartupError} from '../config/startup-error';
import type {Bytes} from '../storage/types';
import {quoted, schemaOf, settleSession} from './sql';
import {COPIED_TABLES, COVERS_TABLE} from './tables';
import type {Manifest} from './manifest';

/** A table as it is at the snapshot. */
export interface SnapshotTable {
  readonly name: string;
  /** Those that hold something of their own; PostgreSQL computes the others. */
  readonly columns: readonly string[];
}

/**
 * One moment of the database: all that was committed before it, and nothing half. It is one transaction that only reads,
 * so it holds up nobody but the cleaning of old row versions, and that for as long as the tables take; objects come after.
 */
export class Snapshot {
  private constructor(
    private readonly client: Client,
    private readonly schema: string,
    readonly at: Manifest['snapshot'],
    readonly postgresql: string,
  ) {}

  /** @throws StartupError when there is nothing of ours in the database */
  static async begin(client: Client): Promise<Snapshot> {
    const schema = await schemaOf(client);
    if (schema === undefined) {
      throw new StartupError('There is nothing to back up: the database has no schema of ours.');
    }
    await settleSession(client, schema);
    await client.query('begin isolation level repeatable read read only');
    const {rows} = await client.query<{time: Date; lsn: string; version: string}>(
      `select now() as time, pg_current_wal_lsn()::text as lsn, current_setting('server_version') as version`,
    );
    const {time, lsn, version} = rows[0]!;
    return new Snapshot(client, schema, {time: time.toISOString(), lsn}, version);
  }

  async end(): Promise<void> {
    await this.client.query('commit');
  }

  /** Those of ours that there are; an older schema has fewer. */
  async tables(): Promise<SnapshotTable[]> {
    const {rows} = await this.client.query<SnapshotTable>(
      `select c.relname as name, array_agg(a.attname::text order by a.attnum) as columns
         from pg_class c
         join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
        where c.relnamespace = $1::regnamespace and c.relkind = 'r' and c.relname = any ($2)
        group by c.relname order by array_position($2, c.relname::text)`,
      [quoted(this.schema), COPIED_TABLES],
    );
    return rows;
  }

  /** The rows of a table in the text format of COPY, a line each. Covers come in the order of their keys. */
  rowsOf({name, columns}: SnapshotTable): Bytes {
    const [from, list] = [`${quoted(this.schema)}.${quoted(name)}`, columns.map(quoted).join(', ')];
    const what =
      name === COVERS_TABLE
        ? `(select ${list} from ${from} order by url collate "C", id)`
        : `${from} (${list})`;
    return this.client.query(copyTo(`copy ${what} to stdout`)) as AsyncIterable<Buffer>;
  }

  /** Of a sequence it is known only where it has come to by now: not before any row of the snapshot. */
  async sequences(): Promise<Manifest['sequences']> {
    const {rows} = await this.client.query<{name: string; last: string | null}>(
      `select sequencename as name, last_value::text as last from pg_sequences where schemaname = $1 order by 1`,
      [this.schema],
    );
    return rows;
  }

  async migrations(): Promise<string[]> {
    const {rows} = await this.client.query<{name: string}>(
      `select ltrim(name, '/') as name from ${quoted(this.schema)}.migracao order by 1`,
    );
    return rows.map(({name}) => name);
  }
}
