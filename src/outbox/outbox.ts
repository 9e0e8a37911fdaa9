import {BindingScope, inject, injectable} from '@loopback/core';
import type {Options} from '@loopback/repository';
import {DatasourceKeys} from '../datasources/keys';
import type {Signals} from '../datasources/signals';
import type {NewEvento} from '../models/evento';
import {whenCommitted} from '../repositories/transactions.repository';
import type {EventoRepository} from '../repositories/evento.repository';
import {Signal} from './types';

/** Where changes leave their events. */
@injectable({scope: BindingScope.SINGLETON})
export class Outbox {
  constructor(
    @inject('repositories.EventoRepository') private readonly eventos: EventoRepository,
    @inject(DatasourceKeys.SIGNALS) private readonly signals: Signals,
  ) {}

  /** Writes an event with the change it reports. @param options of the transaction, from `Transactions.run` */
  async append(evento: NewEvento, options: Options): Promise<void> {
    await this.eventos.append(evento, options);
    this.announce(options);
  }

  /**
   * Says that events were committed. One that is not announced is seen within a second all the same.
   * @param options of a transaction: it is said once that is committed
   */
  announce(options?: Options): void {
    whenCommitted(options, () => this.signals.send(Signal.WRITTEN));
  }
}
