import {randomUUID} from 'node:crypto';
import {mkdir, open, readdir, rename, rm, stat} from 'node:fs/promises';
import {dirname, join, relative, sep} from 'node:path';
import type {Readable} from 'node:stream';
import {StartupError} from '../config/startup-error';
import {writeDurably} from '../storage/durable-file';
import type {Bytes} from '../storage/types';
import {vaultUnusable} from './archive-error';
import {compareKeys} from './ordered';
import type {Vault, VaultEntry} from './types';

/** Files that are being written; they are renamed when they are whole. */
const PARTIAL = '.partial';
/** Nobody has written to it for so long. */
const ABANDONED_MS = 86_400_000;

/** Archives in a folder. Parts of keys are encoded as in a URL, so that none means something to the file system. */
export class FolderVault implements Vault {
  readonly place: string;

  /** @param folder absolute path */
  constructor(private readonly folder: string) {
    this.place = folder;
  }

  async ensureReady(): Promise<void> {
    const folder = join(this.folder, PARTIAL);
    await this.translating(mkdir(folder, {recursive: true, mode: 0o700}));
    await this.translating(clearAbandoned(folder));
  }

  put(key: string, content: Bytes): Promise<number> {
    return this.translating(this.write(key, content));
  }

  async read(key: string): Promise<Readable | undefined> {
    const file = await this.translating(open(this.pathOf(key)).catch(ifAbsent));
    return file?.createReadStream();
  }

  async *list(folder: string): AsyncGenerator<VaultEntry> {
    const root = this.pathOf(folder);
    const entries = await this.translating(
      readdir(root, {recursive: true, withFileTypes: true}).catch(ifAbsent),
    );
    const keys = (entries ?? [])
      .filter(entry => entry.isFile())
      .map(entry => relative(root, join(entry.parentPath, entry.name)).split(sep))
      .map(parts => folder + parts.map(part => decodeURIComponent(part)).join('/'));
    for (const key of keys.sort(compareKeys)) {
      // One may go while we look.
      const found = await this.translating(stat(this.pathOf(key)).catch(ifAbsent));
      if (found) yield {key, size: found.size, modifiedAt: found.mtime};
    }
  }

  async remove(keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.translating(rm(this.pathOf(key), {force: true}));
  }

  close(): void {
    // Nothing is open between two calls.
  }

  /** On the disk before it has its name. */
  private async write(key: string, content: Bytes): Promise<number> {
    const [path, partial] = [this.pathOf(key), join(this.folder, PARTIAL, randomUUID())];
    await mkdir(dirname(path), {recursive: true, mode: 0o700});
    const size = await writeDurably(partial, content);
    await rename(partial, path).catch(async (error: unknown) => {
      await rm(partial, {force: true});
      throw error;
    });
    return size;
  }

  private pathOf(key: string): string {
    return join(this.folder, ...key.split('/').map(encodeURIComponent));
  }

  private async translating<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (cause) {
      // What the content itself threw has no code of the file system.
      const {syscall} = cause as NodeJS.ErrnoException;
      if (cause instanceof StartupError || syscall === undefined) throw cause;
      throw vaultUnusable(this.place, cause);
    }
  }
}

/** Removes what was left by somebody who was killed while writing. */
async function clearAbandoned(folder: string): Promise<void> {
  const before = Date.now() - ABANDONED_MS;
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const found = await stat(path).catch(ifAbsent);
    if (found && found.mtimeMs < before) await rm(path, {force: true});
  }
}

function ifAbsent(cause: NodeJS.ErrnoException): undefined {
  if (cause.code !== 'ENOENT') throw cause;
}
