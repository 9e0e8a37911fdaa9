import {BindingScope, inject, injectable, LifeCycleObserver} from '@loopback/core';
import {Pool} from 'pg';
import type {DatabaseSettings} from './catalogo.datasource';
import {DatasourceKeys} from './keys';
import {endConnections} from './end-connections';

/** A probe that waits longer has its answer: the database is not fit to serve. */
const TIMEOUT_MS = 1_000;
/** Longer than the usual time between two probes, so that each finds the connection open. */
const IDLE_TIMEOUT_MS = 30_000;

/**
 * One connection for health checks, apart from the pool of the requests: a busy pool is no reason to call the
 * database absent, and checks do not stand in line for it.
 */
@injectable({scope: BindingScope.SINGLETON})
export class ProbeConnection implements LifeCycleObserver {
  private readonly pool: Pool;

  constructor(@inject(DatasourceKeys.DATABASE_SETTINGS) {url}: DatabaseSettings) {
    this.pool = new Pool({
      connectionString: url,
      max: 1,
      connectionTimeoutMillis: TIMEOUT_MS,
      query_timeout: TIMEOUT_MS,
      statement_timeout: TIMEOUT_MS,
      idleTimeoutMillis: IDLE_TIMEOUT_MS,
      keepAlive: true,
      application_name: 'artistas-health',
    });
    this.pool.on('error', toldByTheNextProbe);
  }

  /** Rows of one statement. @throws Error of the driver, a second after each step that is not answered */
  async query<T extends object>(statement: string): Promise<T[]> {
    return (await this.pool.query<T>(statement)).rows;
  }

  async stop(): Promise<void> {
    await endConnections(this.pool);
  }
}

function toldByTheNextProbe(): void {}
