import {BindingKey} from '@loopback/core';
import type {ActiveUsers} from './active-users';
import type {Authenticator} from './authenticator';
import type {CredentialVerifier} from './credential-verifier';
import type {LoginThrottle} from './login-throttle';
import type {NewPasswords} from './new-passwords';
import type {Revocations} from './revocations';
import type {SealedSecrets} from './sealed-secrets';
import type {Tokens} from './tokens';
import type {Totp} from './totp';
import type {AuthSettings} from './types';

export const AuthKeys = {
  SETTINGS: BindingKey.create<AuthSettings>('auth.settings'),
  /** Whether the catalogue is read without signing in. */
  CATALOGO_IS_PUBLIC: BindingKey.create<boolean>('auth.catalogo-is-public'),
  ACTIVE_USERS: BindingKey.create<ActiveUsers>('auth.active-users'),
  REVOCATIONS: BindingKey.create<Revocations>('auth.revocations'),
  TOKENS: BindingKey.create<Tokens>('auth.tokens'),
  LOGIN_THROTTLE: BindingKey.create<LoginThrottle>('auth.login-throttle'),
  VERIFIER: BindingKey.create<CredentialVerifier>('auth.credential-verifier'),
  NEW_PASSWORDS: BindingKey.create<NewPasswords>('auth.new-passwords'),
  SEALED_SECRETS: BindingKey.create<SealedSecrets>('auth.sealed-secrets'),
  TOTP: BindingKey.create<Totp>('auth.totp'),
  AUTHENTICATOR: BindingKey.create<Authenticator>('auth.authenticator'),
} as const;
