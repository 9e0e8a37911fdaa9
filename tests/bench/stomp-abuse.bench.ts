import {setTimeout as delay} from 'node:timers/promises';
import type {Row} from '../scoreboard/types';
import {basic} from '../support/auth';
import {givenDatabase} from '../support/database';
import {EventStream} from '../support/event-stream';
import {eventually} from '../support/eventually';
import {RawStomp} from '../support/raw-stomp';
import {ServiceProcess} from '../support/service-process';
import {sql} from '../support/sql';

const LISTENERS = 20;
const TOPIC = '/topic/novo-album';
/** Names of 255 letters of three bytes, 300 a second: what fills the buffers of who does not read. */
const FLOOD = `with novo as (insert into album (nome) select repeat('語', 255) from generate_series(1, 30) returning id, nome)
  insert into evento (tipo, dados) select 'album.criado', to_jsonb(novo) from novo`;
const FLOOD_EVERY_MS = 100;
/** The longest limit that there is, for silence, and a little more. */
const CLOSED_LIMIT_MS = 70_000;
const MEGABYTE = 1024 * 1024;
const MAX_ADDED_MB = 64;
const MAX_SLOWDOWN = 2;
/** Below this, times of a busy machine are noise. */
const NOISE_MS = 50;

/** S8: clients that break every limit, while others listen. */
export const stompAbuse: Row = async ({quick}) => {
  // All listeners hear late in the same round: 99 % of fewer rounds than 100 would be all but the worst one.
  const [each, slowCount, rounds] = quick ? [5, 20, 120] : [20, 100, 200];
  const database = await givenDatabase();
  const api = await ServiceProcess.start('api', {DATABASE_URL: database.url});
  const open: RawStomp[] = [];
  try {
    const listeners = await Promise.all(Array.from({length: LISTENERS}, () => RawStomp.connect(api.url)));
    open.push(...listeners);
    for (const listener of listeners) await listener.subscribe(TOPIC);
    const watch = await EventStream.open(`${api.url}/api/v1/eventos?metricas=true`, basic());
    const quiet = await delays({api, listeners, url: database.url, rounds});
    const memory = api.watchMemory();

    const hostile = await attack(api.url, each);
    const slow = await Promise.all(Array.from({length: slowCount}, () => RawStomp.connect(api.url)));
    open.push(...hostile.clients, ...slow);
    for (const client of slow) {
      await client.subscribe(TOPIC);
      client.pause();
    }
    const busy = await delays({api, listeners, url: database.url, rounds});
    const connections = (): number => {
      const last = watch.events.findLast(({event}) => event === 'metricas');
      return (JSON.parse(last?.data ?? '{"conexoes":-1}') as {conexoes: number}).conexoes;
    };
    // The silent ones are there for a minute; until the slow ones are gone, the flood goes on.
    const slowGone = async (): Promise<boolean> => {
      await sql(database.url, FLOOD);
      await delay(FLOOD_EVERY_MS);
      return connections() <= LISTENERS + 1 + each;
    };
    await eventually('the slow ones are gone', slowGone, CLOSED_LIMIT_MS);
    const allGone = (): boolean =>
      connections() === LISTENERS + 1 && hostile.clients.every(({closed}) => closed !== undefined);
    await eventually('all of them are closed', allGone, CLOSED_LIMIT_MS);
    const added = Math.round(memory() / MEGABYTE);
    watch.close();
    const survivors = listeners.filter(({closed}) => closed === undefined).length;
    const slowdown = Math.round((busy / Math.max(quiet, NOISE_MS)) * 100) / 100;
    return {
      passed:
        hostile.refused === each &&
        survivors === LISTENERS &&
        added <= MAX_ADDED_MB &&
        slowdown <= MAX_SLOWDOWN,
      figure: `${hostile.clients.length + hostile.refused + slowCount} closed, ${survivors} of ${LISTENERS} listeners kept; +${added} MB; 99 % within ${busy} ms, before ${quiet} ms`,
      bar: `all closed in their limits, +${MAX_ADDED_MB} MB, ${MAX_SLOWDOWN} × at most, of ${NOISE_MS} ms at least`,
    };
  } finally {
    await Promise.all(open.map(client => client.close()));
    await api.stop();
    await database.drop();
  }
};

/** Those that are let in and must be closed, and how many were not let in. */
async function attack(url: string, each: number): Promise<{clients: RawStomp[]; refused: number}> {
  const clients: RawStomp[] = [];
  let refused = 0;
  for (let i = 0; i < each; i++) {
    const large = await RawStomp.connect(url);
    large.say('SEND', ['destination:/app/x'], 'x'.repeat(70_000));
    const greedy = await RawStomp.connect(url);
    for (let j = 0; j <= 100; j++) greedy.say('SUBSCRIBE', [`id:${j}`, `destination:${TOPIC}`]);
    const early = await RawStomp.open(url);
    early.say('SUBSCRIBE', ['id:0', `destination:${TOPIC}`]);
    const silent = await RawStomp.open(url);
    clients.push(large, greedy, early, silent);
    const foreign = RawStomp.open(url, {headers: {origin: 'http://elsewhere.example'}});
    await foreign.catch(() => refused++);
  }
  return {clients, refused};
}

interface Load {
  readonly api: ServiceProcess;
  readonly listeners: readonly RawStomp[];
  readonly url: string;
  readonly rounds: number;
}

/** Within how many milliseconds 99 % of the listeners hear of an album, under the flood. */
async function delays({api, listeners, url, rounds}: Load): Promise<number> {
  const waits: number[] = [];
  for (let round = 0; round < rounds; round++) {
    await sql(url, FLOOD);
    const nome = `medida ${round} ${Date.now()}`;
    const from = performance.now();
    await fetch(`${api.url}/api/v1/album`, {
      method: 'POST',
      headers: {...basic(), 'content-type': 'application/json'},
      body: JSON.stringify({nome}),
    });
    await Promise.all(
      listeners.map(async listener => {
        await eventually(nome, () => listener.received.at(-1)?.includes(nome), 20_000);
        waits.push(performance.now() - from);
        listener.received.length = 0;
      }),
    );
    await delay(FLOOD_EVERY_MS);
  }
  waits.sort((a, b) => a - b);
  return Math.round(waits[Math.floor(waits.length * 0.99)]!);
}
