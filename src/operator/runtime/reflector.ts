import type {Logger} from 'pino';
import {setTimeout as delay} from 'node:timers/promises';
import type {ApiClient} from './api-client';
import {isForbidden, isGone, isNotFound} from './api-error';
import {keyOf, pathOf, Resource} from './resources';
import type {StoredObject} from './types';
import {WatchRetry} from './watch-retry';

/** Pages of a list; more at once would only make our memory larger. */
const PAGE_SIZE = 250;
/** The server ends a watch after this, and each somewhere else, so that not all begin again at once. */
const WATCH_SECONDS = {min: 300, max: 600};
/** A server sends a bookmark each minute, so one that is silent for longer is not there any more. */
const IDLE_MS = 100_000;
/** Whatever a watch may have lost is found after this. */
const RELIST_MS = 30 * 60_000;
const METADATA_ONLY = ['PartialObjectMetadata', 'PartialObjectMetadataList'].map(
  kind => `application/json;as=${kind};g=meta.k8s.io;v=v1`,
);

export interface ReflectorOptions<T> {
  readonly client: ApiClient;
  readonly resource: Resource;
  /** Absent: all namespaces. */
  readonly namespace?: string;
  readonly labelSelector?: string;
  /** Only `metadata` is sent to us, not what the object holds. */
  readonly metadataOnly?: boolean;
  /** Where it may not be read, it is as if the cluster had no such kind. Default: that is waited for. */
  readonly isOptional?: boolean;
  /** What is kept of an object; `undefined`: it is of no interest. */
  readonly keep: (object: StoredObject) => T | undefined;
  /** Called after the store has changed; `now` is absent when the object is gone. */
  readonly onChange: (key: string, now: T | undefined, before: T | undefined) => void;
  readonly logger: Logger;
  readonly idleMs?: number;
  readonly relistMs?: number;
}

interface List {
  readonly metadata: {readonly resourceVersion?: string; readonly continue?: string};
  /** Null in a list of metadata that is empty. */
  readonly items: readonly StoredObject[] | null;
}

/** What the API server has of one kind, kept up to date: a list, then a watch from there, for as long as it runs. */
export class Reflector<T> {
  private store = new Map<string, T>();
  private version?: string;
  private listedAt = -Infinity;
  private heardAt = performance.now();
  private markSynced!: () => void;
  /** Resolves after the first list, or when the cluster has no such kind. */
  readonly synced = new Promise<void>(resolve => (this.markSynced = resolve));
  /** Whether the cluster has the kind. */
  isServed = true;
  listCount = 0;

  constructor(private readonly options: ReflectorOptions<T>) {}

  get kind(): string {
    return this.options.resource.kind;
  }

  /** Seconds since the server last said something, be it that nothing is new. */
  get ageSeconds(): number {
    return (performance.now() - this.heardAt) / 1000;
  }

  get(key: string): T | undefined {
    return this.store.get(key);
  }

  /** All that is kept, with keys. */
  entries(): IterableIterator<[string, T]> {
    return this.store.entries();
  }

  /** Lists and watches until told to stop; nothing that happens on the way ends it. */
  async run(signal: AbortSignal): Promise<void> {
    const {relistMs = RELIST_MS} = this.options;
    const retry = new WatchRetry();
    while (!signal.aborted) {
      const from = performance.now();
      try {
        if (this.version === undefined || from - this.listedAt > relistMs) await this.list();
        await this.follow(signal, () => retry.heard());
      } catch (error) {
        if (signal.aborted) return;
        const isAbsent = isNotFound(error) || (this.options.isOptional === true && isForbidden(error));
        const waitMs = retry.after(error, performance.now() - from, isAbsent);
        this.noteFailure(error, isAbsent, retry.isNews);
        await delay(waitMs, undefined, {signal}).catch(() => undefined);
      }
    }
  }

  private noteFailure(error: unknown, isAbsent: boolean, isNews: boolean): void {
    if (isGone(error) || isAbsent) this.version = undefined;
    if (isAbsent) {
      this.isServed = false;
      this.replace(new Map());
      this.markSynced();
    }
    if (isNews && !isNotFound(error)) {
      const reason = (error as Error).message;
      this.options.logger.warn({part: 'watch', kind: this.kind, reason}, 'watch interrupted');
    }
  }

  /** Reads all pages before anything is replaced: a list that breaks off half way says nothing. */
  private async list(): Promise<void> {
    const found = new Map<string, T>();
    let version: string | undefined;
    let next: string | undefined;
    do {
      const page = await this.readPage(next);
      for (const object of page.items ?? []) {
        const kept = this.kept(object);
        if (kept !== undefined) found.set(keyOf(object), kept);
      }
      version ??= page.metadata.resourceVersion;
      next = page.metadata.continue;
      this.heardAt = performance.now();
    } while (next);
    this.isServed = true;
    this.replace(found);
    this.version = version;
    this.listedAt = performance.now();
    this.listCount += 1;
    this.markSynced();
  }

  private readPage(next: string | undefined): Promise<List> {
    const {client, resource, namespace, labelSelector, metadataOnly} = this.options;
    return client.call<List>({
      method: 'GET',
      path: pathOf(resource, namespace),
      query: {labelSelector, limit: PAGE_SIZE, continue: next},
      accept: metadataOnly ? METADATA_ONLY[1] : undefined,
    });
  }

  private replace(found: Map<string, T>): void {
    const before = this.store;
    this.store = found;
    for (const [key, now] of found) this.options.onChange(key, now, before.get(key));
    for (const [key, old] of before) if (!found.has(key)) this.options.onChange(key, undefined, old);
  }

  private async follow(signal: AbortSignal, onWord: () => void): Promise<void> {
    const {client, resource, namespace, labelSelector, metadataOnly, idleMs = IDLE_MS} = this.options;
    const timeoutSeconds = Math.round(
      WATCH_SECONDS.min + Math.random() * (WATCH_SECONDS.max - WATCH_SECONDS.min),
    );
    const events = client.watch(
      {
        path: pathOf(resource, namespace),
        query: {labelSelector, resourceVersion: this.version, allowWatchBookmarks: true, timeoutSeconds},
        accept: metadataOnly ? METADATA_ONLY[0] : undefined,
      },
      {signal, idleMs},
    );
    const from = performance.now();
    for await (const {type, object} of events) {
      this.heardAt = performance.now();
      onWord();
      if (type !== 'BOOKMARK') this.take(object, type === 'DELETED');
      this.version = object.metadata.resourceVersion;
    }
    // Before it ends in good order it has sent a bookmark at least; what ends at once would be asked for at once again.
    if (this.heardAt < from) throw new Error('The watch ended without a word.');
  }

  private take(object: StoredObject, isGoneNow: boolean): void {
    const key = keyOf(object);
    const before = this.store.get(key);
    const now = isGoneNow ? undefined : this.kept(object);
    if (now === undefined) this.store.delete(key);
    else this.store.set(key, now);
    if (now !== undefined || before !== undefined) this.options.onChange(key, now, before);
  }

  /** Items of a list do not say what they are, and metadata alone says something else. */
  private kept(object: StoredObject): T | undefined {
    const {apiVersion, kind} = this.options.resource;
    return this.options.keep({...object, apiVersion, kind});
  }
}
