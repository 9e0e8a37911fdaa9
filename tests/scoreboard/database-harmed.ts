import {setTimeout as delay} from 'node:timers/promises';
import {migrate} from '../../src/datasources/migrations';
import {Balancer} from '../support/balancer';
import {eventually} from '../support/eventually';
import {PostgresServer} from '../support/postgres-server';
import {ServiceProcess} from '../support/service-process';
import {sql} from '../support/sql';
import {describeFailures, ledgerOf, Outcome, Traffic} from '../support/traffic';
import type {Row} from './types';

const REPLICAS = 2;
const PER_SECOND = 100;
const WRITES = 0.3;
const TERMINATED_BACKENDS = 200;
const WARM_UP_MS = 8_000;
const PAUSE_MS = 2_000;
const READY_LIMIT_MS = 30_000;
const MAX_ANSWER_MS = 2_000;
const MAX_READY_MS = 5_000;

/** What a caller may be told meanwhile. */
const isToldInTime = ({status, retryAfter, ms}: Outcome): boolean =>
  status === 200 || (status === 503 && retryAfter === true && ms <= MAX_ANSWER_MS);

/** R4: the database is restarted, away for a while, and its sessions are ended, while clients go on. */
export const databaseHarmed: Row = async ({quick}) => {
  const times = quick ? 1 : 3;
  const awayMs = quick ? 5_000 : 30_000;
  const silentMs = quick ? 4_000 : 15_000;
  const postgres = await PostgresServer.start();
  await migrate({databaseUrl: postgres.url, sampleData: true, withJobQueue: true});
  const start = () => ServiceProcess.start('api', {DATABASE_URL: postgres.url, LOG_LEVEL: 'silent'});
  const replicas = await Promise.all(Array.from({length: REPLICAS}, start));
  const balancer = await Balancer.start(replicas);
  const traffic = new Traffic({url: balancer.url, perSecond: PER_SECOND, writes: WRITES, connections: 250});
  let longestReadyMs = 0;
  const untilReady = async (): Promise<void> => {
    const from = performance.now();
    for (const replica of replicas)
      await eventually('it is ready again', () => replica.isReady(), READY_LIMIT_MS);
    longestReadyMs = Math.max(longestReadyMs, performance.now() - from);
    await delay(PAUSE_MS);
  };
  const restart = async (how: 'fast' | 'immediate', away = 0): Promise<void> => {
    await postgres.stop(how);
    await delay(away);
    await postgres.start();
    await untilReady();
  };
  try {
    traffic.start();
    await delay(WARM_UP_MS);
    const harmFrom = performance.now();
    for (let i = 0; i < times; i++) await restart('fast');
    for (let i = 0; i < times; i++) await restart('immediate');
    await restart('fast', awayMs);
    await postgres.pause();
    await delay(silentMs);
    postgres.resume();
    await untilReady();
    let terminated = 0;
    while (terminated < TERMINATED_BACKENDS) {
      const ended = await sql(
        postgres.url,
        `select pg_terminate_backend(pid) from pg_stat_activity
          where datname = current_database() and pid <> pg_backend_pid() limit ${TERMINATED_BACKENDS - terminated}`,
      );
      terminated += ended.length;
    }
    await untilReady();
    await traffic.stop();
    const exits = replicas.filter(({isRunning}) => !isRunning).length;
    const {lost, unknown, acknowledged} = await ledgerOf(postgres.url, traffic.outcomes);
    const harmed = traffic.since(harmFrom);
    const wrong = describeFailures(harmed, isToldInTime);
    const told = harmed.filter(({status}) => status === 503);
    const slowest = Math.max(...told.map(({ms}) => ms), 0);
    const there = unknown.filter(({isThere}) => isThere).length;
    return {
      passed: exits === 0 && lost.length === 0 && wrong === '' && longestReadyMs <= MAX_READY_MS,
      figure:
        `${2 * times + 1} restarts, away ${awayMs / 1000} s, silent ${silentMs / 1000} s, ${terminated} sessions ended: ${exits} exits; ` +
        `${told.length} × 503 in ≤ ${slowest.toFixed(0)} ms, otherwise: ${wrong || 'none'}; ready ≤ ${(longestReadyMs / 1000).toFixed(1)} s; ` +
        `${lost.length} of ${acknowledged} acknowledged lost; ${unknown.length} unknown, of which ${there} are there`,
      bar: '0 exits; 503 with Retry-After ≤ 2 s; ready ≤ 5 s; 0 lost',
    };
  } finally {
    await traffic.stop().catch(() => undefined);
    await balancer.stop();
    await Promise.all(replicas.map(replica => replica.stop('SIGKILL')));
    await postgres.remove();
  }
};
