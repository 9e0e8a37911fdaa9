import {TokenService} from '@loopback/authentication';
import {BindingScope, inject, injectable} from '@loopback/core';
import {UserProfile} from '@loopback/security';
import {createHmac, createSecretKey, hash, KeyObject, randomUUID} from 'node:crypto';
import {decodeJwt, jwtVerify, SignJWT} from 'jose';
import {problems} from '../problems/catalogue';
import {TokenLifetime} from '../repositories/sessao.repository';
import type {ActiveUsers} from './active-users';
import {toCaller} from './caller';
import {AuthKeys} from './keys';
import {AuthSettings, RefreshClaims} from './types';

const ALGORITHM = 'HS256';
type TokenType = 'ACCESS' | 'REFRESH';

/** Access and refresh tokens as the contract has them: `sub`, `type`, `iat`, `exp`, and a `jti` beside. */
@injectable({scope: BindingScope.SINGLETON})
export class Tokens implements TokenService {
  private readonly key: KeyObject;

  constructor(
    @inject(AuthKeys.SETTINGS) private readonly settings: AuthSettings,
    @inject(AuthKeys.ACTIVE_USERS) private readonly users: ActiveUsers,
  ) {
    this.key = createSecretKey(Buffer.from(settings.jwtSecret, 'utf8'));
  }

  /** Access token of a user. @param caller `name` is the user's name */
  async generateToken({name = ''}: UserProfile): Promise<string> {
    const issuedAt = Math.floor(Date.now() / 1000);
    const expiresAt = issuedAt + this.settings.accessTokenSeconds;
    return this.sign('ACCESS', name, {issuedAt, expiresAt}, randomUUID());
  }

  /** Refresh token with this id; the same arguments give the same token. */
  refreshToken(nomeUsuario: string, lifetime: TokenLifetime, id: string): Promise<string> {
    return this.sign('REFRESH', nomeUsuario, lifetime, id);
  }

  /** The caller whom an access token names. @throws token_invalid */
  async verifyToken(token: string): Promise<UserProfile> {
    const {subject} = await this.verify('ACCESS', token);
    const usuario = await this.users.find(subject);
    if (!usuario) throw problems.tokenInvalid();
    return toCaller(usuario);
  }

  /** Whom an access token names, and until when, in milliseconds since 1970. @throws token_invalid */
  async verifyCredential(token: string): Promise<{readonly name: string; readonly expiresAt: number}> {
    const {name = ''} = await this.verifyToken(token);
    return {name, expiresAt: (decodeJwt(token).exp ?? 0) * 1000};
  }

  /** @throws token_invalid */
  verifyRefreshToken(token: string): Promise<RefreshClaims> {
    return this.verify('REFRESH', token);
  }

  /** Id of the one successor of a refresh token: nobody without the secret can tell it from the token's own. */
  successorId(id: string): string {
    return createHmac('sha256', this.key).update(`successor:${id}`).digest('base64url');
  }

  /** What is kept of a refresh token. */
  hashOf(id: string): Buffer {
    return hash('sha256', id, 'buffer');
  }

  private sign(
    type: TokenType,
    sub: string,
    {issuedAt, expiresAt}: TokenLifetime,
    jti: string,
  ): Promise<string> {
    const claims = {sub, type, iat: issuedAt, exp: expiresAt, jti};
    return new SignJWT(claims).setProtectedHeader({alg: ALGORITHM}).sign(this.key);
  }

  private async verify(type: TokenType, token: string): Promise<RefreshClaims> {
    const {payload} = await jwtVerify(token, this.key, {
      algorithms: [ALGORITHM],
      requiredClaims: ['sub', 'exp'],
    }).catch((cause: unknown) => {
      throw problems.tokenInvalid({cause});
    });
    // Whoever has the secret may have put anything into the claims.
    const {sub, jti = ''} = payload as Record<string, unknown>;
    if (payload['type'] !== type || typeof sub !== 'string' || typeof jti !== 'string')
      throw problems.tokenInvalid();
    return {subject: sub, id: jti};
  }
}
