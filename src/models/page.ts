/** A property that a list may be sorted by. */
export interface SortOrder {
  readonly property: string;
  readonly direction: 'ASC' | 'DESC';
  readonly ignoreCase: boolean;
}

/** Which part of a list is wanted. */
export interface PageRequest {
  /** What the rows are; a position in a list of others means nothing here. */
  readonly kind: 'album' | 'artista' | 'sincronizacao' | 'usuario' | 'auditoria';
  /** From 0. */
  readonly page: number;
  /** Rows a page, 1 to 2000. */
  readonly size: number;
  /** As the client asked; the tie-break by id is the repository's. */
  readonly sort: readonly SortOrder[];
  /** Position after which the page begins (keyset paging); absent: the offset `page * size`. */
  readonly after?: readonly (string | number)[];
}

/** Rows of one page and how many there are in all. */
export interface Slice<T> {
  readonly rows: readonly T[];
  /** There are rows behind this page. */
  readonly hasMore: boolean;
  /** Rows of the whole list, on all pages. */
  readonly total: number;
}

/** The page envelope of the replaced service, member by member. */
export interface Page<T> {
  readonly content: readonly T[];
  readonly pageable: object;
  readonly last: boolean;
  readonly totalPages: number;
  readonly totalElements: number;
  readonly size: number;
  readonly number: number;
  readonly sort: readonly object[];
  readonly first: boolean;
  readonly numberOfElements: number;
  readonly empty: boolean;
}

export function toPage<T>({rows, total, hasMore}: Slice<T>, {page, size, sort, after}: PageRequest): Page<T> {
  const orders = sort.map(toWireOrder);
  const totalPages = Math.ceil(total / size);
  return {
    content: rows,
    pageable: {
      pageNumber: page,
      pageSize: size,
      sort: orders,
      offset: page * size,
      paged: true,
      unpaged: false,
    },
    // Rows may come and go between two pages of a cursor: then only the rows themselves tell where it ends.
    last: after ? !hasMore : page + 1 >= totalPages,
    totalPages,
    totalElements: total,
    size,
    number: page,
    sort: orders,
    first: page === 0,
    numberOfElements: rows.length,
    empty: rows.length === 0,
  };
}

function toWireOrder({direction, property, ignoreCase}: SortOrder): object {
  const ascending = direction === 'ASC';
  return {direction, property, ignoreCase, nullHandling: 'NATIVE', ascending, descending: !ascending};
}

/** The orders a list is really read in: those asked for, then by id, so that no row is seen twice or never. */
export function effectiveOrders(sort: readonly SortOrder[]): readonly SortOrder[] {
  const orders = sort.filter((order, i) => !sort.slice(0, i).some(earlier => settles(earlier, order)));
  const id = orders.findIndex(({property}) => property === 'id');
  return id === -1
    ? [...orders, {property: 'id', direction: 'ASC', ignoreCase: false}]
    : orders.slice(0, id + 1);
}

/** Rows that are equal in the earlier order are equal in the later one too, which then changes nothing. */
function settles(earlier: SortOrder, later: SortOrder): boolean {
  return earlier.property === later.property && (!earlier.ignoreCase || later.ignoreCase);
}
