import {BindingScope, inject, lifeCycleObserver, LifeCycleObserver} from '@loopback/core';
import {juggler} from '@loopback/repository';
import postgresqlConnector from 'loopback-connector-postgresql';
import {Client, Pool, PoolClient, TypeOverrides, types} from 'pg';
import {cutOff} from './cut-off';
import {endConnections} from './end-connections';
import {DatasourceKeys} from './keys';
import {ReadReplica, ReplicaSettings} from './read-replica';
import {traceStatements} from './statement-spans';

/** How to reach the database. */
export interface DatabaseSettings {
  readonly url: string;
  /** Where a pooler gives a connection to one transaction after the other: nothing may be kept on it between two. */
  readonly poolerUrl?: string;
  readonly poolSize: number;
  /** Told of connections that break; without a listener they would end the process. */
  readonly onError: (error: Error) => void;
  readonly replica?: ReplicaSettings;
}

/** The part of the connector that we need to reach. */
interface PostgresqlConnector {
  readonly pg: Pool;
  escapeName(name: string): string;
  table(model: string): string;
  tableEscaped(model: string): string;
}

/** A caller is told within 2 s that the database is away. */
const CONNECT_TIMEOUT_MS = 1_500;
const STATEMENT_TIMEOUT_MS = 10_000;
const IDLE_TIMEOUT_MS = 30_000;
/** Told to the server at the start of a session, which a pooler of transactions refuses; there they belong to the role. */
const SESSION_LIMITS = {
  statement_timeout: STATEMENT_TIMEOUT_MS,
  idle_in_transaction_session_timeout: STATEMENT_TIMEOUT_MS,
};

/** The pool of connections to PostgreSQL that all repositories share. */
@lifeCycleObserver('datasource', {scope: BindingScope.SINGLETON})
export class CatalogoDataSource extends juggler.DataSource implements LifeCycleObserver {
  static readonly dataSourceName = 'catalogo';
  /** Whether what is prepared on a connection is there the next time. */
  readonly keepsStatements: boolean;
  /** Where reads may go. */
  readonly replica?: ReadReplica;
  private readonly connections = new Set<PoolClient>();
  private readonly databaseUrl: string;

  constructor(@inject(DatasourceKeys.DATABASE_SETTINGS) settings: DatabaseSettings) {
    const {url, poolerUrl, replica, poolSize} = settings;
    super({
      name: CatalogoDataSource.dataSourceName,
      connector: postgresqlConnector,
      url: poolerUrl ?? url,
      max: poolSize,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      idleTimeoutMillis: IDLE_TIMEOUT_MS,
      ...(poolerUrl === undefined && SESSION_LIMITS),
      // A server that no longer answers at all is given up a little later than one that is slow.
      query_timeout: STATEMENT_TIMEOUT_MS + CONNECT_TIMEOUT_MS,
      keepAlive: true,
      application_name: 'artistas-api',
      types: TYPES,
      lazyConnect: true,
      defaultIdSort: false,
    });
    this.keepsStatements = poolerUrl === undefined;
    this.databaseUrl = settings.url;
    const connector = this.connector as unknown as PostgresqlConnector;
    const {pg: pool} = connector;
    // Tables of models are found by `search_path`, as those of our own statements and migrations are.
    connector.tableEscaped = model => connector.escapeName(connector.table(model));
    traceStatements(connector);
    // The pool connects by itself. Until the framework has connected, which it does for models alone, every other
    // statement would wait without an end.
    this.connected = true;
    // The connector's own `onError` option ends the process when the first connection fails.
    pool.on('connect', connection => {
      this.connections.add(connection.on('error', settings.onError));
    });
    pool.on('remove', connection => this.connections.delete(connection));
    pool.on('error', reportedByConnection);
    if (replica) this.replica = new ReadReplica(replica, {max: poolSize, types: TYPES});
  }

  /** What statements of ours run on; the framework's own way to it costs more than a read by id. */
  get pool(): Pool {
    return (this.connector as unknown as PostgresqlConnector).pg;
  }

  /** A connection of its own, for what takes longer than a statement of the pool may; whoever opens it ends it. */
  async openConnection(limitSeconds: number): Promise<Client> {
    const connection = new Client({
      connectionString: this.databaseUrl,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      statement_timeout: limitSeconds * 1000,
      keepAlive: true,
      types: TYPES,
      application_name: 'artistas-long',
    });
    // What breaks fails the statement in hand too, and that is where it is told.
    connection.on('error', () => undefined);
    await connection.connect();
    // Else the server goes on with a statement that nobody waits for any more.
    await connection.query(`set client_connection_check_interval = '5s'`);
    return connection;
  }

  /** Connections on which somebody waits for an answer, or is about to ask. */
  get busyConnections(): number {
    const {pool} = this;
    return pool.totalCount - pool.idleCount + pool.waitingCount;
  }

  /** Ends all connections without a word to the server: statements on them fail at once. */
  cutConnections(): void {
    for (const connection of this.connections) cutOff(connection);
  }

  /**
   * Opens half of the pool, one connection after the other: the first requests would open it all at once. Resolves without
   * them where the database is away, which is told elsewhere.
   */
  async openAhead(): Promise<void> {
    const {pool} = this;
    const opened: PoolClient[] = [];
    try {
      while (opened.length < pool.options.max / 2) opened.push(await pool.connect());
    } catch {
      // Whoever needs one next tries again, and says so.
    } finally {
      for (const connection of opened) connection.release();
    }
  }

  /** The connector's own way waits for nothing, and leaves the pool open that no model was read through. */
  override async stop(): Promise<void> {
    const {pool} = this;
    if (!pool.ending) await endConnections(pool);
    await this.replica?.stop();
  }
}

const TYPES = {getTypeParser: typeParser as unknown as TypeOverrides['getTypeParser']};

/** The pool tells of idle connections once more, after the connection itself. */
function reportedByConnection(): void {}

/** Ids and counts are 64-bit in the database and stay below 2^53 here, so they are read as numbers. */
function typeParser(oid: number, format?: 'text'): (text: string) => unknown {
  return oid === (types.builtins.INT8 as number)
    ? Number
    : (types.getTypeParser(oid, format) as (text: string) => unknown);
}
