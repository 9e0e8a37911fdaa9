import {BindingScope, inject, injectable, LifeCycleObserver} from '@loopback/core';
import {setTimeout as delay} from 'node:timers/promises';
import {Client} from 'pg';
import type {CatalogoDataSource, DatabaseSettings} from './catalogo.datasource';
import {cutOff} from './cut-off';
import {endConnections} from './end-connections';
import {DatasourceKeys} from './keys';

/** How often the server is asked while requests wait for it. */
const ASK_EVERY_MS = 400;
/** A server that has not answered `select 1` after so many looks of so long is silent; a slow one answers. */
const LOOKS = 10;
const LOOK_MS = 100;
/** Nobody has asked the database for anything for so long: the connection is closed. */
const IDLE_MS = 30_000;

/**
 * Notices a server that is there and says nothing, such as one whose machine hangs. Its connections stand, so each
 * statement would wait for its own limit, which is made for slow statements and not for this; they are cut instead, and
 * whoever waits is told within two seconds.
 */
@injectable({scope: BindingScope.SINGLETON})
export class SilenceWatch implements LifeCycleObserver {
  private readonly stopping = new AbortController();
  private loop: Promise<void> = Promise.resolve();
  private client?: Client;
  private usedAt = 0;

  constructor(
    @inject(DatasourceKeys.DATABASE_SETTINGS) private readonly settings: DatabaseSettings,
    @inject('datasources.catalogo') private readonly dataSource: CatalogoDataSource,
  ) {}

  start(): void {
    this.loop = this.watch();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.loop;
    await this.close();
  }

  private async watch(): Promise<void> {
    const {signal} = this.stopping;
    while (!signal.aborted) {
      await delay(ASK_EVERY_MS, undefined, {signal}).catch(() => undefined);
      if (this.dataSource.busyConnections > 0) await this.look();
      else if (performance.now() - this.usedAt > IDLE_MS) await this.close();
    }
  }

  private async look(): Promise<void> {
    this.usedAt = performance.now();
    // One that refuses us or is gone says so to whoever else asks it.
    const asked = this.ask().catch(() => this.drop());
    if (await answersInTime(asked)) return;
    this.settings.onError(new Error('The database does not answer; its connections are cut'));
    this.dataSource.cutConnections();
    this.drop();
  }

  private async ask(): Promise<void> {
    if (!this.client) {
      const client = new Client({
        connectionString: this.settings.poolerUrl ?? this.settings.url,
        keepAlive: true,
        application_name: 'artistas-watch',
      });
      client.on('error', () => this.drop(client));
      this.client = client;
      await client.connect();
    }
    await this.client.query('select 1');
  }

  /** Without a word to the server, which hears nothing. */
  private drop(client = this.client): void {
    if (this.client === client) this.client = undefined;
    if (client) cutOff(client);
  }

  private async close(): Promise<void> {
    const {client} = this;
    this.client = undefined;
    if (client) await endConnections(client).catch(() => undefined);
  }
}

/** Looks come one after the other, so that a process that was busy itself does not take its own delay for the server's. */
async function answersInTime(answer: Promise<void>): Promise<boolean> {
  const answered = answer.then(() => true);
  for (let look = 0; look < LOOKS; look++) {
    if (await Promise.race([answered, delay(LOOK_MS, false, {ref: false})])) return true;
  }
  return false;
}
