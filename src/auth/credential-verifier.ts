import {BindingScope, inject, injectable} from '@loopback/core';
import {UserProfile} from '@loopback/security';
import {createHmac, randomBytes} from 'node:crypto';
import {LRUCache} from 'lru-cache';
import {RateLimitKeys} from '../rate-limit/keys';
import type {LoginThrottle} from '../rate-limit/login-throttle';
import type {ActiveUsers} from './active-users';
import {toCaller} from './caller';
import {AuthKeys} from './keys';
import {hashPassword, verifyPassword} from './password';

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** Basic comes with every request, and no request can pay for a hash: a right pair is remembered this long. */
const REMEMBERED_MS = 60_000;
const MAX_REMEMBERED = 1_000;

/** Tells whether a user name and a password belong together. */
@injectable({scope: BindingScope.SINGLETON})
export class CredentialVerifier {
  /** Fingerprint of a pair that was right, to the hash it was right for. */
  private readonly remembered = new LRUCache<string, string>({max: MAX_REMEMBERED, ttl: REMEMBERED_MS});
  private readonly processKey = randomBytes(32);
  /** Hash of a password nobody has, so that an unknown name costs the same time as a known one. */
  private nobody?: Promise<string>;

  constructor(
    @inject(AuthKeys.ACTIVE_USERS) private readonly users: ActiveUsers,
    @inject(RateLimitKeys.LOGIN_THROTTLE) private readonly throttle: LoginThrottle,
  ) {}

  /**
   * The user, or undefined when the pair is wrong.
   * @param address of the client, for the throttle of failed logins
   * @throws login_throttled, overloaded, database_unavailable
   */
  async verify({username, password}: Credentials, address: string): Promise<UserProfile | undefined> {
    const usuario = await this.users.find(username);
    const fingerprint = this.fingerprint(username, password);
    if (usuario && this.remembered.get(fingerprint) === usuario.senhaHash) return toCaller(usuario);
    await this.throttle.check(address, username);
    const right = await verifyPassword(password, usuario?.senhaHash ?? (await this.nobodysHash()));
    if (!usuario || !right) {
      await this.throttle.countFailure(address, username);
      return undefined;
    }
    this.remembered.set(fingerprint, usuario.senhaHash);
    return toCaller(usuario);
  }

  private fingerprint(username: string, password: string): string {
    const lengths = `${username.length}:`;
    return createHmac('sha256', this.processKey)
      .update(lengths + username + password)
      .digest('base64');
  }

  private nobodysHash(): Promise<string> {
    this.nobody ??= hashPassword(randomBytes(32).toString('base64'));
    return this.nobody;
  }
}
