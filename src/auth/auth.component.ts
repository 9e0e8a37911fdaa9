import {AuthenticationComponent, registerAuthenticationStrategy} from '@loopback/authentication';
import {JWTAuthenticationStrategy, TokenServiceBindings} from '@loopback/authentication-jwt';
import {Application, Binding, Component, CoreBindings, createBindingFromClass, inject} from '@loopback/core';
import {ActiveUsers} from './active-users';
import {Authenticator} from './authenticator';
import {BasicAuthenticationStrategy} from './basic.strategy';
import {ConfiguredUser} from './configured-user';
import {CredentialVerifier} from './credential-verifier';
import {AuthKeys} from './keys';
import {Tokens} from './tokens';

/**
 * Who calls: Bearer tokens through the framework's own JWT strategy over our tokens, and Basic.
 * Needs `AuthKeys.SETTINGS`.
 */
export class AuthComponent implements Component {
  readonly bindings: Binding[] = [
    createBindingFromClass(ActiveUsers, {key: AuthKeys.ACTIVE_USERS}),
    createBindingFromClass(Tokens, {key: AuthKeys.TOKENS}),
    createBindingFromClass(CredentialVerifier, {key: AuthKeys.VERIFIER}),
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
