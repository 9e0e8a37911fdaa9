export interface BackoffOptions {
  readonly firstMs: number;
  readonly maxMs: number;
  /** From 0 to 1, for tests. Default: `Math.random`. */
  readonly random?: () => number;
}

/** Waits that double up to a limit, each shortened by up to a half so that many who failed together do not return so. */
export class Backoff {
  private failures = 0;

  constructor(private readonly options: BackoffOptions) {}

  /** Milliseconds to wait after one more failure. */
  next(): number {
    const {firstMs, maxMs, random = Math.random} = this.options;
    const whole = Math.min(maxMs, firstMs * 2 ** this.failures);
    this.failures += 1;
    return whole * (1 - random() / 2);
  }

  get failureCount(): number {
    return this.failures;
  }

  reset(): void {
    this.failures = 0;
  }
}
