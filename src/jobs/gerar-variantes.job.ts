import {BindingScope, inject, injectable} from '@loopback/core';
import type {VarianteService} from '../services/variante.service';
import {asJobHandler} from './keys';
import type {GerarVariantes, JobHandler, JobRun} from './types';

/** Makes thumbnails of new covers. */
@injectable({scope: BindingScope.SINGLETON}, asJobHandler)
export class GerarVariantesJob implements JobHandler<'gerar-variantes'> {
  readonly name = 'gerar-variantes';

  constructor(@inject('services.VarianteService') private readonly service: VarianteService) {}

  run({imagemIds}: GerarVariantes, {signal}: JobRun): Promise<unknown> {
    return this.service.makeAll(imagemIds, signal);
  }
}
