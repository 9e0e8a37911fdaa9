import {BindingScope, inject, injectable, LifeCycleObserver} from '@loopback/core';
import {setTimeout as delay} from 'node:timers/promises';
import {Client} from 'pg';
import type {DatabaseSettings} from './catalogo.datasource';
import {cutOff} from './cut-off';
import {endConnections} from './end-connections';
import {DatasourceKeys} from './keys';
import {Signals} from './signals';

const TIMEOUT_MS = 1_500;
const RETRY_MS = 1_000;

/** Signals over `LISTEN` and `NOTIFY`, on a connection of their own, which is made anew for as long as the process lives. */
@injectable({scope: BindingScope.SINGLETON})
export class PostgresSignals extends Signals implements LifeCycleObserver {
  private readonly stopping = new AbortController();
  /** Set while it is there. */
  private client?: Client;
  private loop?: Promise<void>;

  constructor(@inject(DatasourceKeys.DATABASE_SETTINGS) private readonly settings: DatabaseSettings) {
    super();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    const {client} = this;
    if (client) await endConnections(client).finally(() => cutOff(client));
    await this.loop;
  }

  protected async publish(name: string): Promise<void> {
    this.loop ??= this.keepConnected();
    await this.client?.query('select pg_notify($1, $2)', [name, '']);
  }

  protected subscribe(name: string): void {
    this.loop ??= this.keepConnected();
    this.client?.query(`listen ${name}`).catch(() => undefined);
  }

  private async keepConnected(): Promise<void> {
    const {signal} = this.stopping;
    while (!signal.aborted) {
      await this.connectOnce().catch(this.settings.onError);
      await delay(RETRY_MS, undefined, {signal}).catch(() => undefined);
    }
  }

  /** Ends when the connection does. */
  private async connectOnce(): Promise<void> {
    const client = new Client({
      connectionString: this.settings.url,
      connectionTimeoutMillis: TIMEOUT_MS,
      query_timeout: TIMEOUT_MS,
      keepAlive: true,
      application_name: 'artistas-signals',
    });
    const ended = new Promise<void>(resolve => client.once('end', resolve));
    client.on('error', this.settings.onError);
    client.on('notification', ({channel}) => this.heard(channel));
    try {
      await client.connect();
      for (const name of this.names()) await client.query(`listen ${name}`);
      this.client = client;
      // Whoever began to listen or stopped the process meanwhile did not find the connection.
      for (const name of this.names()) await client.query(`listen ${name}`);
      if (this.stopping.signal.aborted) return;
      this.heardAll();
      await ended;
    } finally {
      this.client = undefined;
      await client.end().catch(() => undefined);
    }
  }
}
