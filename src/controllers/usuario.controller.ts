import {authenticate} from '@loopback/authentication';
import {BindingScope, inject, injectable} from '@loopback/core';
import {repository} from '@loopback/repository';
import {get, param, post, put, requestBody} from '@loopback/rest';
import {SecurityBindings, UserProfile} from '@loopback/security';
import {toAtor} from '../auth/caller';
import type {Conta} from '../models/conta';
import {NewUsuario, NovaSenha, UsuarioChange} from '../models/new-usuario.model';
import {Page} from '../models/page';
import {UsuarioRepository} from '../repositories/usuario.repository';
import {cursorParam, pageParam, sizeParam} from '../rest/openapi';
import {jsonBody, operation, pathId, schemaRef} from '../rest/openapi';
import {pageReply} from '../rest/page-reply';
import {toPageRequest} from '../rest/page-request';
import {Reply} from '../rest/reply';
import {UsuarioService} from '../services/usuario.service';
import {USUARIO_PAGE} from './page-rules';

const PATH = '/api/v1/usuarios';
const TAG = 'Usuários';
const conta = schemaRef('Conta');

/** Accounts, for administrators. */
@injectable({scope: BindingScope.SINGLETON})
@authenticate('jwt', 'basic')
export class UsuarioController {
  constructor(
    @inject('services.UsuarioService') private readonly service: UsuarioService,
    @repository(UsuarioRepository) private readonly usuarios: UsuarioRepository,
  ) {}

  @get(
    PATH,
    operation(TAG, {
      summary: 'List accounts, by id',
      answer: schemaRef('PageConta'),
      headers: ['Link'],
      problems: ['parameter_invalid'],
    }),
  )
  async list(
    @param(pageParam) page?: string,
    @param(sizeParam) size?: string,
    @param(cursorParam) cursor?: string,
  ): Promise<Reply<Page<Conta>>> {
    const wanted = toPageRequest({page, size, cursor}, USUARIO_PAGE);
    return pageReply(PATH, {}, wanted, await this.usuarios.list(wanted));
  }

  // No `Idempotency-Key`: what is kept of a request would be a fast hash of a password. The name is taken once anyway.
  @post(
    PATH,
    operation(TAG, {
      summary: 'Create an account',
      answer: conta,
      status: 201,
      headers: ['Location'],
      hasBody: true,
      problems: ['usuario_name_taken'],
    }),
  )
  async create(
    @requestBody(jsonBody('NewUsuario')) body: NewUsuario,
    @inject(SecurityBindings.USER) caller: UserProfile,
  ): Promise<Reply<Conta>> {
    const created = await this.service.create(body, toAtor(caller));
    return new Reply(created, {status: 201, headers: {Location: `${PATH}/${created.id}`}});
  }

  @get(
    `${PATH}/{id}`,
    operation(TAG, {
      summary: 'Read an account',
      answer: conta,
      problems: ['parameter_invalid', 'usuario_not_found'],
    }),
  )
  read(@param(pathId('id')) id: number): Promise<Conta> {
    return this.usuarios.getConta(id);
  }

  @put(
    `${PATH}/{id}`,
    operation(TAG, {
      summary: 'Change the role of an account, disable or enable it',
      description:
        'A disabled user is refused within a second, on open connections too, and its sessions end.',
      answer: conta,
      hasBody: true,
      problems: ['parameter_invalid', 'usuario_not_found', 'usuario_protected', 'last_admin'],
    }),
  )
  change(
    @param(pathId('id')) id: number,
    @requestBody(jsonBody('UsuarioChange')) body: UsuarioChange,
    @inject(SecurityBindings.USER) caller: UserProfile,
  ): Promise<Conta> {
    return this.service.change(id, body, toAtor(caller));
  }

  @put(
    `${PATH}/{id}/senha`,
    operation(TAG, {
      summary: 'Give an account another password',
      description: 'All its sessions end.',
      hasBody: true,
      problems: ['parameter_invalid', 'usuario_not_found'],
    }),
  )
  resetPassword(
    @param(pathId('id')) id: number,
    @requestBody(jsonBody('NovaSenha')) {senha}: NovaSenha,
    @inject(SecurityBindings.USER) caller: UserProfile,
  ): Promise<void> {
    return this.service.resetPassword(id, senha, toAtor(caller));
  }
}
