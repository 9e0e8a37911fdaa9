import type {Bytes} from '../storage/types';

const TAB = '\t';
const NULL = '\\N';
const ESCAPED: Readonly<Record<string, string>> = {b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v'};

/** The lines of a text in UTF-8, without their ends. */
export async function* linesOf(content: Bytes): AsyncGenerator<string> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of content) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const end = bytes.lastIndexOf(0x0a);
    rest = bytes.subarray(end + 1);
    if (end !== -1) yield* bytes.toString('utf8', 0, end).split('\n');
  }
  if (rest.length > 0) yield rest.toString('utf8');
}

/**
 * Some columns of rows in the text format of COPY.
 * https://www.postgresql.org/docs/current/sql-copy.html#SQL-COPY-FILE-FORMATS
 * @param columns all of a row, in order
 */
export async function* rowsOf<Name extends string>(
  content: Bytes,
  columns: readonly string[],
  wanted: readonly Name[],
): AsyncGenerator<Readonly<Record<Name, string | null>>> {
  const places = wanted.map(name => [name, columns.indexOf(name)] as const);
  for await (const line of linesOf(content)) {
    const fields = line.split(TAB);
    const row = places.map(([name, place]) => [name, valueOf(fields[place] ?? NULL)] as const);
    yield Object.fromEntries(row) as Record<Name, string | null>;
  }
}

function valueOf(field: string): string | null {
  if (field === NULL) return null;
  return field.replace(/\\(.)/g, (_, letter: string) => ESCAPED[letter] ?? letter);
}
