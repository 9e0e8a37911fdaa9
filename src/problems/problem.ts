import {type Language, type Message, say} from '../messages/message';
import {words} from '../messages/words';

/**
 * The form a body takes for clients of the replaced service; `bodies.ts` writes each.
 * - `framework`: timestamp, status, error, path, message
 * - `domain`: error, message, timestamp, status
 * - `validation`: flat object, field to message
 * - `credentials`, `rate-limit`: indented text, byte for byte as it was
 * - `text`: the bare message · `page`: a small HTML page · `empty`: no body
 */
export type ProblemShape =
  'framework' | 'domain' | 'validation' | 'credentials' | 'rate-limit' | 'text' | 'page' | 'empty';

/** Field of a request to what is wrong with it, in Portuguese. */
export type FieldMessages = Readonly<Record<string, string>>;

export interface ProblemOptions {
  readonly cause?: unknown;
  readonly fields?: FieldMessages;
  /** Header fields that belong to the answer, such as `Allow` or `Retry-After`. */
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
}

/** What a caller is told when a request cannot be carried out; `message` is Portuguese. Made by `catalogue.ts` alone. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly fields: FieldMessages;
  readonly headers: NonNullable<ProblemOptions['headers']>;

  constructor(
    /** Stable English code, such as `album_not_found`. */
    readonly code: string,
    readonly status: number,
    readonly shape: ProblemShape,
    private readonly text: Message,
    {cause, fields = {}, headers = {}}: ProblemOptions = {},
  ) {
    super(say(text, 'pt'), {cause});
    this.fields = fields;
    this.headers = headers;
  }
  messageIn(language: Language): string {
    return say(this.text, language);
  }

  fieldsIn(language: Language): FieldMessages {
    if (language === 'pt') return this.fields;
    const fields = Object.entries(this.fields);
    return Object.fromEntries(fields.map(([field, what]) => [field, say(words(what), language)]));
  }
}
