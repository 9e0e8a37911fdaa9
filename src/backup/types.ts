import type {Readable} from 'node:stream';
import type {Bytes} from '../storage/types';

/** A file of a vault as a listing shows it. */
export interface VaultEntry {
  readonly key: string;
  readonly size: number;
  readonly modifiedAt: Date;
}

/**
 * Where archives are kept: files under keys with slashes between their parts.
 * Every method throws StartupError when the place does not answer or cannot be used.
 */
export interface Vault {
  /** Where it is, for people: no secret. */
  readonly place: string;
  /** The place is there, or is made. */
  ensureReady(): Promise<void>;
  /** Writes a file as its content comes, whole or not at all, in place of one that is there. @returns its size in bytes */
  put(key: string, content: Bytes): Promise<number>;
  /** @returns undefined when there is no such file */
  read(key: string): Promise<Readable | undefined>;
  /** All files below a folder, which ends in a slash; those of one folder in the order of their bytes. */
  list(folder: string): AsyncIterable<VaultEntry>;
  remove(keys: readonly string[]): Promise<void>;
  close(): void;
}

/** A part of the work, as it goes on. */
export interface Progress {
  /** Such as `tables`. */
  readonly phase: string;
  readonly done: number;
  /** Absent: nobody knows yet. */
  readonly total?: number;
  readonly unit: 'bytes' | 'objects' | 'tables' | 'steps';
}

/** What every long work here is told and tells. */
export interface Work {
  /** Ends it by an AbortError, or by the reason of the signal. */
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
  /** Told what a person should know. */
  readonly log: (line: string) => void;
}
