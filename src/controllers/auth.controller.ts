import {authenticate} from '@loopback/authentication';
import {BindingScope, inject, injectable} from '@loopback/core';
import {post, RequestContext, requestBody, RestBindings} from '@loopback/rest';
import {basicCredentials} from '../auth/basic-credentials';
import {TokenPair} from '../auth/types';
import {Login, Refresh} from '../models/login.model';
import {problems} from '../problems/catalogue';
import type {ClientAddress} from '../rest/client-address';
import {HttpBindings} from '../rest/keys';
import {jsonBody, operation, schemaRef} from '../rest/openapi';
import {LoginService, Origem} from '../services/login.service';

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
      problems: ['login_refused', 'totp_required', 'login_throttled', 'overloaded'],
    }),
  )
  loginV1(
    @requestBody(jsonBody('Login')) body: Login,
    @inject(RestBindings.Http.CONTEXT) context: RequestContext,
  ): Promise<TokenPair> {
    return this.service.login(body, this.originOf(context));
  }

  @post(
    '/api/v2/auth/login',
    operation(TAG, {
      summary: 'Sign in with Basic',
      answer: tokenPair,
      open: true,
      description: 'A user with a second factor sends a code of it, or a recovery code, in `X-TOTP`.',
      problems: [
        'login_refused',
        'totp_required',
        'totp_invalid',
        'login_credentials_missing',
        'login_throttled',
        'overloaded',
      ],
    }),
  )
  loginV2(@inject(RestBindings.Http.CONTEXT) context: RequestContext): Promise<TokenPair> {
    const credentials = basicCredentials(context.request.headers.authorization);
    if (!credentials || credentials === 'malformed') throw problems.loginCredentialsMissing();
    const codigo = context.request.headers['x-totp'];
    return this.service.login(credentials, {
      ...this.originOf(context),
      codigo: codigo === undefined ? undefined : String(codigo),
    });
  }

  @post('/api/v1/auth/refresh', refreshOperation)
  refreshV1(
    @requestBody(jsonBody('Refresh')) {refreshToken}: Refresh,
    @inject(RestBindings.Http.CONTEXT) context: RequestContext,
  ): Promise<TokenPair> {
    return this.service.refresh(refreshToken, this.originOf(context).ator);
  }

  @post('/api/v2/auth/refresh', refreshOperation)
  refreshV2(
    @requestBody(jsonBody('Refresh')) {refreshToken}: Refresh,
    @inject(RestBindings.Http.CONTEXT) context: RequestContext,
  ): Promise<TokenPair> {
    return this.service.refresh(refreshToken, this.originOf(context).ator);
  }

  private originOf({request, response}: RequestContext): Origem {
    const endereco = this.addresses.of(request);
    const requisicao = response.getHeader('X-Request-Id') as string;
    const cliente = request.headers['user-agent'];
    return {chave: this.addresses.limitKey(request), ator: {endereco, requisicao}, cliente};
  }
}
