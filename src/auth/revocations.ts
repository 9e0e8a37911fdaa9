import {BindingScope, inject, injectable} from '@loopback/core';
import {Options} from '@loopback/repository';
import {DatasourceKeys} from '../datasources/keys';
import type {Signals} from '../datasources/signals';
import type {Revogacao, RevogacaoRepository} from '../repositories/revogacao.repository';

const SIGNAL = 'artistas_revogacao';
/** What was revoked is looked for again after so long … */
const LOOK_AFTER_MS = 300;
/** … and nobody is let in by what is known for longer: a revocation counts everywhere within a second. */
const BELIEVED_MS = 700;
/** Longer than any transaction of ours: what it revokes is found when it commits. */
export const WINDOW_SECONDS = 120;
/** More at once than anybody sorts out: then everything is forgotten. */
const MAX_ROWS = 1_000;

/** New revocations; `everything` when there are too many to name. */
export type Revoked = readonly Revogacao[] | 'everything';

/**
 * What users and sessions are no longer. One small query tells it to the whole process, at most every 300 ms and only
 * while somebody asks; a signal makes the next who asks wait for a fresh look.
 */
@injectable({scope: BindingScope.SINGLETON})
export class Revocations {
  private readonly listeners = new Set<(revoked: Revoked) => void>();
  /** When the last look that succeeded began, and the moment before which looks do not count. */
  private lookedAt = -Infinity;
  private notBefore = -Infinity;
  private looking?: {readonly startedAt: number; readonly done: Promise<void>};
  private seen: ReadonlySet<number> = new Set();
  private watchers = 0;
  private timer?: NodeJS.Timeout;
  private isListening = false;

  constructor(
    @inject('repositories.RevogacaoRepository') private readonly rows: RevogacaoRepository,
    @inject(DatasourceKeys.SIGNALS) private readonly signals: Signals,
  ) {}

  /**
   * Resolves when all that was revoked until a moment ago has been told to the listeners; nothing to wait for: undefined.
   * @throws database_unavailable: who cannot know lets nobody in
   */
  current(): Promise<void> | undefined {
    const age = this.lookedAt < this.notBefore ? Infinity : performance.now() - this.lookedAt;
    if (age < LOOK_AFTER_MS) return undefined;
    const look = this.look();
    if (age >= BELIEVED_MS) return look;
    look.catch(() => undefined);
    return undefined;
  }

  /** Says, in all processes, that something was revoked, once it is committed. @param options of its transaction */
  announceAfter(options: Options): void {
    (options['afterCommit'] as (() => void)[]).push(() => this.signals.send(SIGNAL));
  }

  onRevoked(listener: (revoked: Revoked) => void): void {
    this.listeners.add(listener);
  }

  /** Looks all the time, for connections that nobody asks about. @returns ends it */
  watch(): () => void {
    this.watchers++;
    this.timer ??= setInterval(() => this.lookUnasked(), LOOK_AFTER_MS);
    this.lookUnasked();
    return () => {
      if (--this.watchers > 0) return;
      clearInterval(this.timer);
      this.timer = undefined;
    };
  }

  private lookUnasked(): void {
    this.look().catch(() => undefined);
  }

  private look(): Promise<void> {
    this.listen();
    if (this.looking && this.looking.startedAt >= this.notBefore) return this.looking.done;
    const startedAt = performance.now();
    const done = this.readFrom(startedAt).finally(() => {
      if (this.looking === looking) this.looking = undefined;
    });
    const looking = {startedAt, done};
    this.looking = looking;
    return done;
  }

  private async readFrom(startedAt: number): Promise<void> {
    const rows = await this.rows.listRecent(WINDOW_SECONDS, MAX_ROWS);
    const fresh = rows.filter(({id}) => !this.seen.has(id));
    this.seen = new Set(rows.map(({id}) => id));
    if (fresh.length > 0) {
      const revoked = rows.length < MAX_ROWS ? fresh : 'everything';
      for (const listener of this.listeners) listener(revoked);
    }
    this.lookedAt = Math.max(this.lookedAt, startedAt);
  }

  private listen(): void {
    if (this.isListening) return;
    this.isListening = true;
    this.signals.listen(SIGNAL, () => {
      this.notBefore = performance.now();
      if (this.watchers > 0) this.lookUnasked();
    });
  }
}
