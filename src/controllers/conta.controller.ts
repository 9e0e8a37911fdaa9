import {authenticate} from '@loopback/authentication';
import {BindingScope, inject, injectable} from '@loopback/core';
import {repository} from '@loopback/repository';
import {del, get, param, post, put, Request, requestBody, RestBindings} from '@loopback/rest';
import {SecurityBindings, UserProfile} from '@loopback/security';
import {toTitular} from '../auth/caller';
import type {Conta, Sessao} from '../models/conta';
import {SenhaChange} from '../models/new-usuario.model';
import type {SessaoRepository} from '../repositories/sessao.repository';
import {UsuarioRepository} from '../repositories/usuario.repository';
import type {ClientAddress} from '../rest/client-address';
import {HttpBindings} from '../rest/keys';
import {jsonBody, operation, pathText, schemaRef} from '../rest/openapi';
import {ContaService} from '../services/conta.service';

const PATH = '/api/v1/eu';
const TAG = 'Conta';

/** The own account of whoever calls. */
@injectable({scope: BindingScope.SINGLETON})
@authenticate('jwt', 'basic')
export class ContaController {
  constructor(
    @inject('services.ContaService') private readonly service: ContaService,
    @repository(UsuarioRepository) private readonly usuarios: UsuarioRepository,
    @inject('repositories.SessaoRepository') private readonly sessoes: SessaoRepository,
    @inject(HttpBindings.CLIENT_ADDRESS) private readonly addresses: ClientAddress,
  ) {}

  @get(PATH, operation(TAG, {summary: 'Read the own account', answer: schemaRef('Conta')}))
  read(@inject(SecurityBindings.USER) caller: UserProfile): Promise<Conta> {
    return this.usuarios.getConta(toTitular(caller).id);
  }

  @put(
    `${PATH}/senha`,
    operation(TAG, {
      summary: 'Change the own password',
      description: 'All sessions of the user end, the one of this request too.',
      hasBody: true,
    }),
  )
  changePassword(
    @requestBody(jsonBody('SenhaChange')) body: SenhaChange,
    @inject(SecurityBindings.USER) caller: UserProfile,
    @inject(RestBindings.Http.REQUEST) request: Request,
  ): Promise<void> {
    return this.service.changePassword(toTitular(caller), body, this.addresses.limitKey(request));
  }

  @get(
    `${PATH}/sessoes`,
    operation(TAG, {
      summary: 'The own sessions, the latest first: each login that has not ended',
      answer: {type: 'array', items: schemaRef('Sessao')},
    }),
  )
  listSessions(@inject(SecurityBindings.USER) caller: UserProfile): Promise<Sessao[]> {
    const {id, sessaoId} = toTitular(caller);
    return this.sessoes.listOf(id, sessaoId);
  }

  @del(
    `${PATH}/sessoes/{sessaoId}`,
    operation(TAG, {summary: 'End one of the own sessions', problems: ['sessao_not_found']}),
  )
  endSession(
    @param(pathText('sessaoId', 'As the list has it')) sessaoId: string,
    @inject(SecurityBindings.USER) caller: UserProfile,
  ): Promise<void> {
    return this.service.endSession(toTitular(caller), sessaoId);
  }

  @post(
    `${PATH}/sair`,
    operation(TAG, {
      summary: 'Sign out: end the session of the access token',
      description: 'With Basic there is no session, and nothing to end.',
    }),
  )
  async signOut(@inject(SecurityBindings.USER) caller: UserProfile): Promise<void> {
    const titular = toTitular(caller);
    if (titular.sessaoId) await this.service.endSession(titular, titular.sessaoId);
  }
}
