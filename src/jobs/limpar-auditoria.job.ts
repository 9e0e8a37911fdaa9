import {BindingScope, inject, injectable} from '@loopback/core';
import type {AuditoriaService} from '../services/auditoria.service';
import {asJobHandler} from './keys';
import type {JobHandler, JobRun} from './types';

/** Removes entries of the audit that are older than they have to be. */
@injectable({scope: BindingScope.SINGLETON}, asJobHandler)
export class LimparAuditoriaJob implements JobHandler<'limpar-auditoria'> {
  readonly name = 'limpar-auditoria';

  constructor(@inject('services.AuditoriaService') private readonly service: AuditoriaService) {}

  run(_payload: object, {signal}: JobRun): Promise<unknown> {
    return this.service.prune(signal);
  }
}
