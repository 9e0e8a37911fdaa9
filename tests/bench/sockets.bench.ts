import {ChildProcess, fork} from 'node:child_process';
import {once} from 'node:events';
import {join} from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import type {Row, RowOptions} from '../scoreboard/types';
import {basic} from '../support/auth';
import {givenDatabase} from '../support/database';
import {ServiceProcess} from '../support/service-process';

const CHILD = join(__dirname, '../support/sockets-child.js');
const CHILDREN = 2;
const ROUNDS = 20;
const PAUSE_MS = 250;
/** The memory of a process settles some time after the last connection was opened. */
const SETTLE_MS = 3_000;
const MAX_P99_MS = 500;
const MAX_KB = 40;
const ROUND_LIMIT_MS = 30_000;

interface Arrivals {
  readonly id: number;
  /** Milliseconds since 1970, one for each subscriber. */
  readonly times: readonly number[];
}

interface SocketFigures {
  readonly subscribers: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  readonly kilobytes: number;
}

/** Many subscribers of one real process: how long after the answer to a create each has the event, and what it costs. */
async function measure({quick}: RowOptions): Promise<SocketFigures> {
  const subscribers = quick ? 1_000 : 5_000;
  const database = await givenDatabase();
  const api = await ServiceProcess.start('api', {DATABASE_URL: database.url});
  const children: ChildProcess[] = [];
  try {
    // What a process takes for its first client and its first create is not the subscribers'.
    await create(api.url);
    await delay(SETTLE_MS);
    const before = api.residentBytes();
    // The launcher preloads a file that only its own children can use.
    for (let i = 0; i < CHILDREN; i++)
      children.push(fork(CHILD, [api.url, String(subscribers / CHILDREN)], {execArgv: []}));
    await Promise.all(children.map(async child => expectReady(await once(child, 'message'))));
    await delay(SETTLE_MS);
    const after = api.residentBytes();
    const waits: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const arrived = Promise.all(
        children.map(child => once(child, 'message', {signal: AbortSignal.timeout(ROUND_LIMIT_MS)})),
      );
      const committedAt = Date.now();
      await create(api.url);
      for (const [{times}] of (await arrived) as [Arrivals][])
        waits.push(...times.map(time => time - committedAt));
      await delay(PAUSE_MS);
    }
    waits.sort((a, b) => a - b);
    const at = (part: number): number => waits[Math.min(waits.length - 1, Math.floor(waits.length * part))]!;
    return {
      subscribers,
      p50Ms: at(0.5),
      p99Ms: at(0.99),
      maxMs: at(1),
      kilobytes: Math.round((after - before) / 102.4 / subscribers) / 10,
    };
  } finally {
    for (const child of children) child.kill();
    await api.stop();
    await database.drop();
  }
}

function expectReady([message]: unknown[]): void {
  if (message !== 'ready') throw new Error('The subscribers could not be opened.');
}

/** From before the request is sent, so that its own time counts too. */
async function create(url: string): Promise<void> {
  const headers = {...basic(), 'content-type': 'application/json'};
  const response = await fetch(`${url}/api/v1/album`, {method: 'POST', headers, body: '{"nome":"Bancada"}'});
  if (!response.ok) throw new Error(`The album was refused: ${response.status}`);
}

const describe = ({subscribers, p50Ms, p99Ms, maxMs, kilobytes}: SocketFigures): string =>
  `${subscribers} subscribers: 50 % within ${p50Ms} ms, 99 % within ${p99Ms} ms, all within ${maxMs} ms; ${kilobytes} KB each`;

export async function benchSockets(): Promise<void> {
  for (const quick of [true, false]) process.stdout.write(`${describe(await measure({quick}))}\n`);
}

/** P7 */
export const subscribers: Row = async options => {
  const figures = await measure(options);
  return {
    passed: figures.p99Ms <= MAX_P99_MS && figures.kilobytes <= MAX_KB,
    figure: describe(figures),
    bar: `99 % within ${MAX_P99_MS} ms, ${MAX_KB} KB each`,
  };
};
