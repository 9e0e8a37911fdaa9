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

  poolCounts(): PoolCounts {
    const {pg: pool} = this.dataSource.connector as unknown as {pg: Pool};
    return {total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount};
  }
}
