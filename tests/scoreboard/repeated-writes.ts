import {randomUUID} from 'node:crypto';
import {setTimeout as delay} from 'node:timers/promises';
import {basic} from '../support/auth';
import {givenDatabase} from '../support/database';
import {ServiceProcess} from '../support/service-process';
import {sql} from '../support/sql';
import type {Row} from './types';

const AT_ONCE = 5;
/** Keys that are at work at the same time. */
const LANES = 8;
const RETRY_MS = 50;
/** Longest time for one request to get its answer, a restart included. */
const PATIENCE_MS = 60_000;

interface Answered {
  readonly status: number;
  readonly text: string;
  /** What names the row, and its version. */
  readonly fields: string;
}

async function ask(url: string, key: string, nome: string): Promise<Answered> {
  const response = await fetch(`${url}/api/v1/album`, {
    method: 'POST',
    headers: {...basic(), 'content-type': 'application/json', 'idempotency-key': key},
    body: JSON.stringify({nome}),
  });
  const {status, headers} = response;
  const fields = `${headers.get('location')} ${headers.get('etag')} ${headers.get('content-type')}`;
  return {status, text: await response.text(), fields};
}

/** Asks as a client does that wants it done: again while it is told to wait, or nobody answers. */
async function insist(url: string, key: string, nome: string): Promise<Answered> {
  const until = performance.now() + PATIENCE_MS;
  for (;;) {
    const answer = await ask(url, key, nome).catch(() => undefined);
    if (answer && ![409, 503].includes(answer.status)) return answer;
    if (performance.now() > until) throw new Error(`No answer for the key ${key}.`);
    await delay(RETRY_MS);
  }
}

async function inLanes<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const left = [...items];
  const lane = async (): Promise<void> => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item);
  };
  await Promise.all(Array.from({length: LANES}, lane));
}

/** R8: each of many keys comes five times at once, while the process is killed; then again; then with another body. */
export const repeatedWrites: Row = async ({quick}) => {
  const keys = Array.from({length: quick ? 150 : 1_000}, () => randomUUID());
  const kills = quick ? 2 : 5;
  const database = await givenDatabase();
  const service = await ServiceProcess.start('api', {DATABASE_URL: database.url, RUN_WORKER: 'off'});
  const first = new Map<string, string>();
  let [asked, same, refused] = [0, 0, 0];
  const compare = (key: string, {status, text, fields}: Answered): void => {
    const whole = `${status} ${fields} ${text}`;
    asked++;
    if (!first.has(key)) first.set(key, whole);
    if (status === 200 && first.get(key) === whole) same++;
  };
  try {
    const killing = (async () => {
      for (let kill = 1; kill <= kills; kill++) {
        const wanted = (keys.length * kill) / (kills + 1);
        while (first.size < wanted) await delay(RETRY_MS);
        await service.stop('SIGKILL');
        await service.start();
      }
    })();
    await inLanes(keys, async key => {
      const answers = await Promise.all(
        Array.from({length: AT_ONCE}, () => insist(service.url, key, `R8 ${key}`)),
      );
      for (const answer of answers) compare(key, answer);
    });
    await killing;
    await service.stop('SIGKILL');
    await service.start();
    await inLanes(keys, async key => {
      compare(key, await insist(service.url, key, `R8 ${key}`));
      if ((await insist(service.url, key, `R8 outro ${key}`)).status === 422) refused++;
    });
    const [counts] = await sql<{rows: number; events: number}>(
      database.url,
      `select (select count(*)::int from album where nome like 'R8 %') as rows,
              (select count(*)::int from evento where tipo = 'album.criado') as events`,
    );
    const {rows, events} = counts!;
    return {
      passed: rows === keys.length && events === rows && same === asked && refused === keys.length,
      figure:
        `${keys.length} keys × ${AT_ONCE} at once, ${kills + 1} kills: ${rows} rows, ${events} events; ` +
        `same answer ${same} of ${asked}; other body refused ${refused} of ${keys.length}`,
      bar: 'a row and an event a key; all; all',
    };
  } finally {
    await service.stop();
    await database.drop();
  }
};
