import {authenticate} from '@loopback/authentication';
import {BindingScope, inject, injectable} from '@loopback/core';
import {get, param} from '@loopback/rest';
import {ACOES, Auditoria} from '../models/auditoria';
import {Page} from '../models/page';
import type {AuditoriaRepository} from '../repositories/auditoria.repository';
import {cursorParam, pageParam, sizeParam} from '../rest/openapi';
import {operation, queryText, schemaRef} from '../rest/openapi';
import {pageReply} from '../rest/page-reply';
import {toPageRequest} from '../rest/page-request';
import {Reply} from '../rest/reply';
import {AUDITORIA_PAGE} from './page-rules';

const PATH = '/api/v1/auditoria';

/** What was done, by whom and from where. */
@injectable({scope: BindingScope.SINGLETON})
@authenticate('jwt', 'basic')
export class AuditoriaController {
  constructor(@inject('repositories.AuditoriaRepository') private readonly auditoria: AuditoriaRepository) {}

  @get(
    PATH,
    operation('Usuários', {
      summary: 'List what was done: sign-ins, changes of accounts, deletions; the latest first',
      answer: schemaRef('PageAuditoria'),
      headers: ['Link'],
      problems: ['parameter_invalid'],
    }),
  )
  async list(
    @param(queryText('usuario', 'Name of who did it')) usuario?: string,
    @param(queryText('acao', 'What was done', ACOES)) acao?: string,
    @param(pageParam) page?: string,
    @param(sizeParam) size?: string,
    @param(cursorParam) cursor?: string,
  ): Promise<Reply<Page<Auditoria>>> {
    const wanted = toPageRequest({page, size, cursor}, AUDITORIA_PAGE);
    const filter = {usuario: usuario || undefined, acao: acao || undefined};
    return pageReply(PATH, filter, wanted, await this.auditoria.list(filter, wanted));
  }
}
