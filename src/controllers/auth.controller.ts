import {authenticate} from '@loopback/authentication';
import {BindingScope, inject, injectable} from '@loopback/core';
import {post, Request, requestBody, RestBindings} from '@loopback/rest';
import {basicCredentials} from '../auth/basic-credentials';
import {TokenPair} from '../auth/types';
import {Login, Refresh} from '../models/login.model';
import {problems} from '../problems/catalogue';
import type {ClientAddress} from '../rest/client-address';
import {HttpBindings} from '../rest/keys';
import {jsonBody, operation, schemaRef} from '../rest/openapi';
import {LoginService} from '../services/login.service';

const TAG = 'Autenticação';
const tokenPair = schemaRef('TokenPair');
const refreshOperation = operation(TAG, {
  summary: 'Renew an access token',
  description:
    'The new refresh token may be used or ignored: the old one holds until the new one is first used.',
  answer: tokenPair,
  hasBody: true,
  open: true,
  problems: ['refresh_refused'],
});

@injectable({scope: BindingScope.SINGLETON})
@authenticate.skip()
export class AuthController {
  constructor(
    @inject('services.LoginService') private readonly service: LoginService,
    @inject(HttpBindings.CLIENT_ADDRESS) private readonly addresses: ClientAddress,
  ) {}

  @post(
    '/api/v1/auth/login',
    operation(TAG, {
      summary: 'Sign in with a JSON body',
      answer: tokenPair,
      hasBody: true,
      open: true,
      problems: ['login_refused', 'login_throttled', 'overloaded'],
    }),
  )
  loginV1(
    @requestBody(jsonBody('Login')) body: Login,
    @inject(RestBindings.Http.REQUEST) request: Request,
  ): Promise<TokenPair> {
    return this.service.login(body, this.addresses.limitKey(request));
  }

  @post(
    '/api/v2/auth/login',
    operation(TAG, {
      summary: 'Sign in with Basic',
      answer: tokenPair,
      open: true,
      problems: ['login_refused', 'login_credentials_missing', 'login_throttled', 'overloaded'],
    }),
  )
  loginV2(@inject(RestBindings.Http.REQUEST) request: Request): Promise<TokenPair> {
    const credentials = basicCredentials(request.headers.authorization);
    if (!credentials || credentials === 'malformed') throw problems.loginCredentialsMissing();
    return this.service.login(credentials, this.addresses.limitKey(request));
  }

  @post('/api/v1/auth/refresh', refreshOperation)
  refreshV1(@requestBody(jsonBody('Refresh')) {refreshToken}: Refresh): Promise<TokenPair> {
    return this.service.refresh(refreshToken);
  }

  @post('/api/v2/auth/refresh', refreshOperation)
  refreshV2(@requestBody(jsonBody('Refresh')) {refreshToken}: Refresh): Promise<TokenPair> {
    return this.service.refresh(refreshToken);
  }
}
