import {TokenService} from '@loopback/authentication';
import {BindingScope, inject, injectable} from '@loopback/core';
import {UserProfile} from '@loopback/security';
import {createHmac, createSecretKey, hash, KeyObject, randomUUID} from 'node:crypto';
import {errors, jwtVerify, SignJWT} from 'jose';
import {LRUCache} from 'lru-cache';
import {problems} from '../problems/catalogue';
import {TokenLifetime} from '../repositories/sessao.repository';
import type {ActiveUsers} from './active-users';
import {toCaller} from './caller';
import {AuthKeys} from './keys';
import {AuthSettings, RefreshClaims} from './types';

const ALGORITHM = 'HS256';
/** Whose tokens they are and whom they are for; a token of another service with the same secret is none of ours. */
const PARTY = 'artistas-api';
const SESSION_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
type TokenType = 'ACCESS' | 'REFRESH';

/** Claims whose signature, lifetime and type were seen to be right. */
interface Claims {
  readonly sub: string;
  readonly jti: string;
  readonly exp: number;
  readonly sid?: unknown;
  /** That signed them. */
  readonly key: KeyObject;
}

interface AccessClaims extends Claims {
  readonly sid: string;
}

/** Access tokens that come again and again: to check a signature costs as much as all else that a read does here. */
const MAX_REMEMBERED = 10_000;

/** Access and refresh tokens as the contract has them: `sub`, `type`, `iat`, `exp`; then `jti`, `iss`, `aud`, `sid`. */
@injectable({scope: BindingScope.SINGLETON})
export class Tokens implements TokenService {
  /** The first one signs, all of them are accepted. */
  private readonly keys: readonly [KeyObject, ...KeyObject[]];
  /** Claims of access tokens that were seen to be right; all but their lifetime is so for ever. */
  private readonly remembered = new LRUCache<string, AccessClaims>({max: MAX_REMEMBERED});

  constructor(
    @inject(AuthKeys.SETTINGS) private readonly settings: AuthSettings,
    @inject(AuthKeys.ACTIVE_USERS) private readonly users: ActiveUsers,
  ) {
    const {jwtSecret, previousJwtSecret} = settings;
    this.keys = [toKey(jwtSecret), ...(previousJwtSecret ? [toKey(previousJwtSecret)] : [])];
  }

  /** Access token of a user. @param caller `name` is the user's name, `sessaoId` its session */
  async generateToken({name = '', sessaoId}: UserProfile): Promise<string> {
    const issuedAt = Math.floor(Date.now() / 1000);
    const expiresAt = issuedAt + this.settings.accessTokenSeconds;
    const more = {jti: randomUUID(), iss: PARTY, aud: PARTY, sid: sessaoId as string};
    return this.sign('ACCESS', name, {issuedAt, expiresAt}, more);
  }

  /** Refresh token with this id; the same arguments give the same token. */
  refreshToken(nomeUsuario: string, lifetime: TokenLifetime, id: string): Promise<string> {
    return this.sign('REFRESH', nomeUsuario, lifetime, {jti: id, iss: PARTY, aud: PARTY});
  }

  /** The caller whom an access token names, while its session goes on. @throws token_invalid, database_unavailable */
  async verifyToken(token: string): Promise<UserProfile> {
    const {sub, sid} = this.known(token) ?? (await this.verifyAccess(token));
    const found = this.users.find(sub, sid);
    const usuario = found instanceof Promise ? await found : found;
    if (!usuario) throw problems.tokenInvalid();
    return toCaller(usuario, sid);
  }

  /** Whom an access token names, and until when, in milliseconds since 1970. @throws token_invalid, database_unavailable */
  async verifyCredential(
    token: string,
  ): Promise<{readonly name: string; readonly sessaoId: string; readonly expiresAt: number}> {
    const {name = '', sessaoId} = await this.verifyToken(token);
    const {exp} = this.known(token) ?? (await this.verifyAccess(token));
    return {name, sessaoId: sessaoId as string, expiresAt: exp * 1000};
  }

  /** @throws token_invalid */
  async verifyRefreshToken(token: string): Promise<RefreshClaims> {
    const {sub, jti, key} = await this.verify('REFRESH', token);
    return {subject: sub, id: jti, successorId: successorId(jti, key)};
  }

  /** What is kept of a refresh token. */
  hashOf(id: string): Buffer {
    return hash('sha256', id, 'buffer');
  }

  private sign(
    type: TokenType,
    sub: string,
    {issuedAt, expiresAt}: TokenLifetime,
    more: object,
  ): Promise<string> {
    const claims = {sub, type, iat: issuedAt, exp: expiresAt, ...more};
    return new SignJWT(claims).setProtectedHeader({alg: ALGORITHM}).sign(this.keys[0]);
  }

  /** Claims of an access token that was seen to be right before and has not run out. */
  private known(token: string): AccessClaims | undefined {
    const claims = this.remembered.get(token);
    return claims && claims.exp > Math.floor(Date.now() / 1000) ? claims : undefined;
  }

  private async verifyAccess(token: string): Promise<AccessClaims> {
    const {sid, ...others} = await this.verify('ACCESS', token);
    if (typeof sid !== 'string' || !SESSION_ID.test(sid)) throw problems.tokenInvalid();
    const claims = {...others, sid};
    this.remembered.set(token, claims);
    return claims;
  }

  private async verify(type: TokenType, token: string): Promise<Claims> {
    const {payload, key} = await this.open(token);
    // Whoever has the secret may have put anything into the claims.
    const {sub, jti, iss, aud, sid, exp} = payload;
    // Refresh tokens of the release before name neither; they last for half an hour, and their id is looked up anyway.
    const isOfBefore = type === 'REFRESH' && iss === undefined && aud === undefined;
    const isOurs = isOfBefore || (iss === PARTY && aud === PARTY);
    if (payload['type'] !== type || !isOurs || typeof sub !== 'string' || typeof jti !== 'string')
      throw problems.tokenInvalid();
    return {sub, jti, sid, exp: exp as number, key};
  }

  /** Claims of a token that one of the keys has signed, and which one. @throws token_invalid */
  private async open(token: string): Promise<{payload: Record<string, unknown>; key: KeyObject}> {
    let cause: unknown;
    for (const key of this.keys) {
      try {
        const rules = {algorithms: [ALGORITHM], requiredClaims: ['sub', 'exp']};
        const {payload} = await jwtVerify(token, key, rules);
        return {payload, key};
      } catch (error) {
        cause = error;
        if (!(error instanceof errors.JWSSignatureVerificationFailed)) break;
      }
    }
    throw problems.tokenInvalid({cause});
  }
}

function toKey(secret: string): KeyObject {
  return createSecretKey(Buffer.from(secret, 'utf8'));
}

/**
 * Id of the one successor of a refresh token: nobody without the secret can tell it from the token's own. By the key that
 * signed it, so that it is the same at every process while the secret is being replaced.
 */
function successorId(id: string, key: KeyObject): string {
  return createHmac('sha256', key).update(`successor:${id}`).digest('base64url');
}
