import {BindingScope, inject, injectable} from '@loopback/core';
import {Options} from '@loopback/repository';
import type {ClientBase} from 'pg';
import {CatalogoDataSource} from '../datasources/catalogo.datasource';
import {cutOff} from '../datasources/cut-off';
import {translating} from './database-errors';

/**
 * Runs work in one database transaction. The connector's own `beginTransaction` loses a connection of the pool
 * each time that `BEGIN` itself fails, so the connection is taken and given back here.
 */
@injectable({scope: BindingScope.SINGLETON})
export class Transactions {
  constructor(@inject('datasources.catalogo') private readonly dataSource: CatalogoDataSource) {}

  /**
   * @param work gets the options that its statements pass on, so that they are part of the transaction; what is put into
   *   their `afterCommit` is called once it is committed
   * @param within options of a transaction that is open already: the work becomes part of it
   * @throws what `work` throws, after a rollback; database_unavailable
   */
  async run<T>(work: (options: Options) => Promise<T>, within?: Options): Promise<T> {
    if (within) return work(within);
    const connection = await translating(this.dataSource.pool.connect());
    let broken: unknown;
    try {
      return await this.commit(connection, work);
    } catch (error) {
      broken = await rollback(connection);
      throw error;
    } finally {
      // A connection that could not roll back is closed, never used again.
      connection.release(broken !== undefined);
    }
  }

  /**
   * The same for work that takes longer than a statement may, on a connection of its own.
   * @param limits of each statement; `signal` ends it in the middle of what it waits for, by its reason
   */
  async runLong<T>(
    work: (options: Options) => Promise<T>,
    {seconds, signal}: {readonly seconds: number; readonly signal: AbortSignal},
  ): Promise<T> {
    const connection = await translating(this.dataSource.openConnection(seconds));
    const cut = (): void => cutOff(connection);
    signal.addEventListener('abort', cut, {once: true});
    try {
      signal.throwIfAborted();
      return await this.commit(connection, work);
    } catch (error) {
      signal.throwIfAborted();
      throw error;
    } finally {
      signal.removeEventListener('abort', cut);
      // What was not committed is rolled back by that.
      if (!signal.aborted) await connection.end();
    }
  }

  private async commit<T>(connection: ClientBase, work: (options: Options) => Promise<T>): Promise<T> {
    const {connector} = this.dataSource;
    await translating(connection.query('begin'));
    const afterCommit: (() => void)[] = [];
    const result = await work({transaction: {connector, connection}, afterCommit});
    await translating(connection.query('commit'));
    for (const follow of afterCommit) follow();
    return result;
  }
}

/** Calls it once that transaction is committed; without one at once. */
export function whenCommitted(options: Options | undefined, follow: () => void): void {
  if (options) (options['afterCommit'] as (() => void)[]).push(follow);
  else follow();
}

/** @returns what went wrong with the connection, if it did */
async function rollback(connection: ClientBase): Promise<unknown> {
  try {
    await connection.query('rollback');
    return undefined;
  } catch (error) {
    return error;
  }
}
