import {z} from 'zod';
import {effectiveOrders, PageRequest} from '../models/page';
import {problems} from '../problems/catalogue';

/** The list that a cursor belongs to. */
type OrderedList = Pick<PageRequest, 'kind' | 'sort'>;

const cursorContent = z.strictObject({
  /** Number of the page that begins here. */
  page: z.int().min(1),
  /** What the rows are and how they are ordered. */
  order: z.string(),
  values: z.array(z.union([z.string().refine(value => !value.includes('\0')), z.int()])),
});

/** Opaque position behind `row`, in that list; `page` is the number of the page that begins there. */
export function writeCursor(row: object, list: OrderedList, page: number): string {
  const members = row as Record<string, unknown>;
  const values = effectiveOrders(list.sort).map(({property}) => members[property]);
  return Buffer.from(JSON.stringify({page, order: describe(list), values})).toString('base64url');
}

/** @throws parameter_invalid when it was not made by this service for this kind of rows and this order */
export function readCursor(text: string, list: OrderedList): Required<Pick<PageRequest, 'page' | 'after'>> {
  const {page, order, values} = parse(text);
  const fits =
    order === describe(list) &&
    effectiveOrders(list.sort).every(
      ({property}, i) => typeof values[i] === (property === 'id' ? 'number' : 'string'),
    );
  if (!fits) throw problems.parameterInvalid('cursor', 'foi obtido com outra lista ou ordenação');
  return {page, after: values};
}

function parse(text: string): z.infer<typeof cursorContent> {
  try {
    return cursorContent.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
  } catch {
    throw problems.parameterInvalid('cursor', 'use o valor recebido no campo Link');
  }
}

function describe({kind, sort}: OrderedList): string {
  const orders = effectiveOrders(sort).map(({property, direction, ignoreCase}) =>
    [property, direction, ignoreCase].join(),
  );
  return [kind, ...orders].join(';');
}
