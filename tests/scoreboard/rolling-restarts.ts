import {setTimeout as delay} from 'node:timers/promises';
import {Balancer} from '../support/balancer';
import {givenDatabase} from '../support/database';
import {ServiceProcess} from '../support/service-process';
import {describeFailures, ledgerOf, quantile, Traffic} from '../support/traffic';
import type {Row} from './types';

const DRAIN_SECONDS = 10;
const REPLICAS = 2;
const PER_SECOND = 200;
const WRITES = 0.2;
/** What a balancer needs to send requests to a replica that has come back. */
const SETTLE_MS = 2_000;
const MAX_STOP_MS = 25_000;
const MAX_RATIO = 3;
const ROUNDS = 6;
/** A hundredth of the requests of one round are those of a third of a second, which is away at once on a machine of others. */
const QUICK_ROUNDS = 2;

/** R1: replicas are restarted one after the other while clients go on. */
export const rollingRestarts: Row = async ({quick}) => {
  const rounds = quick ? QUICK_ROUNDS : ROUNDS;
  const database = await givenDatabase({template: 'sample'});
  const env = {DATABASE_URL: database.url, DRAIN_SECONDS: String(DRAIN_SECONDS)};
  const start = () => ServiceProcess.start('api', env);
  const replicas = await Promise.all(Array.from({length: REPLICAS}, start));
  const balancer = await Balancer.start(replicas);
  const traffic = new Traffic({url: balancer.url, perSecond: PER_SECOND, writes: WRITES});
  try {
    const quiet = await traffic.startQuietly();
    const harmFrom = performance.now();
    let longestStopMs = 0;
    const exitCodes = new Set<number | null>();
    for (let round = 0; round < rounds; round++) {
      for (const replica of replicas) {
        const from = performance.now();
        exitCodes.add(await replica.stop());
        longestStopMs = Math.max(longestStopMs, performance.now() - from);
        await replica.start();
        await delay(SETTLE_MS);
      }
    }
    await traffic.stop();
    const harmed = traffic.since(harmFrom);
    const p99 = quantile(harmed, 0.99);
    const failures = describeFailures(traffic.outcomes);
    const {lost} = await ledgerOf(database.url, traffic.outcomes);
    const inOrder = [...exitCodes].every(code => code === 0);
    return {
      passed:
        failures === '' &&
        lost.length === 0 &&
        inOrder &&
        p99 <= MAX_RATIO * quiet &&
        longestStopMs <= MAX_STOP_MS,
      figure:
        `${rounds * REPLICAS} stops in ${harmed.length} requests: ${failures || '0'} failed, ${lost.length} lost; ` +
        `p99 ${p99.toFixed(0)} ms, quiet ${quiet.toFixed(0)} ms; stop ≤ ${(longestStopMs / 1000).toFixed(1)} s`,
      bar: `0 failed; p99 ≤ ${MAX_RATIO} × quiet; stop ≤ 25 s`,
    };
  } finally {
    await traffic.stop().catch(() => undefined);
    await balancer.stop();
    await Promise.all(replicas.map(replica => replica.stop('SIGKILL')));
    await database.drop();
  }
};
