export interface BucketOptions {
  readonly perSecond: number;
  /** How many may be spent at once after a rest. */
  readonly burst: number;
  /** Milliseconds of a clock that never goes back. Default: the process's. */
  readonly now?: () => number;
}

/** A budget: so many a second, some more after a rest. */
export class TokenBucket {
  private tokens: number;
  private countedAt: number;
  private readonly now: () => number;

  constructor(private readonly options: BucketOptions) {
    this.now = options.now ?? (() => performance.now());
    this.tokens = options.burst;
    this.countedAt = this.now();
  }

  /** Spends one, perhaps in advance. @returns milliseconds to wait before using it */
  take(): number {
    this.refill();
    this.tokens -= 1;
    return this.tokens >= 0 ? 0 : (-this.tokens / this.options.perSecond) * 1000;
  }

  /** Spends one if there is one. */
  tryTake(): boolean {
    this.refill();
    if (this.tokens < 1) return false;
    this.tokens -= 1;
    return true;
  }

  private refill(): void {
    const now = this.now();
    const {perSecond, burst} = this.options;
    this.tokens = Math.min(burst, this.tokens + ((now - this.countedAt) / 1000) * perSecond);
    this.countedAt = now;
  }
}
