import {authenticate} from '@loopback/authentication';
import {BindingScope, inject, injectable} from '@loopback/core';
import {del, param, post, Request, requestBody, RestBindings} from '@loopback/rest';
import {SecurityBindings, UserProfile} from '@loopback/security';
import {toAtor, toTitular} from '../auth/caller';
import type {Enrolment} from '../auth/totp';
import {CodigoTotp, RemocaoTotp, SenhaAtual} from '../models/totp.model';
import type {ClientAddress} from '../rest/client-address';
import {HttpBindings} from '../rest/keys';
import {jsonBody, operation, pathId, schemaRef} from '../rest/openapi';
import {TotpService} from '../services/totp.service';

const PATH = '/api/v1/eu/totp';
const TAG = 'Conta';

/** The second factor. */
@injectable({scope: BindingScope.SINGLETON})
@authenticate('jwt', 'basic')
export class TotpController {
  constructor(
    @inject('services.TotpService') private readonly service: TotpService,
    @inject(HttpBindings.CLIENT_ADDRESS) private readonly addresses: ClientAddress,
  ) {}

  @post(
    PATH,
    operation(TAG, {
      summary: 'Begin to enrol an authenticator',
      description: 'Nothing changes until a code of it is confirmed.',
      answer: schemaRef('TotpEnrolment'),
      hasBody: true,
      problems: ['totp_already_active'],
    }),
  )
  begin(
    @requestBody(jsonBody('SenhaAtual')) {senha}: SenhaAtual,
    @inject(SecurityBindings.USER) caller: UserProfile,
    @inject(RestBindings.Http.REQUEST) request: Request,
  ): Promise<Enrolment> {
    return this.service.begin(toTitular(caller), senha, this.addresses.limitKey(request));
  }

  @post(
    `${PATH}/confirmacao`,
    operation(TAG, {
      summary: 'Confirm the authenticator by a code of it',
      description:
        'From now on `POST /api/v2/auth/login` needs a code in `X-TOTP`, and Basic and the v1 login are refused. Each recovery code stands in for one code, once; they are not shown again.',
      answer: schemaRef('TotpRecovery'),
      hasBody: true,
    }),
  )
  async confirm(
    @requestBody(jsonBody('CodigoTotp')) {codigo}: CodigoTotp,
    @inject(SecurityBindings.USER) caller: UserProfile,
  ): Promise<{codigosRecuperacao: string[]}> {
    return {codigosRecuperacao: await this.service.confirm(toTitular(caller), codigo)};
  }

  @post(`${PATH}/remocao`, operation(TAG, {summary: 'Do without the second factor again', hasBody: true}))
  remove(
    @requestBody(jsonBody('RemocaoTotp')) body: RemocaoTotp,
    @inject(SecurityBindings.USER) caller: UserProfile,
    @inject(RestBindings.Http.REQUEST) request: Request,
  ): Promise<void> {
    return this.service.remove(toTitular(caller), body, this.addresses.limitKey(request));
  }

  @del(
    '/api/v1/usuarios/{id}/totp',
    operation('Usuários', {
      summary: 'Take the second factor from somebody who has lost it',
      problems: ['parameter_invalid', 'usuario_not_found'],
    }),
  )
  reset(@param(pathId('id')) id: number, @inject(SecurityBindings.USER) caller: UserProfile): Promise<void> {
    return this.service.reset(id, toAtor(caller));
  }
}
