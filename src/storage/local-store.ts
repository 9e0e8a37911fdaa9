import {BindingScope, inject, injectable} from '@loopback/core';
import {access, FileHandle, mkdir, open, readdir, rm, stat} from 'node:fs/promises';
import {join} from 'node:path';
import type {Readable} from 'node:stream';
import {problems} from '../problems/catalogue';
import {Problem} from '../problems/problem';
import {writeDurably} from './durable-file';
import {StorageKeys} from './keys';
import type {LocalLinks} from './local-links';
import {
  Bytes,
  LocalSettings,
  ObjectEntry,
  ObjectStore,
  PostOptions,
  PresignedPost,
  PresignOptions,
} from './types';

const PAGE_SIZE = 1_000;

/** Objects as files of one folder, for a laptop: one process writes, and the API itself serves them. */
@injectable({scope: BindingScope.SINGLETON})
export class LocalStore implements ObjectStore {
  private readonly folder: string;

  constructor(
    @inject(StorageKeys.LOCAL) {folder}: LocalSettings,
    @inject(StorageKeys.LOCAL_LINKS) private readonly links: LocalLinks,
  ) {
    this.folder = folder;
  }

  /** The folder is there, or can be made when the first object comes. */
  async ping(): Promise<void> {
    await access(this.folder).catch(() => this.make());
  }

  ensureReady(): Promise<void> {
    return translating(this.make());
  }

  /** On the disk before it counts as written. */
  put(key: string, content: Bytes): Promise<number> {
    return translating(writeDurably(this.pathOf(key), content));
  }

  async read(key: string): Promise<Readable> {
    const file = await this.open(key);
    return file.createReadStream();
  }

  /** @throws object_not_found */
  open(key: string): Promise<FileHandle> {
    return translating(open(this.pathOf(key)));
  }

  async sizeOf(key: string): Promise<number | undefined> {
    try {
      return (await translating(stat(this.pathOf(key)))).size;
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  async remove(keys: readonly string[]): Promise<void> {
    for (const key of keys) await translating(rm(this.pathOf(key), {force: true}));
  }

  async *list(): AsyncGenerator<readonly ObjectEntry[]> {
    await this.ensureReady();
    const names = await translating(readdir(this.folder));
    const keys = names.flatMap(keyOf).sort(byBytes);
    for (let i = 0; i < keys.length; i += PAGE_SIZE) {
      const entries = keys.slice(i, i + PAGE_SIZE).map(async key => {
        // One may go while we look.
        const found = await stat(this.pathOf(key)).catch(() => undefined);
        return found && {key, modifiedAt: found.mtime};
      });
      yield (await Promise.all(entries)).filter(entry => entry !== undefined);
    }
  }

  /** A write that was cut off has left a file like any other, which no row has. */
  async abandonUploads(): Promise<void> {}

  presign(key: string, options: PresignOptions): Promise<string> {
    return Promise.resolve(this.links.url(key, options));
  }

  presignPost(key: string, options: PostOptions): Promise<PresignedPost> {
    return Promise.resolve(this.links.form(key, options));
  }

  private async make(): Promise<void> {
    await mkdir(this.folder, {recursive: true, mode: 0o700});
  }

  /** Letters of a key that mean something to a file system are written otherwise. */
  private pathOf(key: string): string {
    const name = encodeURIComponent(key);
    if (/^\.*$/.test(name)) throw problems.objectNotFound();
    return join(this.folder, name);
  }
}

/** What a person put into the folder may have a name that stands for no key. */
function keyOf(name: string): string[] {
  try {
    return [decodeURIComponent(name)];
  } catch {
    return [];
  }
}

const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

const isMissing = (error: unknown): boolean => error instanceof Problem && error.code === 'object_not_found';

async function translating<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    // What the content itself threw.
    if (cause instanceof Problem) throw cause;
    const {code} = cause as {code?: string};
    if (code === 'ENOENT' || code === 'ENAMETOOLONG') throw problems.objectNotFound({cause});
    if (code === undefined) throw cause;
    throw problems.storageUnavailable({cause});
  }
}
