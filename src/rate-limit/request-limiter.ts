import {BindingScope, inject, injectable} from '@loopback/core';
import {RateLimiterAbstract} from 'rate-limiter-flexible';
import {DatasourceKeys} from '../datasources/keys';
import type {RedisConnection} from '../datasources/redis';
import {problems} from '../problems/catalogue';
import {RateLimitKeys} from './keys';
import {countEvent, windowCounter} from './window-counter';

const WINDOW_SECONDS = 60;

/** Header fields that tell a client where it stands (draft-ietf-httpapi-ratelimit-headers). */
export type RateLimitHeaders = Readonly<Record<'RateLimit' | 'RateLimit-Policy', string>>;

/** Requests a minute of one user, or of one address without a user. */
@injectable({scope: BindingScope.SINGLETON})
export class RequestLimiter {
  private readonly counter?: RateLimiterAbstract;

  constructor(
    @inject(RateLimitKeys.LIMIT) private readonly limit: number,
    @inject(DatasourceKeys.REDIS, {optional: true}) redis?: RedisConnection,
  ) {
    if (limit > 0) {
      const rules = {keyPrefix: 'artistas:requests', points: limit, seconds: WINDOW_SECONDS};
      this.counter = windowCounter(rules, redis?.client);
    }
  }

  /**
   * Counts one request.
   * @param key `user:<name>` or `address:<address>`
   * @param announce is told the header fields, whether or not the request passes
   * @throws rate_limited
   */
  async count(key: string, announce: (headers: RateLimitHeaders) => void): Promise<void> {
    if (!this.counter) return;
    const {consumedPoints, remainingPoints, msBeforeNext} = await countEvent(this.counter, key);
    const resetSeconds = Math.max(1, Math.ceil(msBeforeNext / 1000));
    announce({
      'RateLimit-Policy': `"default";q=${this.limit};w=${WINDOW_SECONDS}`,
      RateLimit: `"default";r=${remainingPoints};t=${resetSeconds}`,
    });
    if (consumedPoints > this.limit) throw problems.rateLimited(this.limit, resetSeconds);
  }
}
