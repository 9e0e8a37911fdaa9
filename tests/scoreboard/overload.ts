import {fork} from 'node:child_process';
import {once} from 'node:events';
import {join} from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import {givenDatabase} from '../support/database';
import type {LoadResult} from '../support/load-child';
import {ServiceProcess} from '../support/service-process';
import {quantile, Traffic} from '../support/traffic';
import type {Row, RowResult} from './types';

const CHILD = join(__dirname, '../support/load-child.js');
const FACTOR = 5;
/** Callers that wait for each other's answers: as many as keep one process and its database busy. */
const CALLERS = 16;
const CAPACITY_SECONDS = 6;
/** Enough for those that are inside and for those that are being refused. */
const LOAD_CONNECTIONS = 1_500;
const QUIET_PER_SECOND = 50;
const QUIET_MS = 8_000;
const BACK_MS = 10_000;
/**
 * How many times what fits has to be sent at least. Each connection waits for its answer, and a refusal costs a fifth of what a
 * request does, so to refuse the rest of five times takes a core all of its time, which generator and database share.
 */
const MIN_FACTOR = 3;
const MAX_P99_MS = 1_000;
/** What counts as normal again. */
const MAX_RATIO = 2;
const MEGABYTE = 1024 * 1024;
const SOAK_MS = 30 * 60_000;
/** Memory settles in that time. */
const SOAK_SETTLE_MS = 10 * 60_000;
const SOAK_SAMPLE_MS = 10_000;
const MAX_SLOPE = 1;

/** R10: five times as many requests as can be answered; with `--soak` half of them, for long. */
export const overload: Row = async ({quick, soak}) => {
  const database = await givenDatabase({template: 'sample'});
  const api = await ServiceProcess.start('api', {DATABASE_URL: database.url, LOG_LEVEL: 'silent'});
  try {
    await capacityOf(api.url);
    const capacity = await capacityOf(api.url);
    return soak ? await soaked(api, capacity) : await flooded(api, capacity, quick ? 15 : 60);
  } finally {
    await api.stop('SIGKILL');
    await database.drop();
  }
};

/** @param perSecond 0: each connection sends its next request when it is answered */
async function load(
  url: string,
  perSecond: number,
  seconds: number,
  connections: number,
): Promise<LoadResult> {
  const args = [url, perSecond, seconds, connections].map(String);
  // The launcher preloads a file that only its own children can use.
  const child = fork(CHILD, args, {execArgv: []});
  const [result] = (await once(child, 'message')) as [LoadResult];
  return result;
}

/** Answers a second to callers who never wait otherwise, for the mix of requests that the load is made of. */
async function capacityOf(url: string): Promise<number> {
  const {admitted} = await load(url, 0, CAPACITY_SECONDS, CALLERS);
  return Math.round(admitted / CAPACITY_SECONDS);
}

async function flooded(api: ServiceProcess, capacity: number, seconds: number): Promise<RowResult> {
  const quiet = await quietP99(api.url);
  const memoryAdded = api.watchMemory();
  const result = await load(api.url, capacity * FACTOR, seconds, LOAD_CONNECTIONS);
  const added = memoryAdded() / MEGABYTE;
  await delay(BACK_MS);
  const after = await quietP99(api.url);
  const {sent, admitted, p99Ms, refused, refusedP99Ms, wrong} = result;
  return {
    passed:
      api.isRunning &&
      wrong === '' &&
      sent >= MIN_FACTOR * capacity * seconds &&
      Math.max(p99Ms, refusedP99Ms) <= MAX_P99_MS &&
      after.failed === 0 &&
      after.p99 <= MAX_RATIO * quiet.p99,
    figure:
      `${Math.round(sent / seconds)}/s where ${capacity}/s fit, ${seconds} s: ${api.isRunning ? 'no exit' : 'EXIT'}; ` +
      `${admitted} admitted, p99 ${p99Ms.toFixed(0)} ms; ${refused} told to come back, p99 ${refusedP99Ms.toFixed(0)} ms; ` +
      `otherwise: ${wrong || 'none'}; ` +
      `memory + ${added.toFixed(0)} MiB; ` +
      `${BACK_MS / 1000} s later p99 ${after.p99.toFixed(0)} ms, before ${quiet.p99.toFixed(0)} ms`,
    bar: `no exit; p99 ≤ 1 s, rest 503/429 with Retry-After, as soon; normal ≤ 10 s after`,
  };
}

async function quietP99(url: string): Promise<{p99: number; failed: number}> {
  const traffic = new Traffic({url, perSecond: QUIET_PER_SECOND, writes: 0.2});
  traffic.start();
  await delay(QUIET_MS);
  await traffic.stop();
  const failed = traffic.outcomes.filter(({status}) => status !== 200).length;
  return {p99: quantile(traffic.outcomes, 0.99), failed};
}

async function soaked(api: ServiceProcess, capacity: number): Promise<RowResult> {
  const ended = load(api.url, Math.round(capacity / 2), SOAK_MS / 1000, CALLERS * 2);
  const from = performance.now();
  const samples: [minutes: number, megabytes: number][] = [];
  while (performance.now() - from < SOAK_MS) {
    await delay(SOAK_SAMPLE_MS);
    const ms = performance.now() - from;
    if (ms > SOAK_SETTLE_MS) samples.push([ms / 60_000, api.residentBytes() / MEGABYTE]);
  }
  const {sent, wrong} = await ended;
  const slope = 10 * slopeOf(samples);
  return {
    passed: api.isRunning && wrong === '' && slope <= MAX_SLOPE,
    figure: `${sent} requests in 30 min: ${wrong || '0'} failed; memory ${slope.toFixed(2)} MiB/10 min`,
    bar: `0 failed; ≤ ${MAX_SLOPE} MiB/10 min`,
  };
}

/** Of the line that fits the points best. */
function slopeOf(points: readonly (readonly [number, number])[]): number {
  const mean = (at: 0 | 1): number => points.reduce((sum, point) => sum + point[at], 0) / points.length;
  const [x, y] = [mean(0), mean(1)];
  const over = points.reduce((sum, point) => sum + (point[0] - x) * (point[1] - y), 0);
  return over / points.reduce((sum, point) => sum + (point[0] - x) ** 2, 0);
}
