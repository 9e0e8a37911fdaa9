import {BindingScope, inject, injectable} from '@loopback/core';
import {Counter, Gauge, Registry} from 'prom-client';
import {ObservabilityKeys} from '../observability/keys';

/** What one comparison of rows and objects found. */
export interface SweepCounts {
  /** Objects that no cover has, and covers whose object is missing. */
  readonly objetosSemCapa: number;
  readonly capasSemObjeto: number;
}

/** What comes into the store, what is refused, and whether rows and objects agree. */
@injectable({scope: BindingScope.SINGLETON})
export class StorageMetrics {
  readonly received: Counter;
  readonly receivedBytes: Counter;
  readonly refused: Counter;
  readonly removed: Counter;
  private readonly astray: Gauge<'kind'>;
  private readonly sweptAt: Gauge;

  constructor(@inject(ObservabilityKeys.REGISTRY) registry: Registry) {
    const registers = [registry];
    const counter = (name: string, help: string): Counter =>
      new Counter({name: `artistas_storage_${name}`, help, registers});
    this.received = counter('images_total', 'Images that were written');
    this.receivedBytes = counter('image_bytes_total', 'Their bytes');
    this.refused = counter('images_refused_total', 'Files that were no safe image');
    this.removed = counter('objects_removed_total', 'Objects that no cover needed any more');
    this.astray = new Gauge({
      name: 'artistas_storage_astray',
      help: 'What the last sweep found: objects without a cover, covers without their object',
      labelNames: ['kind'],
      registers,
    });
    this.sweptAt = new Gauge({
      name: 'artistas_storage_last_sweep_timestamp_seconds',
      help: 'When the last sweep ended',
      registers,
    });
  }

  swept({objetosSemCapa, capasSemObjeto}: SweepCounts): void {
    this.astray.set({kind: 'object'}, objetosSemCapa);
    this.astray.set({kind: 'cover'}, capasSemObjeto);
    this.sweptAt.setToCurrentTime();
  }
}
