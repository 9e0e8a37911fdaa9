import {BindingScope, inject, injectable} from '@loopback/core';
import type {Logger} from 'pino';
import type {JobQueues} from '../jobs/job-queues';
import {JobKeys} from '../jobs/keys';
import {isOurs, ownerOf, pendingKey, thumbnailKey, THUMBNAIL_SIZES} from '../models/object-key';
import {MAX_EXEMPLOS, Varredura} from '../models/varredura';
import {ObservabilityKeys} from '../observability/keys';
import {AlbumImagemRepository} from '../repositories/album-imagem.repository';
import {KeyRow, ObjetoRepository} from '../repositories/objeto.repository';
import {StorageKeys} from '../storage/keys';
import type {StorageMetrics} from '../storage/storage-metrics';
import type {ObjectEntry, ObjectStore} from '../storage/types';

/** No upload lasts so long: what has no row by then will never have one. */
const GRACE_MS = 3_600_000;
/** Removed in one go; each key brings its thumbnails along. */
const REMOVE_BATCH = 200;
const ROW_BATCH = 1_000;
const PENDING_BATCH = 1_000;
/**
 * Covers without their object, and objects without their cover, that may always go. Of more than that a third at most:
 * then it is the store or the database that is the wrong one, or an old copy.
 */
const ALWAYS_ALLOWED = {capas: 10, objetos: 100};
const MAX_PART = 0.3;
/** What is found beyond that is left to the next sweep. */
const MAX_ASTRAY = 50_000;

export interface SweepOptions {
  /** Tells what would be done, and does nothing. */
  readonly dryRun?: boolean;
  /** An administrator insists that the objects are lost. */
  readonly forcar?: boolean;
  readonly signal?: AbortSignal;
  /** What was written later may still get its row. Default: an hour ago. */
  readonly before?: Date;
}

/** Keeps covers and objects one to one, whatever failed in between. */
@injectable({scope: BindingScope.SINGLETON})
export class VarreduraService {
  constructor(
    @inject('repositories.ObjetoRepository') private readonly objetos: ObjetoRepository,
    @inject('repositories.AlbumImagemRepository') private readonly imagens: AlbumImagemRepository,
    @inject(StorageKeys.STORE) private readonly store: ObjectStore,
    @inject(StorageKeys.METRICS) private readonly metrics: StorageMetrics,
    @inject(JobKeys.QUEUES) private readonly queues: JobQueues,
    @inject(ObservabilityKeys.LOGGER) private readonly logger: Logger,
  ) {}

  /** Removes the objects that were left to be removed, with their thumbnails. @returns how many @throws storage_unavailable */
  async removeObjects(signal?: AbortSignal): Promise<number> {
    let removed = 0;
    for (;;) {
      signal?.throwIfAborted();
      const keys = await this.objetos.listRemoved(REMOVE_BATCH);
      if (keys.length === 0) return removed;
      await this.store.remove(keys.flatMap(withDerived));
      await this.objetos.forgetRemoved(keys);
      this.metrics.removed.inc(keys.length);
      removed += keys.length;
    }
  }

  /**
   * Compares all covers and all objects in one pass over both, in the order of their keys: objects that no cover has for
   * an hour go, covers whose object is lost go too unless there are so many that something else must be wrong, and
   * covers without thumbnails are given to a worker.
   * @throws storage_unavailable, database_unavailable
   */
  async sweep({
    dryRun = false,
    forcar = false,
    signal,
    before = new Date(Date.now() - GRACE_MS),
  }: SweepOptions = {}): Promise<Varredura> {
    if (!dryRun) {
      await this.removeObjects(signal);
      await this.store.ensureReady();
      await this.store.abandonUploads(before);
    }
    const capas = await this.objetos.countCovers();
    const maxMissing = forcar ? Infinity : allowedOf(capas, ALWAYS_ALLOWED.capas);
    const {objetos, astray, missing} = await this.compare({before, maxMissing, signal});
    // Nobody misses a file that was never confirmed.
    const lost = astray.filter(key => !isPending(key)).length;
    const maxLost = forcar ? Infinity : allowedOf(objetos, ALWAYS_ALLOWED.objetos);
    const recusa = [
      ...(missing.length > maxMissing ? [`mais de ${maxMissing} das ${capas} capas seriam removidas`] : []),
      ...(lost > maxLost ? [`${lost} dos ${objetos} objetos seriam removidos, e o máximo é ${maxLost}`] : []),
    ].join('; ');
    // Asked after the comparison: a backup that begins later has no row that names them.
    const mayRemove = !dryRun && recusa === '' && !(await this.objetos.isBeingBackedUp());
    if (mayRemove) await this.removeAstray(astray, missing);
    if (!dryRun) await this.remakeThumbnails();
    const exemplos = [...astray, ...missing.map(({url}) => url)].slice(0, MAX_EXEMPLOS);
    const [objetosSemCapa, capasSemObjeto] = [astray.length, missing.length];
    return this.report({objetos, capas, objetosSemCapa, capasSemObjeto, exemplos, ...(recusa && {recusa})});
  }

  /** Objects without a cover that are older than `before`, and covers without their object. */
  private async compare({before, maxMissing, signal}: Comparison): Promise<Findings> {
    const missing: KeyRow[] = [];
    const astray: string[] = [];
    let [objetos, after] = [0, ''];
    const page = async (entries: readonly ObjectEntry[], last: string | undefined): Promise<void> => {
      signal?.throwIfAborted();
      const present = new Set(entries.map(({key}) => key));
      // One more than may go tells that none may; in a wrong store it would be all of them.
      await this.collectMissing(missing, {after, last, present, limit: maxMissing + 1});
      const old = entries.filter(({key, modifiedAt}) => isOurs(key) && modifiedAt < before);
      const found = await this.withoutRow(old.map(({key}) => key));
      astray.push(...found.slice(0, MAX_ASTRAY - astray.length));
      objetos += entries.length;
      after = last ?? after;
    };
    for await (const entries of this.store.list()) {
      if (entries.length > 0) await page(entries, entries.at(-1)!.key);
    }
    await page([], undefined);
    return {objetos, astray, missing};
  }

  /** Covers in a part of the order whose object is not in the store, up to so many. */
  private async collectMissing(missing: KeyRow[], {after, last, present, limit}: KeyRange): Promise<void> {
    for (let from = after; missing.length < limit;) {
      const rows = await this.objetos.listBetween(from, last, ROW_BATCH);
      for (const row of rows) {
        if (present.has(row.url) || missing.length >= limit) continue;
        // What came while the store was listed is there when one asks for it.
        if ((await this.store.sizeOf(row.url)) === undefined) missing.push(row);
      }
      const lastRow = rows.at(-1);
      if (!lastRow || rows.length < ROW_BATCH) return;
      from = lastRow.url;
    }
  }

  /** Of these objects those that no cover has, thumbnails of none and files that nobody confirmed. */
  private async withoutRow(keys: readonly string[]): Promise<string[]> {
    if (keys.length === 0) return [];
    const owners = keys.map(ownerOf).filter(owner => owner !== undefined);
    const known = await this.objetos.filterKnown([...keys, ...owners]);
    return keys.filter(key => {
      const owner = ownerOf(key);
      const isThumbnail = owner !== undefined && !isPending(key);
      return !known.has(key) && !(isThumbnail && known.has(owner));
    });
  }

  private async removeAstray(keys: readonly string[], covers: readonly KeyRow[]): Promise<void> {
    await this.objetos.removeCovers(covers);
    await this.store.remove(keys);
    this.metrics.removed.inc(keys.length);
  }

  private async remakeThumbnails(): Promise<void> {
    const imagemIds = await this.imagens.listPending(PENDING_BATCH);
    if (imagemIds.length > 0) await this.queues.add('gerar-variantes', {imagemIds});
  }

  private report(result: Varredura): Varredura {
    this.metrics.swept(result);
    this.logger.info({part: 'storage', ...result}, 'covers and objects were compared');
    return result;
  }
}

interface Comparison extends Pick<SweepOptions, 'signal'> {
  readonly before: Date;
  readonly maxMissing: number;
}

interface Findings {
  /** All that there are. */
  readonly objetos: number;
  readonly astray: readonly string[];
  readonly missing: readonly KeyRow[];
}

/** A part of the order of keys: behind `after` up to `last`, or to the end. */
interface KeyRange {
  readonly after: string;
  readonly last: string | undefined;
  /** Keys of the objects in it. */
  readonly present: ReadonlySet<string>;
  readonly limit: number;
}

const withDerived = (key: string): string[] => [key, ...THUMBNAIL_SIZES.map(size => thumbnailKey(key, size))];

const isPending = (key: string): boolean => key === pendingKey(ownerOf(key) ?? '');

const allowedOf = (total: number, always: number): number => Math.max(always, Math.floor(total * MAX_PART));
