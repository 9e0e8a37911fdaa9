import {BindingScope, inject, injectable} from '@loopback/core';
import {Pool} from 'pg';
import type {CatalogoDataSource} from '../datasources/catalogo.datasource';
import {DatasourceKeys} from '../datasources/keys';
import {pendingMigrations} from '../datasources/migrations';
import type {ProbeConnection} from '../datasources/probe-connection';

/** Connections of the pool that requests use. */
export interface PoolCounts {
  readonly total: number;
  readonly idle: number;
  /** Requests that wait for one. */
  readonly waiting: number;
}

/** What waits in the database. What a schema that is behind cannot tell is absent. */
export interface DatabaseState {
  readonly pendingMigrations: number;
  readonly oldestPendingSeconds?: number;
  /** Since 1970; 0: never. */
  readonly lastSyncSeconds?: number;
}

interface StateRow {
  readonly oldest_pending: number;
  readonly last_sync: number;
}

/** The oldest is the first of its index, and of runs there are two thousand. */
const STATE = `select coalesce((select extract(epoch from now() - criado_em)::float8 from evento
                        where sequencia is null order by ordem limit 1), 0) as oldest_pending,
       coalesce((select extract(epoch from max(concluida_em))::float8 from sincronizacao
                  where estado = 'APLICADA'), 0) as last_sync`;

/** What health and metrics want to know of the database. */
@injectable({scope: BindingScope.SINGLETON})
export class DatabaseStateRepository {
  constructor(
    @inject(DatasourceKeys.PROBE) private readonly probe: ProbeConnection,
    @inject('datasources.catalogo') private readonly dataSource: CatalogoDataSource,
  ) {}

  /** @throws Error of the driver when the database does not answer */
  async ping(): Promise<void> {
    await this.probe.query('select 1');
  }

  /** Names of the migrations that the schema lacks. @throws Error of the driver */
  pendingMigrations(): Promise<string[]> {
    return pendingMigrations(statement => this.probe.query<{name: string | null}>(statement));
  }

  /** @throws Error of the driver */
  async state(): Promise<DatabaseState> {
    const {length: pendingMigrations} = await this.pendingMigrations();
    if (pendingMigrations > 0) return {pendingMigrations};
    const [row] = await this.probe.query<StateRow>(STATE);
    return {pendingMigrations, oldestPendingSeconds: row!.oldest_pending, lastSyncSeconds: row!.last_sync};
  }

  poolCounts(): PoolCounts {
    const {pg: pool} = this.dataSource.connector as unknown as {pg: Pool};
    return {total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount};
  }
}
