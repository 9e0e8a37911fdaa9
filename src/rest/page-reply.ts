import {Page, PageRequest, Slice, SortOrder, toPage} from '../models/page';
import {writeCursor} from './cursor';
import {Reply} from './reply';

/**
 * Page envelope with its `Link` field: `first`, and `next` by keyset where rows are left.
 * @param path of the list · @param filters other query parameters of this list, to be kept in the links
 */
export function pageReply<T extends object>(
  path: string,
  filters: Readonly<Record<string, string | undefined>>,
  page: PageRequest,
  slice: Slice<T>,
): Reply<Page<T>> {
  const query = new URLSearchParams({size: String(page.size)});
  for (const order of page.sort) query.append('sort', toQuery(order));
  for (const [name, value] of Object.entries(filters)) if (value) query.set(name, value);
  const links = [`<${path}?${query.toString()}>; rel="first"`];
  const lastRow = slice.rows.at(-1);
  if (slice.hasMore && lastRow) {
    query.set('cursor', writeCursor(lastRow, page, page.page + 1));
    links.push(`<${path}?${query.toString()}>; rel="next"`);
  }
  return new Reply(toPage(slice, page), {headers: {Link: links.join(', ')}});
}

function toQuery({property, direction, ignoreCase}: SortOrder): string {
  return [property, direction.toLowerCase(), ...(ignoreCase ? ['ignorecase'] : [])].join(',');
}
