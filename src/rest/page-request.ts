import {PageRequest, SortOrder} from '../models/page';
import {problems} from '../problems/catalogue';
import {readCursor} from './cursor';

const MAX_SIZE = 2000;
const INT_MAX = 2 ** 31 - 1;
/** More orders than any list has properties; a longer list of them is a mistake or an attack. */
const MAX_ORDERS = 8;

/** The paging parameters as they stand in the query; absent ones are undefined. */
export interface PageQuery {
  readonly page?: string;
  readonly size?: string;
  readonly sort?: readonly string[];
  readonly cursor?: string;
}

/** What one list allows and how it behaves when not asked. */
export interface PageRules extends Pick<PageRequest, 'kind'> {
  readonly defaultSize: number;
  /** Most rows a page; default 2000. */
  readonly maxSize?: number;
  /** Properties that may be sorted by. */
  readonly sortable: readonly string[];
  readonly defaultSort?: readonly SortOrder[];
}

/**
 * Paging as the replaced service read it: what is no number counts as absent, a size is capped at 2000.
 * @throws parameter_invalid for an unknown property or direction, and for a cursor of other rows or another order
 */
export function toPageRequest(query: PageQuery, rules: PageRules): PageRequest {
  const asked = (query.sort ?? []).flatMap(text => parseSort(text, rules.sortable));
  if (asked.length > MAX_ORDERS) throw problems.parameterInvalid('sort', `no máximo ${MAX_ORDERS} ordens`);
  const {kind} = rules;
  const sort = asked.length > 0 ? asked : (rules.defaultSort ?? []);
  const size = Math.min(wholeNumber(query.size, 1) ?? rules.defaultSize, rules.maxSize ?? MAX_SIZE);
  if (query.cursor) return {kind, size, sort, ...readCursor(query.cursor, {kind, sort})};
  return {page: wholeNumber(query.page, 0) ?? 0, kind, size, sort};
}

function wholeNumber(text: string | undefined, min: number): number | undefined {
  if (text === undefined || !/^\+?\d+$/.test(text)) return undefined;
  const value = Number(text);
  return value >= min && value <= INT_MAX ? value : undefined;
}

/** One `sort` parameter: `a`, `a,desc`, `a,b,desc` (both), `a,asc,ignorecase`. Empty: no order. */
function parseSort(text: string, sortable: readonly string[]): SortOrder[] {
  const parts = text.split(',').filter(part => part.trim() !== '');
  const ignoreCase = /^ignorecase$/i.test(parts.at(-1) ?? '');
  if (ignoreCase) parts.pop();
  const direction = /^(asc|desc)$/i.test(parts.at(-1) ?? '') ? parts.pop() : undefined;
  return parts.map(property => {
    if (!sortable.includes(property)) {
      throw problems.parameterInvalid('sort', `"${property}" não é ${sortable.join(', ')}, asc ou desc`);
    }
    return {property, direction: /^desc$/i.test(direction ?? '') ? 'DESC' : 'ASC', ignoreCase};
  });
}
