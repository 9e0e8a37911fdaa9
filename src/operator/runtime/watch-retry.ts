import {ApiError, isNotFound} from './api-error';
import {Backoff} from './backoff';

/** A server that is back is found at once; the waits are what a refused connection costs. */
const RETRY = {firstMs: 50, maxMs: 1_000};
/** A kind that the cluster does not have may be installed one day. */
const ABSENT_MS = 60_000;
/** Failures in a row between two that are told of. */
const TOLD_EVERY = 20;

/** How long a watch waits after it has failed, and of which failures people are told. */
export class WatchRetry {
  private readonly backoff: Backoff;

  /** @param random from 0 to 1, for tests */
  constructor(random?: () => number) {
    this.backoff = new Backoff({...RETRY, random});
  }

  /** The server has said something: what was the matter before is over. */
  heard(): void {
    this.backoff.reset();
  }

  /**
   * @param lastedMs how long the attempt had gone well
   * @param isAbsent the cluster has no such kind, or none for us
   * @returns milliseconds until the next one
   */
  after(error: unknown, lastedMs: number, isAbsent = isNotFound(error)): number {
    // Nothing was heard of a quiet watch, and it was a good one.
    if (lastedMs > RETRY.maxMs) this.backoff.reset();
    const waitMs = this.backoff.next();
    if (isAbsent) return ABSENT_MS;
    // Of a 503 it is not taken at its word: a server that is only starting names seconds too, and is there sooner.
    if (error instanceof ApiError && error.code === 429 && error.retryAfterSeconds)
      return error.retryAfterSeconds * 1000;
    return waitMs;
  }

  /** Whether the last failure was the first in a row, or one of so many. */
  get isNews(): boolean {
    const {failureCount} = this.backoff;
    return failureCount === 1 || failureCount % TOLD_EVERY === 0;
  }
}
