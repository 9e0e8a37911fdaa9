import {inject, injectable} from '@loopback/core';
import {BindingScope} from '@loopback/core';
import {Problem} from '../problems/problem';
import type {SincronizacaoService} from '../services/sincronizacao.service';
import {asJobHandler} from './keys';
import type {JobHandler, JobRun, SincronizarRegionais} from './types';

/** Keeps the regional offices in step. A list that is refused is a result, not a failure: asking again changes nothing. */
@injectable({scope: BindingScope.SINGLETON}, asJobHandler)
export class SincronizarRegionaisJob implements JobHandler<'sincronizar-regionais'> {
  readonly name = 'sincronizar-regionais';

  constructor(@inject('services.SincronizacaoService') private readonly service: SincronizacaoService) {}

  async run({origem, forcar}: SincronizarRegionais, {id, isTriedAgain, signal}: JobRun): Promise<unknown> {
    try {
      return await this.service.synchroniseOnce(id, {origem, forcar, isTriedAgain, signal});
    } catch (error) {
      if (error instanceof Problem && error.code === 'sincronizacao_refused') return error.message;
      throw error;
    }
  }
}
