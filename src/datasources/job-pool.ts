import {BindingScope, inject, injectable, LifeCycleObserver} from '@loopback/core';
import {Pool, PoolClient, QueryResult} from 'pg';
import type {DatabaseSettings} from './catalogo.datasource';
import {endConnections} from './end-connections';
import {DatasourceKeys} from './keys';
import {isUnavailable} from './unavailable';

/** Schema of the job queue's own tables; BullMQ makes and reads it, and nobody else. */
export const JOB_SCHEMA = 'bullmq';

const CONNECT_TIMEOUT_MS = 1_500;
const STATEMENT_TIMEOUT_MS = 10_000;
const IDLE_TIMEOUT_MS = 30_000;
/** Each worker keeps one to listen on; the others are for short statements. */
const MAX_CONNECTIONS = 12;

/**
 * The job queue's connections to PostgreSQL: the part of a pool that BullMQ uses. BullMQ waits and tries again after
 * `ECONNREFUSED` alone; whatever else says that the database is away would be an error to it, or a loop without a pause.
 */
@injectable({scope: BindingScope.SINGLETON})
export class JobPool implements LifeCycleObserver {
  /** BullMQ looks there whether a lost connection is noticed. */
  readonly options = {keepAlive: true};
  private readonly pool: Pool;

  constructor(@inject(DatasourceKeys.DATABASE_SETTINGS) {url, onError}: DatabaseSettings) {
    this.pool = new Pool({
      connectionString: url,
      max: MAX_CONNECTIONS,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      idleTimeoutMillis: IDLE_TIMEOUT_MS,
      statement_timeout: STATEMENT_TIMEOUT_MS,
      query_timeout: STATEMENT_TIMEOUT_MS + CONNECT_TIMEOUT_MS,
      ...this.options,
      application_name: 'artistas-jobs',
      // The pool waits for what this gives, whatever its types say.
      onConnect: client => client.query(`set search_path to ${JOB_SCHEMA}`) as unknown as void,
    });
    // Each queue and each worker listens for errors.
    this.pool.setMaxListeners(0);
    this.pool.on('error', onError);
  }

  query<R extends object>(text: string, params?: unknown[]): Promise<QueryResult<R>> {
    return notConnected(this.pool.query<R>(text, params));
  }

  connect(): Promise<PoolClient> {
    return notConnected(this.pool.connect());
  }

  on(event: 'error', listener: (error: Error) => void): this {
    this.pool.on(event, listener);
    return this;
  }

  async end(): Promise<void> {
    await endConnections(this.pool);
  }

  async stop(): Promise<void> {
    await this.end();
  }
}

async function notConnected<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    if (!isUnavailable(cause)) throw cause;
    throw Object.assign(new Error('The database of the job queue is away', {cause}), {code: 'ECONNREFUSED'});
  }
}
