import {randomUUID} from 'node:crypto';
import {setTimeout as delay} from 'node:timers/promises';
import {basic} from '../support/auth';
import {Balancer} from '../support/balancer';
import {givenDatabase} from '../support/database';
import {eventually} from '../support/eventually';
import {Listener} from '../support/listener';
import {ServiceProcess} from '../support/service-process';
import {sql} from '../support/sql';
import type {Row} from './types';

const REPLICAS = 3;
const WRITERS = 30;
const LISTENERS = 5;
const BETWEEN_KILLS_MS = 10_000;
const PAUSE_MS = 100;
const RETRY_MS = 200;
/** A caller waits no longer for an answer before it asks again. */
const PATIENCE_MS = 5_000;
const SETTLED_LIMIT_MS = 30_000;
const MAX_DELIVERY_MS = 10_000;

/** Makes albums one after the other, each with a key of its own, and asks again with the same key until it is told. */
class Writer {
  /** Ids of the albums that were acknowledged, by their names. */
  readonly acknowledged = new Map<string, number>();
  private stoppedAt = Infinity;
  private running?: Promise<void>;

  constructor(
    private readonly url: string,
    private readonly name: string,
  ) {}

  start(): void {
    this.running = this.run();
  }

  /** The album in hand is still made, if there is anybody to make it. */
  async stop(): Promise<void> {
    this.stoppedAt = Math.min(this.stoppedAt, performance.now());
    await this.running;
  }

  private async run(): Promise<void> {
    for (let number = 0; this.stoppedAt === Infinity; number++) {
      const nome = `${this.name} ${number}`;
      const id = await this.insist(nome, randomUUID());
      if (id !== undefined) this.acknowledged.set(nome, id);
      await delay(PAUSE_MS);
    }
  }

  private async insist(nome: string, key: string): Promise<number | undefined> {
    while (performance.now() < this.stoppedAt + SETTLED_LIMIT_MS) {
      const id = await this.ask(nome, key).catch(() => undefined);
      if (id !== undefined) return id;
      await delay(RETRY_MS);
    }
    return undefined;
  }

  private async ask(nome: string, key: string): Promise<number | undefined> {
    const answer = await fetch(`${this.url}/api/v1/album`, {
      method: 'POST',
      headers: {...basic(), 'content-type': 'application/json', 'idempotency-key': key},
      body: JSON.stringify({nome}),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const text = await answer.text();
    return answer.status === 200 ? (JSON.parse(text) as {id: number}).id : undefined;
  }
}

/** R2: replicas are killed while writers go on, who repeat with the same key what nobody answered. */
export const replicasKilled: Row = async ({quick}) => {
  const kills = quick ? 2 : 10;
  const database = await givenDatabase();
  const replicas = await Promise.all(
    Array.from({length: REPLICAS}, () => ServiceProcess.start('api', {DATABASE_URL: database.url})),
  );
  const balancer = await Balancer.start(replicas);
  const listeners = Array.from({length: LISTENERS}, () => new Listener([balancer.url], 0));
  const writers = Array.from({length: WRITERS}, (_, i) => new Writer(balancer.url, `Escritor ${i}`));
  try {
    for (const listener of listeners) listener.start();
    await eventually('all listen', () => listeners.every(({isConnected}) => isConnected));
    for (const writer of writers) writer.start();
    await eventually('all hear', () => listeners.every(({heard}) => heard.length > 0));
    for (let kill = 0; kill < kills; kill++) {
      const killedAt = performance.now();
      const victim = replicas[Math.floor(Math.random() * REPLICAS)]!;
      await victim.stop('SIGKILL');
      await victim.start();
      await delay(Math.max(0, killedAt + BETWEEN_KILLS_MS - performance.now()));
    }
    await Promise.all(writers.map(writer => writer.stop()));
    const recoveredAt = performance.now();
    const acknowledged = new Map(writers.flatMap(writer => [...writer.acknowledged]));
    const isComplete = ({albums}: Listener): boolean => {
      const heard = new Set(albums);
      return [...acknowledged.values()].every(id => heard.has(id));
    };
    const areComplete = await eventually(
      'everybody has heard of everything',
      () => listeners.every(isComplete),
      SETTLED_LIMIT_MS,
    ).catch(() => false);
    const deliveryMs = performance.now() - recoveredAt;
    // The same event twice would have the same number twice.
    const repeated = listeners.filter(({heard}) => new Set(heard).size !== heard.length).length;
    const rows = await sql<{id: number; nome: string}>(database.url, 'select id::int, nome from album');
    const there = new Map(rows.map(({id, nome}) => [nome, id]));
    const lost = [...acknowledged].filter(([nome, id]) => there.get(nome) !== id).length;
    const doubled = rows.length - there.size;
    return {
      passed: lost === 0 && doubled === 0 && areComplete && repeated === 0 && deliveryMs <= MAX_DELIVERY_MS,
      figure:
        `${kills} kills, ${acknowledged.size} acknowledged: ${lost} lost, ${doubled} doubled; ` +
        `events ${areComplete ? `all delivered in ${(deliveryMs / 1000).toFixed(1)} s` : 'missing'}, ${repeated} listeners heard one twice`,
      bar: '0 lost; 0 doubled; delivered ≤ 10 s after recovery, same id',
    };
  } finally {
    await Promise.all(writers.map(writer => writer.stop()));
    await Promise.all(listeners.map(listener => listener.stop()));
    await balancer.stop();
    await Promise.all(replicas.map(replica => replica.stop('SIGKILL')));
    await database.drop();
  }
};
