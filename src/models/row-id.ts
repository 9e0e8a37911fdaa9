import {z} from 'zod';

/** Largest value of a 64-bit column, 2^63 - 1; a JavaScript number reaches it only rounded up to 2^63. */
const BIGINT_LIMIT = 2 ** 63;
/** Bounded, because reading a number of a million digits takes its time. */
const WHOLE_NUMBER = /^[+-]?\d{1,40}$/;

/**
 * An id as text: any whole number that a 64-bit column can hold. No row has an id above 2^53, where numbers
 * lose digits; such an id becomes 0, which no row has either.
 * @returns undefined when the text is no such number
 */
export function parseRowId(value: string): number | undefined {
  if (!WHOLE_NUMBER.test(value)) return undefined;
  const exact = BigInt.asIntN(64, BigInt(value)) === BigInt(value) ? Number(value) : undefined;
  return exact === undefined || Number.isSafeInteger(exact) ? exact : 0;
}

function fromJson(value: unknown): unknown {
  if (value === '') return undefined;
  if (typeof value === 'string') return parseRowId(value) ?? value;
  if (typeof value !== 'number') return value;
  // No column holds it; as text it is told to be of the wrong type, like any other text.
  if (Math.abs(value) >= BIGINT_LIMIT) return String(value);
  return Number.isSafeInteger(Math.trunc(value)) ? Math.trunc(value) : 0;
}

/**
 * A member that holds an id. Clients have sent `"7"`, `7.7` (cut to 7) and `""` (absent).
 * @param max largest value of the column; a 64-bit one by default
 */
export const rowId = (required: string, max = Number.MAX_SAFE_INTEGER): z.ZodType<number> =>
  z.preprocess(
    fromJson,
    z
      .int({error: issue => (issue.input === undefined ? required : 'deve ser um número inteiro')})
      .refine(id => Math.abs(id) <= max, `deve estar entre ${-max} e ${max}`)
      .meta({format: max === Number.MAX_SAFE_INTEGER ? 'int64' : 'int32'}),
  );
