import type {Readable} from 'node:stream';

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
