import {setTimeout as delay} from 'node:timers/promises';
import {Balancer} from '../support/balancer';
import {givenDatabase} from '../support/database';
import {complaintsOf} from '../support/event-storm';
import {eventually} from '../support/eventually';
import {Listener} from '../support/listener';
import {ServiceProcess} from '../support/service-process';
import {Traffic} from '../support/traffic';
import type {Row} from './types';

const REPLICAS = 3;
const DRAIN_SECONDS = 12;
const SERVICE_RESTART = 1012;
/** A client that was let go comes back soon; one that was cut off does not know how many were with it. */
const SOON_MS = 1_000;
const SPREAD_MS = 8_000;
const OPENS_PER_SECOND = 150;
const EVENTS_PER_SECOND = 1;
const SETTLED_LIMIT_MS = 60_000;
const MAX_BACK_MS = 30_000;
const MAX_CONNECTS_PER_SECOND = 200;

const pauseMs = (code: number): number => Math.random() * (code === SERVICE_RESTART ? SOON_MS : SPREAD_MS);

/** Most that fall into any second. */
function peakPerSecond(times: readonly number[]): number {
  const sorted = [...times].sort((a, b) => a - b);
  let peak = 0;
  for (let first = 0, last = 0; last < sorted.length; last++) {
    while (sorted[last]! - sorted[first]! >= 1_000) first++;
    peak = Math.max(peak, last - first + 1);
  }
  return peak;
}

/** R11: many listeners while their replicas are restarted, and one is killed. */
export const listenersRestarted: Row = async ({quick}) => {
  const count = quick ? 600 : 2_000;
  const database = await givenDatabase();
  const env = {DATABASE_URL: database.url, DRAIN_SECONDS: String(DRAIN_SECONDS)};
  const start = () => ServiceProcess.start('api', env);
  const replicas = await Promise.all(Array.from({length: REPLICAS}, start));
  const balancer = await Balancer.start(replicas);
  const listeners = Array.from({length: count}, () => new Listener([balancer.url], 0, pauseMs));
  const traffic = new Traffic({url: balancer.url, perSecond: EVENTS_PER_SECOND, writes: 1});
  let longestMs = 0;
  /** @returns when everybody is connected again, with the time that took */
  const allBack = async (harm: () => Promise<unknown>): Promise<void> => {
    const before = listeners.map(({connections}) => connections);
    await harm();
    const from = performance.now();
    const areBack = (): boolean => listeners.every(({isConnected}) => isConnected);
    await eventually('everybody is back', areBack, SETTLED_LIMIT_MS);
    if (listeners.some(({connections}, i) => connections > before[i]!))
      longestMs = Math.max(longestMs, performance.now() - from);
  };
  try {
    for (const listener of listeners) {
      listener.start();
      await delay(1_000 / OPENS_PER_SECOND);
    }
    await allBack(() => Promise.resolve());
    traffic.start();
    // Who has heard of nothing yet cannot ask for what it misses.
    await eventually('everybody hears', () => listeners.every(({heard}) => heard.length > 0));
    const harmFrom = performance.now();
    for (const replica of quick ? replicas.slice(0, 1) : replicas) {
      await allBack(() => replica.stop());
      await replica.start();
    }
    const victim = replicas.at(-1)!;
    await allBack(() => victim.stop('SIGKILL'));
    await victim.start();
    await traffic.stop();
    const created = traffic.outcomes.flatMap(({id}) => (id === undefined ? [] : [id]));
    const haveHeard = (): boolean => listeners.every(({albums}) => albums.length >= created.length);
    await eventually('everybody has heard of everything', haveHeard, SETTLED_LIMIT_MS).catch(() => undefined);
    const complaints = await complaintsOf(database.url, {kills: 1, created, listeners});
    const attempts = listeners.flatMap(listener => listener.attempts).filter(at => at >= harmFrom);
    const peak = peakPerSecond(attempts);
    return {
      passed: complaints.length === 0 && peak <= MAX_CONNECTS_PER_SECOND && longestMs <= MAX_BACK_MS,
      figure:
        `${count} listeners came back ${attempts.length} times in ≤ ${(longestMs / 1000).toFixed(1)} s, ` +
        `≤ ${peak} connects/s; ${created.length} events: ${complaints.length} missed ${complaints.slice(0, 3).join(', ')}`,
      bar: `all ≤ 30 s; ≤ ${MAX_CONNECTS_PER_SECOND}/s; 0 missed`,
    };
  } finally {
    await traffic.stop().catch(() => undefined);
    await Promise.all(listeners.map(listener => listener.stop()));
    await balancer.stop();
    await Promise.all(replicas.map(replica => replica.stop('SIGKILL')));
    await database.drop();
  }
};
