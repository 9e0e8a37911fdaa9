import {BindingScope, inject, injectable} from '@loopback/core';
import {hash} from 'node:crypto';
import {problems} from '../problems/catalogue';
import type {AttemptRules, TentativaRepository} from '../repositories/tentativa.repository';

const RULES: AttemptRules = {
  // Typing errors of one person stay below it. Whoever goes on guessing for days has about a hundred attempts a day.
  account: {free: 20, memorySeconds: 900},
  // An office behind one address shares this.
  address: {free: 100, memorySeconds: 6},
  maxWaitSeconds: 900,
};
const KNOWN_DAYS = 30;

/**
 * Failed logins, by account and by address, in PostgreSQL: so they count together at all replicas, with Redis away too.
 * An attempt counts before its password is looked at, so that many at once are as many.
 */
@injectable({scope: BindingScope.SINGLETON})
export class LoginThrottle {
  constructor(@inject('repositories.TentativaRepository') private readonly attempts: TentativaRepository) {}

  /** @throws login_throttled when too many have failed, database_unavailable */
  async begin(username: string, address: string): Promise<void> {
    const seconds = await this.attempts.begin(accountOf(username), address, RULES);
    if (seconds > 0) throw problems.loginThrottled(Math.ceil(seconds));
  }

  /** All that was shown is right. */
  succeed(username: string, address: string): Promise<void> {
    return this.attempts.succeed(accountOf(username), address, KNOWN_DAYS);
  }
}

const accountOf = (username: string): Buffer => hash('sha256', username, 'buffer');
