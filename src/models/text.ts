import {z} from 'zod';

/** The replaced service trimmed by this rule: whatever is above U+0020 counts as text, a no-break space too. */
const NOT_BLANK = /[\u0021-\uffff]/;

/** PostgreSQL keeps no NUL, and UTF-8 has no half of a surrogate pair. */
export const isStorable = (text: string): boolean => !text.includes('\0') && text.isWellFormed();

export interface TextRules {
  /** Message for an absent or null member. */
  readonly required: string;
  /** Message for a text without any letter; absent: blanks are allowed. */
  readonly blank?: string;
  readonly max: number;
  readonly tooLong: string;
}

/** A member that holds text; lengths count UTF-16 units, as the replaced service did. */
export function text({required, blank, max, tooLong}: TextRules): z.ZodString {
  const base = z.string({error: issue => (issue.input === undefined ? required : 'deve ser um texto')});
  const filled = blank === undefined ? base : base.regex(NOT_BLANK, {error: blank, abort: true});
  const storable = filled
    // The library's own `max` counts code points.
    .refine(value => value.length <= max, tooLong)
    .refine(isStorable, 'contém caracteres que não podem ser armazenados');
  // For the document alone: each of them is told by the messages above.
  return storable.meta({maxLength: max, ...(blank !== undefined && {minLength: 1})});
}
