import {BindingScope, inject, injectable} from '@loopback/core';
import type {VarreduraService} from '../services/varredura.service';
import {asJobHandler} from './keys';
import type {JobHandler, JobRun} from './types';

/** Removes objects that no cover has any more. */
@injectable({scope: BindingScope.SINGLETON}, asJobHandler)
export class RemoverObjetosJob implements JobHandler<'remover-objetos'> {
  readonly name = 'remover-objetos';

  constructor(@inject('services.VarreduraService') private readonly service: VarreduraService) {}

  run(_payload: object, {signal}: JobRun): Promise<unknown> {
    return this.service.removeObjects(signal);
  }
}
