import {BindingScope, inject, injectable} from '@loopback/core';
import {UserProfile} from '@loopback/security';
import {randomUUID} from 'node:crypto';
import type {CredentialVerifier, Credentials} from '../auth/credential-verifier';
import {AuthKeys} from '../auth/keys';
import type {Revocations} from '../auth/revocations';
import type {Tokens} from '../auth/tokens';
import type {Totp} from '../auth/totp';
import {AuthSettings, TokenPair} from '../auth/types';
import type {Ator} from '../models/auditoria';
import type {ActiveUsuario} from '../models/usuario.model';
import {problems} from '../problems/catalogue';
import {Problem} from '../problems/problem';
import type {AuditoriaRepository} from '../repositories/auditoria.repository';
import {Lifetimes, SessaoRepository, TokenLifetime} from '../repositories/sessao.repository';
import {Transactions} from '../repositories/transactions.repository';

/** Two tabs may refresh with one token at nearly the same time; later, an old token is a stolen one. */
const GRACE_SECONDS = 10;

/** Where a login comes from. */
export interface Origem {
  /** Key of the client's address, for the throttle of failed logins. */
  readonly chave: string;
  readonly ator: Ator;
  /** Of the second factor, where the way in can carry one. */
  readonly codigo?: string;
  /** What the client calls itself. */
  readonly cliente?: string;
}

/** What a pair of tokens is made of. */
interface IssuedToken {
  readonly nomeUsuario: string;
  readonly sessaoId: string;
  readonly lifetime: TokenLifetime;
  /** Of the refresh token. */
  readonly id: string;
}

/** Sign-in and the families of refresh tokens that begin with it; a family is a session. */
@injectable({scope: BindingScope.SINGLETON})
export class LoginService {
  constructor(
    @inject(AuthKeys.SETTINGS) private readonly settings: AuthSettings,
    @inject(AuthKeys.VERIFIER) private readonly verifier: CredentialVerifier,
    @inject(AuthKeys.TOTP) private readonly totp: Totp,
    @inject(AuthKeys.TOKENS) private readonly tokens: Tokens,
    @inject(AuthKeys.REVOCATIONS) private readonly revocations: Revocations,
    @inject('repositories.SessaoRepository') private readonly sessoes: SessaoRepository,
    @inject('repositories.AuditoriaRepository') private readonly auditoria: AuditoriaRepository,
    @inject('repositories.Transactions') private readonly transactions: Transactions,
  ) {}

  private get lifetimes(): Lifetimes {
    const {refreshTokenSeconds: ttlSeconds, accessTokenSeconds: keptSeconds} = this.settings;
    return {ttlSeconds, keptSeconds};
  }

  /** @throws login_refused, totp_required, totp_invalid, login_throttled, overloaded */
  async login(credentials: Credentials, origem: Origem): Promise<TokenPair> {
    const usuario = await this.verifier.verify(credentials, origem.chave);
    if (usuario?.segundoFator) await this.requireSecondFactor(usuario, origem);
    if (usuario) return this.beginFamily(usuario, origem);
    // The name may be a password that was typed into the wrong field: it is not kept.
    await this.auditoria.append({acao: 'login_recusado'}, origem.ator);
    throw problems.loginRefused();
  }

  /** @throws totp_required, totp_invalid, login_throttled */
  private async requireSecondFactor({id, nomeUsuario}: ActiveUsuario, origem: Origem): Promise<void> {
    if (origem.codigo === undefined) throw problems.totpRequired();
    await this.verifier.beginCode(nomeUsuario, origem.chave);
    if (!(await this.totp.use(id, origem.codigo))) {
      const detalhe = {motivo: 'codigo'};
      await this.auditoria.append({acao: 'login_recusado', detalhe}, {...origem.ator, nome: nomeUsuario});
      throw problems.totpInvalid();
    }
    await this.verifier.complete(nomeUsuario, origem.chave);
  }

  /**
   * A new access token, and the one successor of this refresh token. The old one stays valid until the successor
   * is first used and for a grace of 10 s; used after that, it ends its whole family.
   * @throws refresh_refused
   */
  async refresh(refreshToken: string | undefined, ator: Ator): Promise<TokenPair> {
    const claims = await this.tokens.verifyRefreshToken(refreshToken ?? '').catch((error: unknown) => {
      throw error instanceof Problem && error.status === 401 ? problems.refreshRefused() : error;
    });
    const pair = await this.transactions.run(async options => {
      const hash = this.tokens.hashOf(claims.id);
      const token = await this.sessoes.findForUpdate(hash, options);
      if (!token || token.ended || token.nomeUsuario !== claims.subject) return undefined;
      const {sessaoId, nomeUsuario} = token;
      if (token.supersededSeconds !== null && token.supersededSeconds > GRACE_SECONDS) {
        // The transaction must commit for the end of the family to last.
        await this.sessoes.end(sessaoId, options);
        this.revocations.announceAfter(options);
        const entry = {acao: 'token_reutilizado', alvo: `sessao/${sessaoId}`} as const;
        await this.auditoria.append(entry, {...ator, nome: nomeUsuario}, options);
        return undefined;
      }
      const id = claims.successorId;
      const lifetime = await this.sessoes.succeed(hash, this.tokens.hashOf(id), this.lifetimes, options);
      return {nomeUsuario, sessaoId, lifetime, id};
    });
    if (!pair) throw problems.refreshRefused();
    return this.issue(pair);
  }

  private async beginFamily({id: usuarioId, nomeUsuario}: ActiveUsuario, origem: Origem): Promise<TokenPair> {
    const {ator, cliente} = origem;
    const id = randomUUID();
    const begun = await this.transactions.run(async options => {
      const sessao = {
        usuarioId,
        hash: this.tokens.hashOf(id),
        ...this.lifetimes,
        endereco: ator.endereco,
        cliente,
      };
      const family = await this.sessoes.begin(sessao, options);
      const entry = {acao: 'login', alvo: `sessao/${family.sessaoId}`} as const;
      await this.auditoria.append(entry, {...ator, nome: nomeUsuario}, options);
      return family;
    });
    return this.issue({nomeUsuario, ...begun, id});
  }

  /** The access token of a user, and the refresh token with this id. */
  private async issue({nomeUsuario, sessaoId, lifetime, id}: IssuedToken): Promise<TokenPair> {
    return {
      accessToken: await this.tokens.generateToken({name: nomeUsuario, sessaoId} as unknown as UserProfile),
      refreshToken: await this.tokens.refreshToken(nomeUsuario, lifetime, id),
    };
  }
}
