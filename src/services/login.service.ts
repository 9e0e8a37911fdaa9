import {BindingScope, inject, injectable} from '@loopback/core';
import {UserProfile} from '@loopback/security';
import {randomUUID} from 'node:crypto';
import type {CredentialVerifier, Credentials} from '../auth/credential-verifier';
import {AuthKeys} from '../auth/keys';
import type {Tokens} from '../auth/tokens';
import {AuthSettings, TokenPair} from '../auth/types';
import {problems} from '../problems/catalogue';
import {Problem} from '../problems/problem';
import {SessaoRepository, TokenLifetime} from '../repositories/sessao.repository';
import {Transactions} from '../repositories/transactions.repository';

/** Two tabs may refresh with one token at nearly the same time; later, an old token is a stolen one. */
const GRACE_SECONDS = 10;

/** What a refresh token is made of. */
interface IssuedToken {
  readonly nomeUsuario: string;
  readonly lifetime: TokenLifetime;
  readonly id: string;
}

/** Sign-in and the families of refresh tokens that begin with it. */
@injectable({scope: BindingScope.SINGLETON})
export class LoginService {
  constructor(
    @inject(AuthKeys.SETTINGS) private readonly settings: AuthSettings,
    @inject(AuthKeys.VERIFIER) private readonly verifier: CredentialVerifier,
    @inject(AuthKeys.TOKENS) private readonly tokens: Tokens,
    @inject('repositories.SessaoRepository') private readonly sessoes: SessaoRepository,
    @inject('repositories.Transactions') private readonly transactions: Transactions,
  ) {}

  /** @param address of the client · @throws login_refused, login_throttled, overloaded */
  async login(credentials: Credentials, address: string): Promise<TokenPair> {
    const caller = await this.verifier.verify(credentials, address);
    if (!caller) throw problems.loginRefused();
    return this.beginFamily(caller);
  }

  /**
   * A new access token, and the one successor of this refresh token. The old one stays valid until the successor
   * is first used and for a grace of 10 s; used after that, it ends its whole family.
   * @throws refresh_refused
   */
  async refresh(refreshToken: string | undefined): Promise<TokenPair> {
    const claims = await this.tokens.verifyRefreshToken(refreshToken ?? '').catch((error: unknown) => {
      throw error instanceof Problem && error.status === 401 ? problems.refreshRefused() : error;
    });
    const pair = await this.transactions.run(async options => {
      const hash = this.tokens.hashOf(claims.id);
      const token = await this.sessoes.findForUpdate(hash, options);
      if (!token || token.ended || token.nomeUsuario !== claims.subject) return undefined;
      if (token.supersededSeconds !== null && token.supersededSeconds > GRACE_SECONDS) {
        // The transaction must commit for the end of the family to last.
        await this.sessoes.end(token.sessaoId, options);
        return undefined;
      }
      const id = this.tokens.successorId(claims.id);
      const ttlSeconds = this.settings.refreshTokenSeconds;
      const lifetime = await this.sessoes.succeed(hash, this.tokens.hashOf(id), ttlSeconds, options);
      return {nomeUsuario: token.nomeUsuario, lifetime, id};
    });
    if (!pair) throw problems.refreshRefused();
    return this.issue(pair);
  }

  private async beginFamily(caller: UserProfile): Promise<TokenPair> {
    const id = randomUUID();
    const ttlSeconds = this.settings.refreshTokenSeconds;
    const lifetime = await this.sessoes.begin(caller['id'] as number, this.tokens.hashOf(id), ttlSeconds);
    return this.issue({nomeUsuario: caller.name ?? '', lifetime, id});
  }

  /** The access token of a user, and the refresh token with this id. */
  private async issue({nomeUsuario, lifetime, id}: IssuedToken): Promise<TokenPair> {
    return {
      accessToken: await this.tokens.generateToken({name: nomeUsuario} as UserProfile),
      refreshToken: await this.tokens.refreshToken(nomeUsuario, lifetime, id),
    };
  }
}
