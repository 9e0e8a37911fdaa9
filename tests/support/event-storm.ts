import {setTimeout as delay} from 'node:timers/promises';
import {basic} from './auth';
import {eventually} from './eventually';
import {Listener} from './listener';
import {ServiceProcess} from './service-process';
import {sql} from './sql';

export interface Storm {
  readonly env: Readonly<Record<string, string>>;
  readonly listeners: number;
  readonly albums: number;
  /** One process is killed after so many albums, and comes back. */
  readonly albumsPerKill: number;
  /** Pause between two albums of a writer. */
  readonly pauseMs?: number;
}

export interface StormResult {
  readonly kills: number;
  readonly created: readonly number[];
  readonly listeners: readonly Listener[];
}

const REPLICAS = 3;
const WRITERS = 4;
const SETTLED_LIMIT_MS = 60_000;

/** Three real processes, listeners spread over them, and albums created meanwhile; the processes are killed in turn. */
export async function eventStorm({
  env,
  listeners: count,
  albums,
  albumsPerKill,
  pauseMs = 0,
}: Storm): Promise<StormResult> {
  const replicas = await Promise.all(Array.from({length: REPLICAS}, () => ServiceProcess.start('api', env)));
  const urls = replicas.map(({url}) => url);
  const listeners = Array.from({length: count}, (_, i) => new Listener(urls, i));
  try {
    for (const listener of listeners) listener.start();
    await eventually('all are subscribed', () => listeners.every(({connections}) => connections > 0), 60_000);
    const created: number[] = [];
    let planned = 0;
    let kills = 0;
    let killing = Promise.resolve();
    const killNext = async (): Promise<void> => {
      const victim = replicas[kills++ % REPLICAS]!;
      await victim.stop('SIGKILL');
      await victim.start();
    };
    const write = async (writer: number): Promise<void> => {
      while (created.length < albums) {
        const id = await createAlbum(urls, writer);
        // The answer may have been lost although the album was made: then there is one more.
        if (id !== undefined) created.push(id);
        if (created.length > albumsPerKill * (planned + 1) && created.length < albums) {
          planned++;
          killing = killing.then(killNext);
        }
        if (pauseMs > 0) await delay(pauseMs);
      }
    };
    await Promise.all(Array.from({length: WRITERS}, (_, i) => write(i)));
    await killing;
    const isSettled = (): boolean =>
      listeners.every(({albums: heard}) => {
        const set = new Set(heard);
        return created.every(id => set.has(id));
      });
    await eventually('everybody has heard of every album', isSettled, SETTLED_LIMIT_MS);
    return {kills, created, listeners};
  } finally {
    await Promise.all(listeners.map(listener => listener.stop()));
    await Promise.all(replicas.map(replica => replica.stop('SIGKILL')));
  }
}

/** What a listener has too much, too little or in another order than the database; nothing: all is well. */
export async function complaintsOf(url: string, {created, listeners}: StormResult): Promise<string[]> {
  const rows = await sql<{sequencia: string; album: string}>(
    url,
    `select sequencia, dados->>'id' as album from evento order by sequencia`,
  );
  const albums = rows.map(({album}) => Number(album));
  const known = new Set(albums);
  const wanted = JSON.stringify(albums);
  return [
    ...rows
      .filter(({sequencia}, i) => Number(sequencia) !== i + 1)
      .map(({sequencia}) => `number ${sequencia}`),
    ...created.filter(id => !known.has(id)).map(id => `album ${id} has no event`),
    ...listeners.flatMap(({albums: heard}, i) =>
      JSON.stringify(heard) === wanted ? [] : [`listener ${i} has ${heard.length} of ${albums.length}`],
    ),
  ];
}

/** @returns undefined when no answer came */
async function createAlbum(urls: readonly string[], writer: number): Promise<number | undefined> {
  for (let attempt = writer; ; attempt++) {
    try {
      const response = await fetch(`${urls[attempt % urls.length]!}/api/v1/album`, {
        method: 'POST',
        headers: {...basic(), 'content-type': 'application/json'},
        body: '{"nome":"Tempestade"}',
        signal: AbortSignal.timeout(10_000),
      });
      if (response.status === 200) return ((await response.json()) as {id: number}).id;
    } catch (error) {
      if (!isRefused(error)) return undefined;
    }
    await delay(20);
  }
}

/** Nothing was sent: the process is not there. */
const isRefused = (error: unknown): boolean =>
  ((error as {cause?: {code?: string}}).cause?.code ?? '') === 'ECONNREFUSED';
