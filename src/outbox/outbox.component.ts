import {Binding, Component, createBindingFromClass} from '@loopback/core';
import {OutboxKeys} from './keys';
import {Outbox} from './outbox';

/** Where changes leave their events. `Relay` numbers them where it is bound too; it needs `OutboxKeys.RETENTION_HOURS`. */
export class OutboxComponent implements Component {
  readonly bindings: Binding[] = [createBindingFromClass(Outbox, {key: OutboxKeys.OUTBOX})];
}
