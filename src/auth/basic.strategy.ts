import {AuthenticationStrategy} from '@loopback/authentication';
import {BindingScope, inject, injectable} from '@loopback/core';
import {Request} from '@loopback/rest';
import {UserProfile} from '@loopback/security';
import {problems} from '../problems/catalogue';
import type {ClientAddress} from '../rest/client-address';
import {HttpBindings} from '../rest/keys';
import {basicCredentials} from './basic-credentials';
import {toCaller} from './caller';
import type {CredentialVerifier} from './credential-verifier';
import {AuthKeys} from './keys';

/** `Authorization: Basic` on any operation. */
@injectable({scope: BindingScope.SINGLETON})
export class BasicAuthenticationStrategy implements AuthenticationStrategy {
  readonly name = 'basic';

  constructor(
    @inject(AuthKeys.VERIFIER) private readonly verifier: CredentialVerifier,
    @inject(HttpBindings.CLIENT_ADDRESS) private readonly addresses: ClientAddress,
  ) {}

  /** The caller; a wrong or unreadable pair counts as no credentials at all. @throws totp_required, login_throttled */
  async authenticate(request: Request): Promise<UserProfile | undefined> {
    const credentials = basicCredentials(request.headers.authorization);
    if (!credentials || credentials === 'malformed') return undefined;
    const usuario = await this.verifier.verify(credentials, this.addresses.limitKey(request));
    if (usuario?.segundoFator) throw problems.totpRequired();
    return usuario && toCaller(usuario);
  }
}
