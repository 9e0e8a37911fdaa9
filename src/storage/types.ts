import type {Readable} from 'node:stream';
import type {ImageType} from '../models/image-type';

/** Bytes as they come: from a request, a file or a store. */
export type Bytes = AsyncIterable<Buffer>;

/** Media type of an object; the last one is for what was no image of ours and is kept all the same. */
export type ObjectType = ImageType | 'application/octet-stream';

export interface S3Settings {
  readonly endpoint: string;
  /** The same store by the name that clients use; links are signed for it. */
  readonly publicEndpoint: string;
  readonly region: string;
  readonly bucket: string;
  readonly accessKey: string;
  readonly secretKey: string;
}

export interface LocalSettings {
  /** Absolute path; made when it is first used. */
  readonly folder: string;
  /** Secret of the process, of which the key of the links is derived. */
  readonly secret: string;
}

/** An object as a listing shows it. */
export interface ObjectEntry {
  readonly key: string;
  readonly modifiedAt: Date;
}

export interface PresignOptions {
  readonly ttlSeconds: number;
  /** Origin by which the client reached us, such as `https://host`; only links to our own files need it. */
  readonly origin: string;
  /** Name under which it is saved; absent: it is shown. */
  readonly saveAs?: string;
}

export interface PostOptions extends Pick<PresignOptions, 'ttlSeconds' | 'origin'> {
  readonly contentType: ImageType;
  readonly maxBytes: number;
}

/** A form that a client may post a file with, straight to the store. The file is its last part, `file`. */
export interface PresignedPost {
  readonly url: string;
  readonly fields: Readonly<Record<string, string>>;
}

/**
 * Where objects are kept, by flat keys. Every method but the two that sign throws `storage_unavailable` when the store
 * does not answer in time.
 */
export interface ObjectStore {
  /** Asks the store for an answer, in a second. @throws Error of the store */
  ping(): Promise<void>;
  /** Makes sure that it answers and has its bucket, in two seconds. */
  ensureReady(): Promise<void>;
  /** Writes an object as its content comes; what `content` throws leaves nothing behind. @returns its size in bytes */
  put(key: string, content: Bytes, options: {readonly contentType: ObjectType}): Promise<number>;
  /** @throws object_not_found */
  read(key: string): Promise<Readable>;
  /** @returns size in bytes; undefined: there is no such object */
  sizeOf(key: string): Promise<number | undefined>;
  /** Removes objects; those that are not there are as good as removed. */
  remove(keys: readonly string[]): Promise<void>;
  /** All objects in pages, by key in the order of its bytes. */
  list(): AsyncIterable<readonly ObjectEntry[]>;
  /** Gives up uploads that were begun before that time and never ended. */
  abandonUploads(before: Date): Promise<void>;
  /** Temporary URL to read an object. */
  presign(key: string, options: PresignOptions): Promise<string>;
  /** Temporary form to write one object of a type and a largest size. */
  presignPost(key: string, options: PostOptions): Promise<PresignedPost>;
}

/** An image that was checked and written. */
export interface StoredImage {
  readonly key: string;
  /** Cleaned name of the file, fit to be offered for saving. */
  readonly nomeArquivo: string;
  readonly tipo: ImageType;
  readonly tamanho: number;
}
