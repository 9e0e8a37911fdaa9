import {effectiveOrders, PageRequest, SortOrder} from '../models/page';

/** Sorts names as Portuguese readers expect, on every platform: a Á b c ç D. */
const NAME_COLLATION = '"pt-BR-x-icu"';

/** What a list reads: SQL with `$n` for `params`, the table under the alias `t`. */
export interface ListSource {
  readonly table: 'album' | 'artista';
  /** Properties of a row; each is a column of its own name. */
  readonly columns: readonly string[];
  readonly where?: string;
  /** Conditions that follow from `where`, by which an index finds its rows. */
  readonly servedBy?: readonly string[];
  readonly params?: readonly unknown[];
}

/** Which rows of a table; without conditions all of them. */
export type Filter = Pick<ListSource, 'where' | 'servedBy' | 'params'>;

export interface Statement {
  readonly sql: string;
  readonly params: readonly unknown[];
  /** It is asked for so often, and in so few forms, that it is worth to be kept by the server. */
  readonly isPrepared: boolean;
}

/** Most rows a page, of those sizes that are asked for all the time: they stand in the text of the statement. */
const USUAL_SIZES: ReadonlySet<number> = new Set([10, 20, 50, 100]);

/** Rows of a filtered list are counted up to here; that takes about a tenth of a second. */
export const COUNTED_ROWS = 100_000;

/**
 * One statement for the rows of a page and the number of all rows: `total`, and `rows` as a JSON array with one
 * row more than the page when others follow. Unfiltered totals come from the maintained counters; others are counted, to
 * one more than `COUNTED_ROWS`.
 */
export function listStatement(source: ListSource, page: PageRequest): Statement {
  const params = [...(source.params ?? [])];
  const bind = (value: unknown) => `$${params.push(value)}`;
  const orders = effectiveOrders(page.sort);
  const behind = page.after ? behindSql(orders, page.after, bind) : 'true';
  const offset = page.after ? 0 : page.page * page.size;
  // With the numbers in its text it has one best plan; else the server would plan it for each of them anew.
  const isUsual =
    params.length === 0 && page.page === 0 && page.sort.length <= 1 && USUAL_SIZES.has(page.size);
  const limit = isUsual ? `limit ${page.size + 1}` : `limit ${bind(page.size + 1)} offset ${bind(offset)}`;
  const rest = `${behind} order by ${orders.map(orderSql).join(', ')} ${limit}`;
  const sql = source.where === undefined ? unfilteredSql(source, rest) : filteredSql(source, rest);
  return {sql, params, isPrepared: isUsual};
}

/** @param rest of the statement for the rows: where they begin, in which order, how many */
function unfilteredSql({table, columns}: ListSource, rest: string): string {
  return `select (select coalesce(sum(c.total), 0)::bigint from contagem c where c.tabela = '${table}') as total,
    ${rowsSql(columns, `${table} t where ${rest}`)} as rows`;
}

/** Looks for the rows once; where there are too many to be counted, those of the page are soon met with in its order. */
function filteredSql({table, columns, where, servedBy = []}: ListSource, rest: string): string {
  const found = `${table} t where ${[where, ...servedBy].join(' and ')}`;
  return `with achados as materialized (select ${columns.join(', ')} from ${found} limit ${COUNTED_ROWS + 1}),
    contados as (select count(*) as total from achados)
  select total, case when total <= ${COUNTED_ROWS}
    then ${rowsSql(columns, `achados t where ${rest}`)}
    else ${rowsSql(columns, `${table} t where ${where} and ${rest}`)} end as rows
  from contados`;
}

function rowsSql(columns: readonly string[], from: string): string {
  const fields = columns.map(column => `'${column}', r.${column}`).join(', ');
  return `(select coalesce(json_agg(json_build_object(${fields})), '[]')
            from (select ${columns.map(column => `t.${column}`).join(', ')} from ${from}) r)`;
}

function sortKey({property, ignoreCase}: SortOrder, operand: string): string {
  if (property === 'id') return operand;
  const collated = `${operand} collate ${NAME_COLLATION}`;
  return ignoreCase ? `lower(${collated})` : collated;
}

function orderSql(order: SortOrder): string {
  return `${sortKey(order, `t.${order.property}`)} ${order.direction.toLowerCase()}`;
}

/** Rows behind the given key: as one row comparison where all orders run the same way, which an index serves. */
function behindSql(
  orders: readonly SortOrder[],
  values: readonly (string | number)[],
  bind: (value: unknown) => string,
): string {
  const keys = orders.map((order, i) => ({
    column: sortKey(order, `t.${order.property}`),
    value: sortKey(order, `${bind(values[i])}::${order.property === 'id' ? 'bigint' : 'text'}`),
    operator: order.direction === 'ASC' ? '>' : '<',
  }));
  const operators = new Set(keys.map(key => key.operator));
  if (operators.size === 1) {
    return `(${keys.map(key => key.column).join(', ')}) ${[...operators][0]} (${keys.map(key => key.value).join(', ')})`;
  }
  const alternatives = keys.map((key, i) => {
    const equal = keys.slice(0, i).map(({column, value}) => `${column} = ${value}`);
    return `(${[...equal, `${key.column} ${key.operator} ${key.value}`].join(' and ')})`;
  });
  return `(${alternatives.join(' or ')})`;
}
