import type {Options} from '@loopback/repository';
import type {Readable} from 'node:stream';
import type {Reply} from './reply';

/** Limits of a body with files. */
export interface UploadLimits {
  /** Largest file. */
  readonly fileBytes: number;
  /** Most files in one body. */
  readonly files: number;
}

/** One file of a body, while it comes. */
export interface FilePart {
  /** As the client named it: client text, fit for no path. */
  readonly fileName: string;
  /** As the client named it, in lower case; not to be believed. */
  readonly contentType: string;
  /** To be read to its end before the next file comes. */
  readonly content: Readable;
}

/** A body with files, which an operation reads as it comes. */
export interface UploadBody {
  /** Fields that have come so far, by name. */
  readonly fields: ReadonlyMap<string, string>;
  /**
   * The files of that part, in order; other parts are passed over. Can be read once.
   * @throws upload_malformed, file_too_large, too_many_files, body_timeout
   */
  files(name: string): AsyncIterable<FilePart>;
}

/** Which versions of a row a caller wants to change: those whose validator it named. */
export interface Precondition {
  /** @param representation the row as it is answered */
  accepts(representation: object): boolean;
}

/** How an operation that makes something does it once for a key, however often the request comes. */
export interface Once {
  /**
   * @param work is done in the transaction of those options (none: it has none of its own), and its reply kept with it
   * @returns its reply, or that of an earlier request @throws idempotency_key_in_use, idempotency_key_reused
   */
  run<T>(work: (options: Options | undefined) => Promise<Reply<T>>): Promise<Reply<T>>;
  /** For work that takes too long for one transaction: what was answered before. @throws idempotency_key_reused */
  find<T>(): Promise<Reply<T> | undefined>;
  /** And what is answered now, kept with the transaction in which it takes effect. @throws idempotency_key_in_use */
  record(reply: Reply<unknown>, options: Options): Promise<void>;
}
