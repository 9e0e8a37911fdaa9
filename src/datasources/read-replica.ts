import {AsyncLocalStorage} from 'node:async_hooks';
import {Pool, PoolClient, PoolConfig} from 'pg';
import {endConnections} from './end-connections';
import {isUnavailable} from './unavailable';

/** One that does not answer costs a request no more than that; the primary answers instead. */
const CONNECT_TIMEOUT_MS = 500;
const STATEMENT_TIMEOUT_MS = 2_000;
const IDLE_TIMEOUT_MS = 30_000;
/** It is not asked for so long after it failed. */
const AWAY_MS = 5_000;
/** What a replica says to a statement whose rows it has to remove. */
const CONFLICT = '40001';
/** How far it has got, in bytes of the primary's log; a server that follows nobody has got nowhere. */
const POSITION = `select coalesce(pg_wal_lsn_diff(pg_last_wal_replay_lsn(), '0/0'), 0)::bigint as position`;

export interface ReplicaSettings {
  /** Leads each connection to one server: a replica, or one of several; not through a pooler of transactions. */
  readonly url: string;
  /** Told when it is not asked any more, and when it answers again. */
  readonly onAway: (error: Error) => void;
  readonly onBack: () => void;
}

/** Who answered reads that a replica might have answered: the replica; or the primary, as the replica was behind or away. */
export type ReplicaResult = 'replica' | 'behind' | 'away';

/**
 * A copy of the database that follows it, for reads that must not be older than a position in the primary's log. Each of its
 * connections leads to one server, which only goes forward: what one was seen to have, it has for good.
 */
export class ReadReplica {
  /** Reads so far. */
  readonly counts: Record<ReplicaResult, number> = {replica: 0, behind: 0, away: 0};
  private readonly pool: Pool;
  private readonly positions = new WeakMap<PoolClient, number>();
  private readonly scope = new AsyncLocalStorage<{connection?: PoolClient}>();
  private awayUntil = 0;
  private isAway = false;

  /** @param options that it has in common with the pool of the database */
  constructor(
    private readonly settings: ReplicaSettings,
    options: Pick<PoolConfig, 'max' | 'types'>,
  ) {
    this.pool = new Pool({
      ...options,
      connectionString: settings.url,
      keepAlive: true,
      idleTimeoutMillis: IDLE_TIMEOUT_MS,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      statement_timeout: STATEMENT_TIMEOUT_MS,
      query_timeout: STATEMENT_TIMEOUT_MS,
      application_name: 'artistas-reads',
    });
    // Whoever asks next hears of it.
    this.pool.on('error', () => undefined);
    this.pool.on('connect', connection => connection.on('error', () => undefined));
  }

  /** Where statements go that belong to a read which the replica answers; undefined: to the primary. */
  get connection(): PoolClient | undefined {
    return this.scope.getStore()?.connection;
  }

  /**
   * A read, by the replica if it has got as far as `position`, or else by the primary.
   * @param read is done once more, by the primary, when the replica fails in the middle of it
   * @throws what `read` throws
   */
  async read<T>(position: number, read: () => Promise<T>): Promise<T> {
    const connection = await this.connectionAt(position);
    if (!connection) return read();
    // What goes on after the read must not keep the connection.
    const scope: {connection?: PoolClient} = {connection};
    let fault: Error | undefined;
    try {
      return await this.scope.run(scope, read);
    } catch (error) {
      fault = faultIn(error as Error);
      if (!fault) throw error;
    } finally {
      delete scope.connection;
      connection.release(fault !== undefined);
      if (fault) this.fail(fault);
      else this.succeed();
    }
    return read();
  }

  async stop(): Promise<void> {
    await endConnections(this.pool);
  }

  private async connectionAt(position: number): Promise<PoolClient | undefined> {
    if (performance.now() < this.awayUntil) {
      this.counts.away++;
      return undefined;
    }
    let connection: PoolClient | undefined;
    try {
      connection = await this.pool.connect();
      if (await this.hasReached(connection, position)) return connection;
      this.counts.behind++;
      connection.release();
    } catch (error) {
      connection?.release(true);
      this.fail(error as Error);
    }
    return undefined;
  }

  private async hasReached(connection: PoolClient, position: number): Promise<boolean> {
    if ((this.positions.get(connection) ?? -1) >= position) return true;
    const {rows} = await connection.query<{position: number}>(POSITION);
    this.positions.set(connection, rows[0]!.position);
    return rows[0]!.position >= position;
  }

  private succeed(): void {
    this.counts.replica++;
    if (this.isAway) this.settings.onBack();
    this.isAway = false;
  }

  private fail(error: Error): void {
    this.counts.away++;
    this.awayUntil = performance.now() + AWAY_MS;
    if (!this.isAway) this.settings.onAway(error);
    this.isAway = true;
  }
}

/** What the replica said or left unsaid, where that is why a read failed; else the read has its answer, such as that a row is not there. */
function faultIn(error: Error): Error | undefined {
  const cause = (error.cause ?? error) as Error & {code?: string};
  return isUnavailable(cause) || cause.code === CONFLICT ? cause : undefined;
}
