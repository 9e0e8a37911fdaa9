import {z} from 'zod';
import {effectiveOrders, PageRequest, SortOrder} from '../models/page';
import {problems} from '../problems/catalogue';

/** Longest cursor that is looked at: two names of 255 letters that JSON writes as escapes, and the rest of it. */
const MAX_CURSOR_LENGTH = 6_144;

const cursorContent = z.strictObject({
  /** Number of the page that begins here. */
  page: z.int().min(1),
  order: z.string(),
  values: z.array(z.union([z.string().refine(value => !value.includes('\0')), z.int()])),
});

/** Opaque position behind `row`, in a list of that order; `page` is the number of the page that begins there. */
export function writeCursor(row: object, sort: readonly SortOrder[], page: number): string {
  const members = row as Record<string, unknown>;
  const values = effectiveOrders(sort).map(({property}) => members[property]);
  return Buffer.from(JSON.stringify({page, order: describe(sort), values})).toString('base64url');
}

/** @throws parameter_invalid when it was not made by this service for this order */
export function readCursor(
  text: string,
  sort: readonly SortOrder[],
): Required<Pick<PageRequest, 'page' | 'after'>> {
  const {page, order, values} = parse(text);
  const fits =
    order === describe(sort) &&
    effectiveOrders(sort).every(
      ({property}, i) => typeof values[i] === (property === 'id' ? 'number' : 'string'),
    );
  if (!fits) throw problems.parameterInvalid('cursor', 'foi obtido com outra ordenação');
  return {page, after: values};
}

function parse(text: string): z.infer<typeof cursorContent> {
  try {
    if (text.length > MAX_CURSOR_LENGTH) throw new RangeError('too long');
    return cursorContent.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
  } catch {
    throw problems.parameterInvalid('cursor', 'use o valor recebido no campo Link');
  }
}

function describe(sort: readonly SortOrder[]): string {
  return effectiveOrders(sort)
    .map(({property, direction, ignoreCase}) => [property, direction, ignoreCase].join())
    .join(';');
}
