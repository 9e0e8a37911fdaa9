import {BindingScope, inject, injectable} from '@loopback/core';
import {createHash} from 'node:crypto';
import {RateLimiterAbstract} from 'rate-limiter-flexible';
import {DatasourceKeys} from '../datasources/keys';
import type {RedisConnection} from '../datasources/redis';
import {problems} from '../problems/catalogue';
import {countEvent, windowCounter} from './window-counter';

const WINDOW_SECONDS = 60;
/** Typing errors of one person stay far below it. */
const FAILURES_OF_ONE_USER = 30;
/** An office behind one address shares this. */
const FAILURES_OF_ONE_ADDRESS = 100;

/** Failed logins, by address and by user at an address: each costs a hash, and guessing must not go on for ever. */
@injectable({scope: BindingScope.SINGLETON})
export class LoginThrottle {
  private readonly byUser: RateLimiterAbstract;
  private readonly byAddress: RateLimiterAbstract;

  constructor(@inject(DatasourceKeys.REDIS, {optional: true}) redis?: RedisConnection) {
    const seconds = WINDOW_SECONDS;
    this.byUser = windowCounter(
      {keyPrefix: 'artistas:login-user', points: FAILURES_OF_ONE_USER, seconds},
      redis?.client,
    );
    this.byAddress = windowCounter(
      {keyPrefix: 'artistas:login-address', points: FAILURES_OF_ONE_ADDRESS, seconds},
      redis?.client,
    );
  }

  /** @throws login_throttled when too many have failed */
  async check(address: string, username: string): Promise<void> {
    const states = await Promise.all([
      this.byUser.get(userKey(address, username)),
      this.byAddress.get(address),
    ]);
    const full = states.find(state => state && state.remainingPoints <= 0);
    if (full) throw problems.loginThrottled(Math.max(1, Math.ceil(full.msBeforeNext / 1000)));
  }

  async countFailure(address: string, username: string): Promise<void> {
    await Promise.all([
      countEvent(this.byUser, userKey(address, username)),
      countEvent(this.byAddress, address),
    ]);
  }
}

/** A name may be long and may hold anything, a password typed into the wrong field too. */
function userKey(address: string, username: string): string {
  return createHash('sha256').update(`${address} ${username}`).digest('base64url');
}
