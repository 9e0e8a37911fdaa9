import {BindingScope, inject, injectable, lifeCycleObserver, LifeCycleObserver} from '@loopback/core';
import {repository} from '@loopback/repository';
import {Gauge, Registry} from 'prom-client';
import {ClientKeys} from '../clients/keys';
import {DatabaseState, DatabaseStateRepository} from '../repositories/database-state.repository';
import {ObservabilityKeys} from './keys';
import {SharedCheck} from './shared-check';

/** What waits in the database, looked up when somebody reads the metrics. While that does not answer there are no values. */
@injectable({scope: BindingScope.SINGLETON})
@lifeCycleObserver('observability')
export class DatabaseMetrics implements LifeCycleObserver {
  /** The gauges are read one by one, and stand for one moment all the same. */
  private readonly state: SharedCheck<DatabaseState>;

  constructor(
    @repository(DatabaseStateRepository) database: DatabaseStateRepository,
    @inject(ObservabilityKeys.REGISTRY) private readonly registry: Registry,
    @inject(ClientKeys.REGIONAIS_URL, {optional: true}) private readonly regionaisUrl?: string,
  ) {
    this.state = new SharedCheck(() => database.state());
  }

  start(): void {
    this.addGauge(
      'artistas_schema_pending_migrations',
      'Migrations of this release that the schema lacks',
      ({pendingMigrations}) => pendingMigrations,
    );
    this.addGauge(
      'artistas_event_oldest_pending_seconds',
      'Age of the oldest event that was not told to anybody yet; 0: none waits',
      ({oldestPendingSeconds}) => oldestPendingSeconds,
    );
    // Where nothing is synchronised, nothing can be late.
    if (this.regionaisUrl === undefined) return;
    this.addGauge(
      'artistas_sync_last_success_timestamp_seconds',
      'When the list of regional offices was last brought in step; 0: never',
      ({lastSyncSeconds}) => lastSyncSeconds,
    );
  }

  stop(): void {}

  private addGauge(name: string, help: string, read: (state: DatabaseState) => number | undefined): void {
    const gauge: Gauge = new Gauge({
      name,
      help,
      registers: [this.registry],
      collect: async () => {
        const state = await this.state.get().catch(() => undefined);
        const value = state && read(state);
        if (value === undefined) gauge.remove();
        else gauge.set(value);
      },
    });
  }
}
