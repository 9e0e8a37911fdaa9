import {BindingScope, inject, injectable} from '@loopback/core';
import type {ActiveUsers} from '../auth/active-users';
import {AuthKeys} from '../auth/keys';
import type {Tokens} from '../auth/tokens';
import {Problem} from '../problems/problem';

/** Whom a token names, for as long as it does; or whom a password did. */
export interface Credential {
  readonly name: string;
  /** Of the token. */
  readonly sessaoId?: string;
  /** Of the password that was shown: with another one it holds no more. */
  readonly senhaHash?: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** Who is at the other end of a connection that lasts longer than a request. */
@injectable({scope: BindingScope.SINGLETON})
export class Credentials {
  constructor(
    @inject(AuthKeys.TOKENS) private readonly tokens: Tokens,
    @inject(AuthKeys.ACTIVE_USERS) private readonly users: ActiveUsers,
  ) {}

  /**
   * @param token an access token, as it is or behind `Bearer `
   * @returns undefined when it does not hold
   * @throws database_unavailable
   */
  async read(token: string): Promise<Credential | undefined> {
    try {
      return await this.tokens.verifyCredential(token.replace(/^Bearer /, ''));
    } catch (error) {
      if (error instanceof Problem && error.code === 'token_invalid') return undefined;
      throw error;
    }
  }

  /** Of a user who has just shown a password, which does not expire. @throws database_unavailable */
  async ofPassword(name: string): Promise<Credential> {
    return {name, senhaHash: (await this.users.find(name))?.senhaHash, expiresAt: Infinity};
  }

  /** Whether it still holds; while the database is away nothing can be revoked, and nobody is sent away. */
  async holds({name, sessaoId, senhaHash, expiresAt}: Credential): Promise<boolean> {
    if (Date.now() >= expiresAt) return false;
    try {
      const usuario = await this.users.find(name, sessaoId);
      return usuario !== undefined && (senhaHash ?? usuario.senhaHash) === usuario.senhaHash;
    } catch {
      return true;
    }
  }
}
