import {BindingScope, inject, injectable} from '@loopback/core';
import {RateLimiterAbstract} from 'rate-limiter-flexible';
import {DatasourceKeys} from '../datasources/keys';
import type {RedisConnection} from '../datasources/redis';
import {problems} from '../problems/catalogue';
import {RateLimitKeys} from './keys';
import {Policy, policyFor} from './policies';
import {countEvent, windowCounter} from './window-counter';

const WINDOW_SECONDS = 60;
/** What comes before the keys of each policy in the store; that of the first is as it was in earlier releases. */
const PREFIXES: Readonly<Record<Policy, string>> = {
  default: 'artistas:requests',
  catalogo: 'artistas:catalogo',
};

/** Header fields that tell a client where it stands (draft-ietf-httpapi-ratelimit-headers). */
export type RateLimitHeaders = Readonly<Record<'RateLimit' | 'RateLimit-Policy', string>>;

/** Requests a minute of one user, or of one address without a user. */
@injectable({scope: BindingScope.SINGLETON})
export class RequestLimiter {
  private readonly counters = new Map<Policy, RateLimiterAbstract>();

  constructor(
    @inject(RateLimitKeys.LIMITS) private readonly limits: Readonly<Record<Policy, number>>,
    @inject(DatasourceKeys.REDIS, {optional: true}) redis?: RedisConnection,
  ) {
    for (const policy of Object.keys(limits) as Policy[]) {
      const points = limits[policy];
      const rules = {keyPrefix: PREFIXES[policy], points, seconds: WINDOW_SECONDS};
      if (points > 0) this.counters.set(policy, windowCounter(rules, redis?.client));
    }
  }

  /** What requests to a path are counted by; undefined: by nothing. */
  policyFor(path: string): Policy | undefined {
    const policy = policyFor(path);
    return policy && this.counters.has(policy) ? policy : undefined;
  }

  /**
   * Counts one request.
   * @param key `user:<name>` or `address:<address>`
   * @param announce is told the header fields, whether or not the request passes
   * @throws rate_limited
   */
  async count(policy: Policy, key: string, announce: (headers: RateLimitHeaders) => void): Promise<void> {
    const limit = this.limits[policy];
    const {consumedPoints, remainingPoints, msBeforeNext} = await countEvent(this.counters.get(policy)!, key);
    const resetSeconds = Math.max(1, Math.ceil(msBeforeNext / 1000));
    announce({
      'RateLimit-Policy': `"${policy}";q=${limit};w=${WINDOW_SECONDS}`,
      RateLimit: `"${policy}";r=${remainingPoints};t=${resetSeconds}`,
    });
    if (consumedPoints > limit) throw problems.rateLimited(limit, resetSeconds);
  }
}
