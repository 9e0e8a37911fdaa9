import {BindingScope, inject, injectable} from '@loopback/core';
import type {ActiveUsers} from '../auth/active-users';
import {AuthKeys} from '../auth/keys';
import type {Tokens} from '../auth/tokens';
import {Problem} from '../problems/problem';

/** Whom a token names, for as long as it does. */
export interface Credential {
  readonly name: string;
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

  /** Whether it still holds; while the database is away, a user counts as active. */
  async holds({name, expiresAt}: Credential): Promise<boolean> {
    if (Date.now() >= expiresAt) return false;
    return this.users.find(name).then(
      usuario => usuario !== undefined,
      () => true,
    );
  }
}
