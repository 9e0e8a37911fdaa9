import {Backoff} from './backoff';
import {BucketOptions, TokenBucket} from './token-bucket';

export interface WorkQueueOptions {
  readonly retry: {readonly firstMs: number; readonly maxMs: number};
  /** Most passes of all keys together. */
  readonly budget: BucketOptions;
  /** So long after its work a key is not given out again, however much is heard of it. Default: not at all. */
  readonly restMs?: number;
  /** Told how long a key has waited since it was due. */
  readonly onTaken?: (waitedMs: number) => void;
}

/**
 * Keys that need a pass. A key stands in it once however often it is added, and is never given out twice at a time: what
 * is added while it is worked on comes after. A worker takes a key, works, and says `done`.
 */
export class WorkQueue {
  /** Due, with the time since when; in order. */
  private readonly due = new Map<string, number>();
  private readonly working = new Set<string>();
  /** Keys that rest after their work. */
  private readonly resting = new Map<string, NodeJS.Timeout>();
  /** Added while being worked on, or while at rest. */
  private readonly again = new Set<string>();
  private readonly timers = new Map<string, {readonly at: number; readonly timer: NodeJS.Timeout}>();
  private readonly backoffs = new Map<string, Backoff>();
  private readonly takers: ((key: string | undefined) => void)[] = [];
  private readonly budget: TokenBucket;
  private isClosed = false;
  private paused?: NodeJS.Timeout;

  constructor(private readonly options: WorkQueueOptions) {
    this.budget = new TokenBucket(options.budget);
  }

  /** How many keys are due now. */
  get depth(): number {
    return this.due.size + this.again.size;
  }

  /** How many keys failed when they were last worked on. */
  get failing(): number {
    return this.backoffs.size;
  }

  /** How often the key has failed in a row. */
  failureCount(key: string): number {
    return this.backoffs.get(key)?.failureCount ?? 0;
  }

  add(key: string): void {
    if (this.isClosed) return;
    this.cancelTimer(key);
    if (this.working.has(key) || this.resting.has(key)) {
      this.again.add(key);
      return;
    }
    if (this.due.has(key)) return;
    this.due.set(key, performance.now());
    this.serve();
  }

  /** Adds the key later, or sooner than it was going to be added anyway. */
  addAfter(key: string, delayMs: number): void {
    if (this.isClosed || this.due.has(key) || this.again.has(key)) return;
    const at = performance.now() + delayMs;
    const planned = this.timers.get(key);
    if (planned && planned.at <= at) return;
    this.cancelTimer(key);
    const timer = setTimeout(() => {
      this.timers.delete(key);
      this.add(key);
    }, delayMs);
    this.timers.set(key, {at, timer});
  }

  /** Adds a key that failed, after a wait that doubles with each failure in a row. @returns that wait */
  retry(key: string): number {
    const backoff = this.backoffs.get(key) ?? new Backoff(this.options.retry);
    this.backoffs.set(key, backoff);
    const delayMs = backoff.next();
    this.addAfter(key, delayMs);
    return delayMs;
  }

  /** The key did not fail any more. */
  forget(key: string): void {
    this.backoffs.delete(key);
  }

  /** The next key that is due, when there is one and the budget allows it; `undefined` once the queue is closed. */
  take(): Promise<string | undefined> {
    return new Promise(resolve => {
      if (this.isClosed) return resolve(undefined);
      this.takers.push(resolve);
      this.serve();
    });
  }

  done(key: string): void {
    const {restMs = 0} = this.options;
    this.working.delete(key);
    if (restMs === 0 || this.isClosed) return this.rested(key);
    this.resting.set(
      key,
      setTimeout(() => this.rested(key), restMs),
    );
  }

  /** Nothing is given out any more. */
  close(): void {
    this.isClosed = true;
    clearTimeout(this.paused);
    for (const timer of this.resting.values()) clearTimeout(timer);
    for (const {timer} of this.timers.values()) clearTimeout(timer);
    this.timers.clear();
    for (const taker of this.takers.splice(0)) taker(undefined);
  }

  private rested(key: string): void {
    this.resting.delete(key);
    if (this.again.delete(key)) this.add(key);
  }

  private serve(): void {
    while (this.paused === undefined && this.takers.length > 0 && this.due.size > 0) {
      const waitMs = this.budget.take();
      if (waitMs === 0) {
        this.giveNext();
        continue;
      }
      // The token is spent: whoever is next when the time has come gets it.
      this.paused = setTimeout(() => {
        this.paused = undefined;
        this.giveNext();
        this.serve();
      }, waitMs);
    }
  }

  private giveNext(): void {
    const [next] = this.due;
    const taker = next && this.takers.shift();
    if (!next || !taker) return;
    const [key, since] = next;
    this.due.delete(key);
    this.working.add(key);
    this.options.onTaken?.(performance.now() - since);
    taker(key);
  }

  private cancelTimer(key: string): void {
    clearTimeout(this.timers.get(key)?.timer);
    this.timers.delete(key);
  }
}
