import {ownerOf} from '../models/object-key';
import {Problem} from '../problems/problem';
import {isPassing, withRetries} from '../storage/retry';
import type {ObjectStore} from '../storage/types';
import {inOrder} from './in-order';
import {Cover, CoverObjects, objectKey, ObjectFile, OBJECTS_FOLDER} from './object-list';
import {Ordered} from './ordered';
import {Summing} from './packed-file';
import {StartupError} from '../config/startup-error';
import type {Vault, VaultEntry, Work} from './types';

/** Each may hold a part of 5 MiB. */
const AT_ONCE = 4;

/** What the vault has of a cover already: sums from the last archive, sizes from the listing. */
interface Known {
  readonly cover: Cover;
  readonly sums: readonly ObjectFile[];
  readonly sizes: ReadonlyMap<string, number>;
}

/** Copies the objects of covers into a vault, but for those that the last archive brought and that are still there. */
export class ObjectCopies {
  readonly totals = {count: 0, bytes: 0, copied: 0, copiedBytes: 0, missing: 0};

  constructor(
    private readonly store: ObjectStore,
    private readonly vault: Vault,
    private readonly work: Work,
  ) {}

  /**
   * @param covers in the order of their keys
   * @param previous lines of the last archive's list
   * @returns lines of the list, in the same order
   */
  async *run(
    covers: AsyncIterable<Cover>,
    previous: AsyncIterable<CoverObjects>,
  ): AsyncGenerator<CoverObjects> {
    const [last, listing] = [new Ordered(previous), new Ordered(this.listing())];
    try {
      yield* inOrder(this.known(covers, last, listing), AT_ONCE, known => this.copy(known));
    } finally {
      await Promise.all([last.close(), listing.close()]);
    }
  }

  private async *known(
    covers: AsyncIterable<Cover>,
    last: Ordered<CoverObjects>,
    listing: Ordered<VaultEntry>,
  ): AsyncGenerator<Known> {
    for await (const cover of covers) {
      this.work.signal.throwIfAborted();
      const {key} = cover;
      const sums = (await last.find(key))?.files ?? [];
      const present = await listing.takeWhile(key, other => other === key || ownerOf(other) === key);
      yield {cover, sums, sizes: new Map(present.map(entry => [entry.key, entry.size]))};
    }
  }

  private async copy({cover: {key, thumbnails}, sums, sizes}: Known): Promise<CoverObjects> {
    const files: ObjectFile[] = [];
    for (const name of [key, ...thumbnails]) {
      const known = sums.find(sum => sum.name === name);
      const isThere = known && sizes.get(name) === known.size;
      const file = isThere ? known : await withRetries(() => this.copyObject(name), isOfStore);
      // A thumbnail that is not there can be made again; a cover cannot.
      if (file) files.push(file);
      else if (name === key) this.miss(key);
      if (!file && name === key) break;
    }
    this.totals.count += files.length;
    for (const {size} of files) this.totals.bytes += size;
    this.work.onProgress({phase: 'objects', done: this.totals.count, unit: 'objects'});
    return {key, files};
  }

  /** @returns undefined when the store does not have it */
  private async copyObject(name: string): Promise<ObjectFile | undefined> {
    const size = await this.store.sizeOf(name);
    if (size === undefined) return undefined;
    const summing = new Summing();
    try {
      await this.vault.put(objectKey(name), summing.through(await this.store.read(name)));
    } catch (error) {
      if (error instanceof Problem && error.code === 'object_not_found') return undefined;
      throw error;
    }
    const sum = summing.sum();
    if (sum.size !== size) {
      throw new StartupError(`The object ${name} came with ${sum.size} of its ${size} bytes; try again.`);
    }
    this.totals.copied++;
    this.totals.copiedBytes += size;
    return {name, ...sum};
  }

  private miss(key: string): void {
    this.totals.missing++;
    this.work.log(`The store has no object ${key}, though a cover names it; the archive goes without.`);
  }

  private async *listing(): AsyncGenerator<VaultEntry> {
    for await (const entry of this.vault.list(OBJECTS_FOLDER)) {
      yield {...entry, key: entry.key.slice(OBJECTS_FOLDER.length)};
    }
  }
}

/** What the store of covers failed at for the moment. The vault has repeated by itself what is of use. */
const isOfStore = (error: unknown): boolean =>
  error instanceof Problem
    ? error.code === 'storage_unavailable'
    : !(error instanceof StartupError) && isPassing(error);
