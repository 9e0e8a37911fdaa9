import {BindingScope, inject, injectable, lifeCycleObserver, LifeCycleObserver} from '@loopback/core';
import {setTimeout as delay} from 'node:timers/promises';
import type {Logger} from 'pino';
import {DatasourceKeys} from '../datasources/keys';
import type {Signals} from '../datasources/signals';
import {ObservabilityKeys} from '../observability/keys';
import type {EventoRepository} from '../repositories/evento.repository';
import {isTracing, Kind, openSpan} from '../tracing/spans';
import {OutboxKeys} from './keys';
import {Signal} from './types';
import {Wakeable} from './wakeable';

/** Events that are numbered in one statement. */
const BATCH = 500;
/** Finds what was never announced: the process that wrote it was killed, or the signal was lost. */
const POLL_MS = 1_000;
/**
 * Where several changes were found at once, more are coming: the next ones are numbered together, since each statement costs the
 * database as much as a change. One that comes by itself waits for nothing.
 */
const REST_MS = 20;
const PRUNE_EVERY_MS = 60_000;
/** Few rows at a time, so that nobody waits for their locks. */
const PRUNE_BATCH = 1_000;

/**
 * Gives committed events their numbers, and says so. Any number of processes may run one: the database lets one at a
 * time. A number that is given stays given, and whoever listens reads from the numbers it has seen; so a relay may be
 * killed at any point.
 */
@injectable({scope: BindingScope.SINGLETON})
@lifeCycleObserver('jobs')
export class Relay implements LifeCycleObserver {
  private readonly numbering: Wakeable;
  private readonly pruning: Wakeable;

  constructor(
    @inject('repositories.EventoRepository') private readonly eventos: EventoRepository,
    @inject(DatasourceKeys.SIGNALS) private readonly signals: Signals,
    @inject(OutboxKeys.RETENTION_HOURS) private readonly retentionHours: number,
    @inject(ObservabilityKeys.LOGGER) logger: Logger,
  ) {
    const failed = (error: unknown): void =>
      logger.warn({err: error, part: 'outbox'}, 'events cannot be relayed');
    this.numbering = new Wakeable(() => this.number(), POLL_MS, failed);
    this.pruning = new Wakeable(() => this.prune(), PRUNE_EVERY_MS, failed);
  }

  /** The process serves at once; the relay follows when the database is there. */
  start(): void {
    this.signals.listen(Signal.WRITTEN, () => this.numbering.wake());
    this.numbering.wake();
    this.pruning.wake();
  }

  async stop(): Promise<void> {
    await Promise.all([this.numbering.stop(), this.pruning.stop()]);
  }

  private async number(): Promise<void> {
    for (;;) {
      const startTime = Date.now();
      const numbered = await this.eventos.number(BATCH);
      if (numbered > 0) this.signals.send(Signal.NUMBERED);
      if (numbered > 0 && isTracing()) await this.traceLast(numbered, startTime);
      if (numbered === BATCH) continue;
      if (numbered > 1) await delay(REST_MS);
      return;
    }
  }

  /** Shows each event in the trace of the request that made it. */
  private async traceLast(count: number, startTime: number): Promise<void> {
    for (const {id, tipo, traceparent} of await this.eventos.listTraced(count)) {
      const attributes = {
        'messaging.system': 'artistas-outbox',
        'messaging.operation.type': 'send',
        'messaging.destination.name': tipo,
        'messaging.message.id': id,
      };
      openSpan(`send ${tipo}`, {kind: Kind.PRODUCER, startTime, attributes}, {traceparent})?.end();
    }
  }

  private async prune(): Promise<void> {
    let removed = PRUNE_BATCH;
    while (removed === PRUNE_BATCH) removed = await this.eventos.prune(this.retentionHours, PRUNE_BATCH);
  }
}
