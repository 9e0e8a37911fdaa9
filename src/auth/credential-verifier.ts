import {BindingScope, inject, injectable} from '@loopback/core';
import {repository} from '@loopback/repository';
import {hash, randomBytes} from 'node:crypto';
import {LRUCache} from 'lru-cache';
import type {ActiveUsuario} from '../models/usuario.model';
import {UsuarioRepository} from '../repositories/usuario.repository';
import type {ActiveUsers} from './active-users';
import {AuthKeys} from './keys';
import type {LoginThrottle} from './login-throttle';
import {hashPassword, verifyPassword} from './password';

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** Basic comes with every request, and no request can pay for a hash: a right pair is remembered until so long after its last use. */
const REMEMBERED_MS = 60_000;
const MAX_REMEMBERED = 2_000;

/** Tells whether a user name and a password belong together. */
@injectable({scope: BindingScope.SINGLETON})
export class CredentialVerifier {
  /**
   * Hash that a pair was right for, by the fingerprint of the pair: it costs no other one. And by fingerprint and address of
   * who has signed in with it: there it is no attempt either. Elsewhere it is one, so that nobody guesses what others use.
   */
  private readonly remembered = new LRUCache<string, string>({
    max: MAX_REMEMBERED,
    ttl: REMEMBERED_MS,
    updateAgeOnGet: true,
  });
  /** One pair that comes many times at once is looked at once. */
  private readonly checking = new Map<string, Promise<ActiveUsuario | undefined>>();
  private readonly processSecret = randomBytes(32).toString('base64');
  /** Hash of a password nobody has, so that an unknown name costs the same time as a known one. */
  private nobody?: Promise<string>;

  constructor(
    @repository(UsuarioRepository) private readonly usuarios: UsuarioRepository,
    @inject(AuthKeys.ACTIVE_USERS) private readonly users: ActiveUsers,
    @inject(AuthKeys.LOGIN_THROTTLE) private readonly throttle: LoginThrottle,
  ) {}

  /**
   * The user, or undefined when the pair is wrong. Of a user with a second factor it is only half of what counts.
   * @param address key of the client's, for the throttle of failed logins
   * @throws login_throttled, overloaded, database_unavailable
   */
  async verify(credentials: Credentials, address: string): Promise<ActiveUsuario | undefined> {
    const fingerprint = this.fingerprint(credentials);
    const key = `${fingerprint} ${address}`;
    const rightFor = this.remembered.get(key);
    if (rightFor !== undefined) {
      const usuario = await this.users.find(credentials.username);
      if (usuario?.senhaHash === rightFor && !usuario.segundoFator) return usuario;
    }
    let check = this.checking.get(key);
    if (!check) {
      check = this.check(credentials, fingerprint, address).finally(() => this.checking.delete(key));
      this.checking.set(key, check);
    }
    return check;
  }

  /** Looks at a pair of the settings before the first one comes with it, who then waits for no hash. @returns whether it is right */
  async remember(credentials: Credentials): Promise<boolean> {
    const {username, password} = credentials;
    const usuario = await this.usuarios.findActive(username);
    if (!usuario || !(await verifyPassword(password, usuario.senhaHash))) return false;
    this.remembered.set(this.fingerprint(credentials), usuario.senhaHash);
    return true;
  }

  /** A code of the second factor is about to be looked at: it counts like a password. @throws login_throttled */
  beginCode(username: string, address: string): Promise<void> {
    return this.throttle.begin(username, address);
  }

  /** The second factor, too, was right: the attempts that failed before are forgotten. */
  complete(username: string, address: string): Promise<void> {
    return this.throttle.succeed(username, address);
  }

  /** The same statements and one hash for each pair that is wrong, so that the time tells nothing of it. */
  private async check(
    {username, password}: Credentials,
    fingerprint: string,
    address: string,
  ): Promise<ActiveUsuario | undefined> {
    await this.throttle.begin(username, address);
    const usuario = await this.usuarios.findActive(username);
    const isKnown = usuario !== undefined && this.remembered.get(fingerprint) === usuario.senhaHash;
    const right =
      isKnown || (await verifyPassword(password, usuario?.senhaHash ?? (await this.nobodysHash())));
    if (!usuario || !right) return undefined;
    if (usuario.segundoFator) return usuario;
    await this.throttle.succeed(username, address);
    this.remembered.set(fingerprint, usuario.senhaHash);
    this.remembered.set(`${fingerprint} ${address}`, usuario.senhaHash);
    return usuario;
  }

  /** Comes with each request of Basic: at once, a hash of all costs 1 µs, and an HMAC 25, of which most is to look at its key. */
  private fingerprint({username, password}: Credentials): string {
    return hash('sha256', `${this.processSecret}${username.length}:${username}${password}`, 'base64');
  }

  private nobodysHash(): Promise<string> {
    this.nobody ??= hashPassword(randomBytes(32).toString('base64'));
    return this.nobody;
  }
}
