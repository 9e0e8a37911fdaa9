import {AuthenticationComponent, registerAuthenticationStrategy} from '@loopback/authentication';
import {JWTAuthenticationStrategy, TokenServiceBindings} from '@loopback/authentication-jwt';
import {Application, Binding, Component, CoreBindings, createBindingFromClass, inject} from '@loopback/core';
import {ActiveUsers} from './active-users';
import {Authenticator} from './authenticator';
import {BasicAuthenticationStrategy} from './basic.strategy';
import {ConfiguredUser} from './configured-user';
import {CredentialVerifier} from './credential-verifier';
import {AuthKeys} from './keys';
import {LoginThrottle} from './login-throttle';
import {NewPasswords} from './new-passwords';
import {Revocations} from './revocations';
import {SealedSecrets} from './sealed-secrets';
import {Tokens} from './tokens';
import {Totp} from './totp';

/**
 * Who calls: Bearer tokens through the framework's own JWT strategy over our tokens, and Basic.
 * Needs `AuthKeys.SETTINGS`.
 */
export class AuthComponent implements Component {
  readonly bindings: Binding[] = [
    createBindingFromClass(Revocations, {key: AuthKeys.REVOCATIONS}),
    createBindingFromClass(ActiveUsers, {key: AuthKeys.ACTIVE_USERS}),
    createBindingFromClass(Tokens, {key: AuthKeys.TOKENS}),
    createBindingFromClass(LoginThrottle, {key: AuthKeys.LOGIN_THROTTLE}),
    createBindingFromClass(CredentialVerifier, {key: AuthKeys.VERIFIER}),
    createBindingFromClass(NewPasswords, {key: AuthKeys.NEW_PASSWORDS}),
    createBindingFromClass(SealedSecrets, {key: AuthKeys.SEALED_SECRETS}),
    createBindingFromClass(Totp, {key: AuthKeys.TOTP}),
    createBindingFromClass(Authenticator, {key: AuthKeys.AUTHENTICATOR}),
    Binding.bind(TokenServiceBindings.TOKEN_SERVICE).toAlias(AuthKeys.TOKENS),
  ];

  constructor(@inject(CoreBindings.APPLICATION_INSTANCE) application: Application) {
    application.component(AuthenticationComponent);
    application.lifeCycleObserver(ConfiguredUser);
    registerAuthenticationStrategy(application, JWTAuthenticationStrategy);
    registerAuthenticationStrategy(application, BasicAuthenticationStrategy);
  }
}
