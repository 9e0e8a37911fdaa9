import {Options} from '@loopback/repository';
import {CatalogoDataSource} from '../datasources/catalogo.datasource';
import {ConstraintProblems, translating} from './database-errors';

export interface RowsOptions {
  /** Of a transaction. */
  readonly options?: Options;
  readonly constraints?: ConstraintProblems;
}

/**
 * Rows of one statement. Of an UPDATE or a DELETE the connector gives its count, with the rows inside.
 * @throws database_unavailable, and the given problems
 */
export async function rowsOf<T extends object>(
  dataSource: CatalogoDataSource,
  sql: string,
  params: readonly unknown[] = [],
  {options, constraints}: RowsOptions = {},
): Promise<T[]> {
  const result: unknown = await translating(dataSource.execute(sql, [...params], options), constraints);
  return (Array.isArray(result) ? result : ((result as {rows?: unknown}).rows ?? [])) as T[];
}
