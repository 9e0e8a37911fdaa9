import {BindingKey} from '@loopback/core';
import type {ActiveUsers} from './active-users';
import type {Authenticator} from './authenticator';
import type {CredentialVerifier} from './credential-verifier';
import type {Tokens} from './tokens';
import type {AuthSettings} from './types';

export const AuthKeys = {
  SETTINGS: BindingKey.create<AuthSettings>('auth.settings'),
  ACTIVE_USERS: BindingKey.create<ActiveUsers>('auth.active-users'),
  TOKENS: BindingKey.create<Tokens>('auth.tokens'),
  VERIFIER: BindingKey.create<CredentialVerifier>('auth.credential-verifier'),
  AUTHENTICATOR: BindingKey.create<Authenticator>('auth.authenticator'),
} as const;
