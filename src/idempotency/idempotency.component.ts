import {Binding, Component, createBindingFromClass} from '@loopback/core';
import {Idempotency} from './idempotency';
import {IdempotencyKeys} from './keys';

/** Requests with an `Idempotency-Key`. */
export class IdempotencyComponent implements Component {
  readonly bindings: Binding[] = [createBindingFromClass(Idempotency, {key: IdempotencyKeys.IDEMPOTENCY})];
}
