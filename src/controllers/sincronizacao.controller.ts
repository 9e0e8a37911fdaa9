import {authenticate} from '@loopback/authentication';
import {BindingScope, inject, injectable} from '@loopback/core';
import {get, param, post, Request, RestBindings} from '@loopback/rest';
import {SecurityBindings, UserProfile} from '@loopback/security';
import {requirePapel} from '../auth/caller';
import {Page} from '../models/page';
import {Simulacao, Sincronizacao} from '../models/sincronizacao';
import {SincronizacaoRepository} from '../repositories/sincronizacao.repository';
import {cursorParam, pageParam, sizeParam} from '../rest/openapi';
import {operation, pathId, queryText, schemaRef} from '../rest/openapi';
import {pageReply} from '../rest/page-reply';
import {toPageRequest} from '../rest/page-request';
import {Reply} from '../rest/reply';
import {SincronizacaoService} from '../services/sincronizacao.service';
import {SINCRONIZACAO_PAGE} from './page-rules';

const PATH = '/api/v1/regionais/sincronizacoes';
const TAG = 'Regionais';
const sincronizacao = schemaRef('Sincronizacao');
const flag = (name: string, description: string) => queryText(name, description, ['true', 'false']);
/** RFC 7240. */
const RESPOND_ASYNC = /(^|,)\s*respond-async\s*($|[,;])/i;

/** Keeping the regional offices in step with the external API. */
@injectable({scope: BindingScope.SINGLETON})
@authenticate('jwt', 'basic')
export class SincronizacaoController {
  constructor(
    @inject('services.SincronizacaoService') private readonly service: SincronizacaoService,
    @inject('repositories.SincronizacaoRepository') private readonly runs: SincronizacaoRepository,
  ) {}

  @post(
    '/api/v1/regionais/sincronizar',
    operation(TAG, {
      summary: 'Bring the list in step with the external API',
      description:
        'Waits until it is done: 204. With `Prefer: respond-async` it is left to a worker: 202, and `Location` tells how it goes. ' +
        'With `dryRun=true` nothing is changed, and the difference is answered.',
      otherAnswers: {200: schemaRef('Simulacao'), 202: sincronizacao},
      problems: [
        'parameter_invalid',
        'editor_required',
        'admin_required',
        'sincronizacao_refused',
        'regionais_answer_invalid',
        'regionais_unavailable',
        'regionais_off',
        'regionais_timeout',
        'queue_unavailable',
      ],
    }),
  )
  async synchronise(
    @param(flag('forcar', 'An administrator accepts that many offices are deactivated')) forcarText: string,
    @param(flag('dryRun', 'Answer what would change, and change nothing')) dryRun: string,
    @inject(SecurityBindings.USER) caller: UserProfile,
    @inject(RestBindings.Http.REQUEST) {headers}: Request,
  ): Promise<Reply<Simulacao | Sincronizacao | undefined>> {
    const forcar = forcarText === 'true';
    if (forcar) requirePapel(caller, 'admin');
    if (dryRun === 'true') return new Reply(await this.service.simulate({forcar}));
    const usuario = caller.name;
    if (RESPOND_ASYNC.test([headers.prefer ?? []].flat().join())) {
      const run = await this.service.request({usuario, forcar});
      const accepted = {Location: `${PATH}/${run.id}`, 'Preference-Applied': 'respond-async'};
      return new Reply(run, {status: 202, headers: accepted});
    }
    await this.service.synchronise({origem: 'MANUAL', usuario, forcar});
    return new Reply(undefined);
  }

  @get(
    PATH,
    operation(TAG, {
      summary: 'List the runs of the synchronisation, the latest first',
      answer: schemaRef('PageSincronizacao'),
      headers: ['Link'],
      problems: ['parameter_invalid'],
    }),
  )
  async list(
    @param(pageParam) page?: string,
    @param(sizeParam) size?: string,
    @param(cursorParam) cursor?: string,
  ): Promise<Reply<Page<Sincronizacao>>> {
    const wanted = toPageRequest({page, size, cursor}, SINCRONIZACAO_PAGE);
    return pageReply(PATH, {}, wanted, await this.runs.list(wanted));
  }

  @get(
    `${PATH}/{id}`,
    operation(TAG, {
      summary: 'Read a run: how far it is, how it ended, what it changed',
      answer: sincronizacao,
      problems: ['parameter_invalid', 'sincronizacao_not_found'],
    }),
  )
  read(@param(pathId('id')) id: number): Promise<Sincronizacao> {
    return this.service.get(id);
  }

  @post(
    `${PATH}/{id}/desfazer`,
    operation(TAG, {
      summary: 'Restore the list that was active before a run',
      description: 'For administrators. It is a run of its own, and can be undone in turn.',
      answer: sincronizacao,
      problems: ['parameter_invalid', 'sincronizacao_not_found', 'sincronizacao_not_applied'],
    }),
  )
  undo(
    @param(pathId('id')) id: number,
    @inject(SecurityBindings.USER) caller: UserProfile,
  ): Promise<Sincronizacao> {
    return this.service.undo(id, caller.name);
  }
}
