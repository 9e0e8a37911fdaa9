import {z} from 'zod';

/**
 * A rule over several fields, said twice side by side: in CEL for the API server, and as a function for whoever checks an
 * object without one. A test holds both to one verdict. Both see the defaults filled in.
 */
export interface Rule<T> {
  readonly cel: string;
  readonly message: string;
  readonly holds: (value: T) => boolean;
}

export function withRules<T extends z.ZodType>(schema: T, ...rules: readonly Rule<z.output<T>>[]): T {
  const refined = rules.reduce((made, {holds, message}) => made.refine(holds, message), schema);
  return refined.meta({
    ...schema.meta(),
    'x-kubernetes-validations': rules.map(({cel, message}) => ({rule: cel, message})),
  });
}

const DNS_LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const PORT = '([1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])';
const HTTP_ORIGIN = `https?://([a-zA-Z0-9]([-a-zA-Z0-9.]*[a-zA-Z0-9])?|\\[[0-9a-fA-F:]+\\])(:${PORT})?`;

/**
 * Text of ASCII by a pattern. JavaScript and the API server count letters beyond it differently, so there are none.
 * Patterns mean the same to RE2: no `\s`, no dot, no look-around.
 */
const ascii = (maxLength: number, pattern: string): z.ZodString =>
  z.string().max(maxLength).regex(new RegExp(pattern));

/** Name of an object, such as a Secret. */
export const objectName = (): z.ZodString => ascii(253, `^${DNS_LABEL}(\\.${DNS_LABEL})*$`);
/** Name of an `ArtistasApi`, which its children carry with a suffix, in labels of 63 letters. */
export const installationName = (): z.ZodString => ascii(40, '^[a-z]([-a-z0-9]*[a-z0-9])?$');
/** Name of an `ArtistasBackup` or `ArtistasRestore`, which its Job carries with a suffix. */
export const requestName = (): z.ZodString => ascii(50, '^[a-z]([-a-z0-9]*[a-z0-9])?$');
/** Name that a label or a Service may carry. */
export const label = (): z.ZodString => ascii(63, `^${DNS_LABEL}$`);
export const hostName = (): z.ZodString => ascii(253, `^${DNS_LABEL}(\\.${DNS_LABEL})*$`);
/** Key inside of a Secret. */
export const secretKey = (): z.ZodString => ascii(253, '^[-._a-zA-Z0-9]+$');
/** Scheme, host and port, and nothing behind them. */
export const httpOrigin = (): z.ZodString => ascii(300, `^${HTTP_ORIGIN}$`);
/** Without a user or a password: those are secrets. */
export const httpUrl = (): z.ZodString => ascii(2048, `^${HTTP_ORIGIN}(/[-a-zA-Z0-9._~!$&'()*+,;=:@%/?]*)?$`);
/** An address, or a network as `10.0.0.0/8`. */
export const network = (): z.ZodString => ascii(49, '^[0-9a-fA-F.:]+(/[0-9]{1,3})?$');
export const text = (maxLength: number, pattern: string): z.ZodString => ascii(maxLength, pattern);

/** Five fields of a cron pattern: `*`, numbers, ranges, lists, steps. */
export const cronSchedule = (): z.ZodString =>
  ascii(
    100,
    `^${['([0-5]?[0-9])', '(1?[0-9]|2[0-3])', '([1-9]|[12][0-9]|3[01])', '([1-9]|1[0-2])', '[0-6]']
      .map(number => `(\\*|${number}(-${number})?)(/[1-9][0-9]?)?`)
      .map(part => `${part}(,${part})*`)
      .join(' ')}$`,
  );

/** A whole number; both bounds, since JavaScript knows fewer than the API server. */
export const integer = (min: number, max: number): z.ZodInt => z.int().min(min).max(max);

/** An amount of a resource, as text or as a number. */
type Quantity = z.ZodUnion<readonly [z.ZodInt, z.ZodString]>;

const quantity = (pattern: string): Quantity =>
  z
    .union([integer(0, Number.MAX_SAFE_INTEGER), z.string().max(30).regex(new RegExp(pattern))])
    .meta({'x-kubernetes-int-or-string': true});
/** Cores: `500m`, `0.5`, 2. */
export const cpu = (): Quantity => quantity('^([0-9]+|[0-9]+\\.[0-9]{1,3}|[0-9]+m)$');
/** Bytes: `256Mi`, `1G`. */
export const memory = (): Quantity => quantity('^[0-9]+(\\.[0-9]+)?(Ki|Mi|Gi|k|M|G)?$');

/** A part of Kubernetes' own objects, which the API server checks when it gets the child that holds it. */
export const passedOn = (): z.ZodObject<Record<never, never>, z.core.$loose> => z.looseObject({});
/** Labels or annotations; the API server checks them with the child. */
export const textMap = (): z.ZodRecord<z.ZodString, z.ZodString> => z.record(z.string(), z.string());
