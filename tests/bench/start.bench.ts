import {setTimeout as delay} from 'node:timers/promises';
import type {Row} from '../scoreboard/types';
import {givenDatabase} from '../support/database';
import {run} from './load';
import {median} from './ratios';
import {listOfTwenty} from './scenarios';
import {residentMebibytes, startApi} from './target';

/** A process that has just started still looks around. */
const SETTLE_MS = 3_000;
const LOAD = {connections: 64, seconds: 10};
const BARS = {seconds: 1.5, idle: 150, loaded: 300};

interface Started {
  /** From the start of the process until it is ready. */
  readonly seconds: number;
  /** Resident memory in MiB. */
  readonly idle: number;
  readonly loaded: number;
}

async function startOnce(databaseUrl: string): Promise<Started> {
  const from = performance.now();
  let seconds = NaN;
  const onReady = (): void => void (seconds = (performance.now() - from) / 1000);
  const api = await startApi(databaseUrl, 'API', {}, onReady);
  try {
    await delay(SETTLE_MS);
    const idle = residentMebibytes(api.pid);
    const {wrong} = await run({port: api.port, steps: await listOfTwenty.steps(api), ...LOAD});
    if (wrong > 0) throw new Error(`${wrong} requests were answered wrongly`);
    return {seconds, idle, loaded: residentMebibytes(api.pid)};
  } finally {
    await api.stop();
  }
}

async function measure(rounds: number): Promise<Started> {
  const database = await givenDatabase({template: 'sample'});
  try {
    const all: Started[] = [];
    while (all.length < rounds) all.push(await startOnce(database.url));
    const of = (read: (one: Started) => number): number => median(all.map(read));
    return {seconds: of(one => one.seconds), idle: of(one => one.idle), loaded: of(one => one.loaded)};
  } finally {
    await database.drop();
  }
}

const describe = ({seconds, idle, loaded}: Started): string =>
  `ready after ${seconds.toFixed(2)} s; ${idle.toFixed(0)} MiB at rest, ${loaded.toFixed(0)} MiB after load`;

export async function benchStart(): Promise<void> {
  process.stdout.write(`${describe(await measure(5))}\n`);
}

/** P9 */
export const start: Row = async ({quick}) => {
  const found = await measure(quick ? 3 : 5);
  return {
    passed: found.seconds <= BARS.seconds && found.idle <= BARS.idle && found.loaded <= BARS.loaded,
    figure: describe(found),
    bar: `≤ ${BARS.seconds} s; ≤ ${BARS.idle} MiB; ≤ ${BARS.loaded} MiB`,
  };
};
