import type {LineError} from './types';

/** Errors that are told one by one; the others are counted. */
const MAX_SHOWN = 100;

/** The rest of a file cannot be read. */
export class UnreadableFile extends Error {
  constructor(
    readonly line: LineError,
    options?: ErrorOptions,
  ) {
    super(line.mensagem.en, options);
  }
}

/** What is wrong with a file, in bounded memory. */
export class LineErrors {
  readonly shown: LineError[] = [];
  count = 0;

  add(error: LineError): void {
    this.count++;
    if (this.shown.length < MAX_SHOWN) this.shown.push(error);
  }
}
