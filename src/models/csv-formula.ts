/**
 * What a spreadsheet would run, by its first letter. An apostrophe before it makes it text; on the way back it is taken off
 * again, and to a name that has apostrophes there already one more is added, so that every name returns as it was.
 * @see https://owasp.org/www-community/attacks/CSV_Injection
 */
const FIRST = '=+@\\t\\r\\n\\-＝＋－＠';

const GUARDED = new RegExp(`^'+[${FIRST}]`);

/** Pattern of PostgreSQL for texts that are written with one more apostrophe. */
export const FORMULA_PATTERN = `^''*[${FIRST}]`;

/** A field as it was before it was written. */
export const unguarded = (field: string): string => (GUARDED.test(field) ? field.slice(1) : field);
