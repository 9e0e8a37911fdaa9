import {BindingScope, inject, injectable} from '@loopback/core';
import type {Idempotency} from '../idempotency/idempotency';
import {IdempotencyKeys} from '../idempotency/keys';
import {asJobHandler} from './keys';
import type {JobHandler, JobRun} from './types';

/** Forgets answers to keys that are older than a day. */
@injectable({scope: BindingScope.SINGLETON}, asJobHandler)
export class VarrerIdempotenciaJob implements JobHandler<'varrer-idempotencia'> {
  readonly name = 'varrer-idempotencia';

  constructor(@inject(IdempotencyKeys.IDEMPOTENCY) private readonly idempotency: Idempotency) {}

  run(_payload: object, {signal}: JobRun): Promise<unknown> {
    return this.idempotency.sweep(signal);
  }
}
