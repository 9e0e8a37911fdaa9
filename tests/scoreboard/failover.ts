import {setTimeout as delay} from 'node:timers/promises';
import {migrate} from '../../src/datasources/migrations';
import {Balancer} from '../support/balancer';
import {Gate} from '../support/gate';
import {PostgresServer} from '../support/postgres-server';
import {ServiceProcess} from '../support/service-process';
import {describeFailures, ledgerOf, Traffic} from '../support/traffic';
import type {Row} from './types';

const REPLICAS = 2;
const PER_SECOND = 50;
const WRITES = 0.5;
const WARM_UP_MS = 8_000;
const DETECTION_MS = 3_000;
const AFTER_MS = 12_000;
const MAX_BACK_MS = 10_000;

/** R5: the primary is killed, its synchronous standby is promoted, and the address leads there. */
export const failover: Row = async ({quick}) => {
  const rounds = quick ? 1 : 3;
  let longestMs = 0;
  let exits = 0;
  let acknowledged = 0;
  let unknown = 0;
  const lost: string[] = [];
  const wrong: string[] = [];
  for (let round = 0; round < rounds; round++) {
    const result = await failOver();
    longestMs = Math.max(longestMs, result.backMs);
    exits += result.exits;
    acknowledged += result.acknowledged;
    unknown += result.unknown;
    lost.push(...result.lost);
    if (result.wrong) wrong.push(result.wrong);
  }
  return {
    passed: lost.length === 0 && exits === 0 && wrong.length === 0 && longestMs <= MAX_BACK_MS,
    figure:
      `${rounds} failovers: writes ${(longestMs / 1000).toFixed(1)} s after promotion; ${lost.length} of ${acknowledged} acknowledged lost; ` +
      `${unknown} unknown; ${exits} exits; after that: ${wrong.join(', ') || '0'} failed`,
    bar: 'writes ≤ 10 s after promotion; 0 lost',
  };
};

async function failOver() {
  const primary = await PostgresServer.start();
  await migrate({databaseUrl: primary.url, sampleData: true, withJobQueue: true});
  const standby = await primary.startStandby();
  const gate = await Gate.open();
  gate.leadTo(primary.url);
  const start = () =>
    ServiceProcess.start('api', {DATABASE_URL: gate.urlFor(primary.url), LOG_LEVEL: 'silent'});
  const replicas = await Promise.all(Array.from({length: REPLICAS}, start));
  const balancer = await Balancer.start(replicas);
  const traffic = new Traffic({url: balancer.url, perSecond: PER_SECOND, writes: WRITES, connections: 100});
  try {
    traffic.start();
    await delay(WARM_UP_MS);
    await primary.stop('kill');
    await delay(DETECTION_MS);
    await standby.promote();
    const promotedAt = performance.now();
    gate.leadTo(standby.url);
    await delay(AFTER_MS);
    await traffic.stop();
    const writes = traffic.since(promotedAt).filter(({nome, status}) => nome !== undefined && status === 200);
    const backMs = Math.min(...writes.map(({at, ms}) => at + ms - promotedAt), Infinity);
    const late = traffic.since(promotedAt + MAX_BACK_MS);
    const {lost, unknown, acknowledged} = await ledgerOf(standby.url, traffic.outcomes);
    return {
      backMs,
      lost,
      acknowledged,
      unknown: unknown.length,
      exits: replicas.filter(({isRunning}) => !isRunning).length,
      wrong: describeFailures(late),
    };
  } finally {
    await traffic.stop().catch(() => undefined);
    await balancer.stop();
    await Promise.all(replicas.map(replica => replica.stop('SIGKILL')));
    await gate.close();
    await standby.remove();
    await primary.remove();
  }
}
