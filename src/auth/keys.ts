import {BindingKey} from '@loopback/core';
import type {ActiveUsers} from './active-users';
import type {Authenticator} from './authenticator';
import type {CredentialVerifier} from './credential-verifier';
import type {Tokens} from './tokens';
import type {AuthSettings} from './types';

export namespace AuthKeys {
  export const SETTINGS = BindingKey.create<AuthSettings>('auth.settings');
  export const ACTIVE_USERS = BindingKey.create<ActiveUsers>('auth.active-users');
  export const TOKENS = BindingKey.create<Tokens>('auth.tokens');
  export const VERIFIER = BindingKey.create<CredentialVerifier>('auth.credential-verifier');
  export const AUTHENTICATOR = BindingKey.create<Authenticator>('auth.authenticator');
}
