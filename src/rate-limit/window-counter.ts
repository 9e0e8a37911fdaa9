import type {Redis} from 'ioredis';
import {
  RateLimiterAbstract,
  RateLimiterMemory,
  RateLimiterRedis,
  RateLimiterRes,
} from 'rate-limiter-flexible';

export interface WindowRules {
  readonly keyPrefix: string;
  /** Most events in a window. */
  readonly points: number;
  readonly seconds: number;
}

/**
 * Counter of events a key, in windows that begin with the first event and do not slide.
 * With Redis all replicas count together; while Redis is away each counts for itself.
 */
export function windowCounter({keyPrefix, points, seconds}: WindowRules, redis?: Redis): RateLimiterAbstract {
  const memory = new RateLimiterMemory({keyPrefix, points, duration: seconds});
  if (!redis) return memory;
  return new RateLimiterRedis({
    storeClient: redis,
    keyPrefix,
    points,
    duration: seconds,
    insuranceLimiter: memory,
    rejectIfRedisNotReady: true,
    // Who is over the limit is turned away without asking Redis again.
    inMemoryBlockOnConsumed: points + 1,
  });
}

/** Counts one event. @returns the state of the window, also when it is over the limit */
export async function countEvent(counter: RateLimiterAbstract, key: string): Promise<RateLimiterRes> {
  try {
    return await counter.consume(key);
  } catch (rejected) {
    // The library rejects with the window's state when it is full, and with an Error when it failed.
    if (rejected instanceof Error) throw rejected;
    return rejected as RateLimiterRes;
  }
}
