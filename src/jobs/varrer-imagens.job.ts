import {BindingScope, inject, injectable} from '@loopback/core';
import type {VarreduraService} from '../services/varredura.service';
import {asJobHandler} from './keys';
import type {JobHandler, JobRun} from './types';

/** Compares covers and objects, and mends what does not agree. */
@injectable({scope: BindingScope.SINGLETON}, asJobHandler)
export class VarrerImagensJob implements JobHandler<'varrer-imagens'> {
  readonly name = 'varrer-imagens';

  constructor(@inject('services.VarreduraService') private readonly service: VarreduraService) {}

  run(_payload: object, {signal}: JobRun): Promise<unknown> {
    return this.service.sweep({signal});
  }
}
