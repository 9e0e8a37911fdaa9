import type {CatalogoDataSource} from '../datasources/catalogo.datasource';
import {PageRequest, Slice} from '../models/page';
import {COUNTED_ROWS, ListSource, listStatement} from './list-statement';
import {rowsOf} from './rows';

interface Counted<T> {
  readonly total: number;
  /** Those of the page, and one more where others follow. */
  readonly rows: T[];
}

/**
 * A page of a list and the number of all its rows: in one statement, but for filters that let more than `COUNTED_ROWS`
 * through, whose total is what the planner estimates.
 * @throws database_unavailable
 */
export async function readPage<T>(
  catalogo: CatalogoDataSource,
  source: ListSource,
  page: PageRequest,
): Promise<Slice<T>> {
  const {sql, params, isPrepared} = listStatement(source, page);
  const [counted] = await rowsOf<Counted<T>>(catalogo, sql, params, {isPrepared});
  const {total, rows} = counted!;
  const slice = {total, rows: rows.slice(0, page.size), hasMore: rows.length > page.size};
  if (source.where === undefined || total <= COUNTED_ROWS) return slice;
  return {...slice, total: Math.max(await estimate(catalogo, source), seen(slice, page))};
}

/** Rows that are known to be there: those that were counted, or those up to a page far behind them. */
function seen({total, rows, hasMore}: Slice<unknown>, {page, size}: PageRequest): number {
  return Math.max(total, page * size + rows.length + (hasMore ? 1 : 0));
}

async function estimate(catalogo: CatalogoDataSource, {table, where, params}: ListSource): Promise<number> {
  const statement = `explain (format json) select from ${table} t where ${where}`;
  type Explained = {'QUERY PLAN': readonly [{Plan: {'Plan Rows': number}}]};
  const [explained] = await rowsOf<Explained>(catalogo, statement, params);
  return explained!['QUERY PLAN'][0].Plan['Plan Rows'];
}
