import type {Filter} from './list-statement';

/** Letters that an entry of pg_trgm's index has. */
const TRIGRAM = 3;
/** Entries that are looked up: with more of them fewer names are read in vain, but more lists of names. */
const MAX_TRIGRAMS = 4;

/** A letter or digit with its marks: what has a searched form of its own. */
const LETTER = '[\\p{L}\\p{N}]\\p{M}*';
const WORD = new RegExp(`(?:${LETTER})+`, 'gu');
const LETTERS = new RegExp(LETTER, 'gu');

/** Names that contain a text, whatever its case and accents: conditions for a row that has `nome_busca`. */
export type NameCondition = Required<Omit<Filter, 'params'>>;

/**
 * Rows whose name contains `text`. The index could serve the text as a whole, but would then read the lists of all its trigrams
 * to their ends. As conditions of their own, three letters each, they take turns: each list is read from where the other one
 * has got to. That takes a third of the time (`docs/performance.md`).
 * @param alias of the row
 * @param params gets the text
 */
export function nameContains(alias: string, text: string, params: unknown[]): NameCondition {
  const pattern = escapeLike(text);
  const bound = `$${params.push(pattern)}::text`;
  const contains = (part: string, collation = '') =>
    `${alias}.nome_busca${collation} like '%' || normalizar(${part}) || '%'`;
  const parts = trigramsOf(pattern);
  if (parts.length === 0) return {where: contains(bound), servedBy: []};
  return {
    // Under the other name of its collation, which says the same of every name, the index leaves it to those below.
    where: contains(bound, ' collate "POSIX"'),
    servedBy: parts.map(({start, length}) => contains(`substr(${bound}, ${start}, ${length})`)),
  };
}

/** Rows of a list whose name contains `text`; no or an empty one: all. */
export function byName(text: string | undefined): Filter {
  if (!text) return {};
  const params: unknown[] = [];
  return {...nameContains('t', text, params), params};
}

/** All of it, for where there is no estimate to be made. */
export function conditionOf({where, servedBy}: NameCondition): string {
  return [where, ...servedBy].join(' and ');
}

/** A part of a text, in code points, the first of which is 1: as PostgreSQL counts. */
interface Part {
  readonly start: number;
  readonly length: number;
}

/** Parts of the words, of three letters each, those of long words first, that cover as many letters as may be. */
function trigramsOf(text: string): Part[] {
  return [...text.matchAll(WORD)]
    .map(({0: word, index}) => ({start: lengthOf(text.slice(0, index)) + 1, letters: word.match(LETTERS)!}))
    .filter(({letters}) => letters.length >= TRIGRAM)
    .sort((one, other) => other.letters.length - one.letters.length)
    .flatMap(({start, letters}) =>
      startsOf(letters.length).map(first => ({
        start: start + lengthOf(letters.slice(0, first).join('')),
        length: lengthOf(letters.slice(first, first + TRIGRAM).join('')),
      })),
    )
    .slice(0, MAX_TRIGRAMS);
}

/** 0, 3 and 5 of eight letters: side by side, and the last ones in any case. */
function startsOf(letters: number): number[] {
  return Array.from({length: Math.ceil(letters / TRIGRAM)}, (_, i) =>
    Math.min(i * TRIGRAM, letters - TRIGRAM),
  );
}

const lengthOf = (text: string): number => [...text].length;

/** Text as a pattern of LIKE in which every letter stands for itself. */
function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}
