import {Options} from '@loopback/repository';
import {hash} from 'node:crypto';
import type {PoolClient, QueryResultRow} from 'pg';
import type {CatalogoDataSource} from '../datasources/catalogo.datasource';
import {traced} from '../datasources/statement-spans';
import {ConstraintProblems, translating} from './database-errors';

export interface RowsOptions {
  /** Of a transaction. */
  readonly options?: Options;
  readonly constraints?: ConstraintProblems;
  /**
   * The server reads and plans it once a connection. For texts of which there are few, since a connection keeps them all,
   * and whose best plan is the same whatever their parameters are.
   */
  readonly isPrepared?: boolean;
}

/** Names of statements that are prepared, by their texts, of which there are few. */
const names = new Map<string, string>();

function nameOf(sql: string): string {
  let name = names.get(sql);
  if (name === undefined) names.set(sql, (name = hash('sha1', sql, 'base64url')));
  return name;
}

/** Rows of one statement, those that an UPDATE or a DELETE returns, too. @throws database_unavailable, and the given problems */
export async function rowsOf<T extends object>(
  dataSource: CatalogoDataSource,
  sql: string,
  params: readonly unknown[] = [],
  {options, constraints, isPrepared = false}: RowsOptions = {},
): Promise<T[]> {
  const {connection} = (options?.['transaction'] ?? {}) as {connection?: PoolClient};
  const name = isPrepared && dataSource.keepsStatements ? nameOf(sql) : undefined;
  const query = {name, text: sql, values: [...params]};
  const running = traced(sql, () =>
    (connection ?? dataSource.replica?.connection ?? dataSource.pool).query<T & QueryResultRow>(query),
  );
  return (await translating(running, constraints)).rows;
}
