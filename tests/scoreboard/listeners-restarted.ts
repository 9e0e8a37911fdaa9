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
const SPREAD_MS = 10_000;
const OPENS_PER_SECOND = 150;
const EVENTS_PER_SECOND = 1;
const SETTLED_LIMIT_MS = 60_000;
const MAX_BACK_SECONDS = 30;
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
  const on = ({host}: ServiceProcess): Listener[] =>
    listeners.filter(({isConnected, replica}) => isConnected && replica === host);
  /** @returns seconds from the signal until each listener of that replica has lost its connection and is with another one */
  const backAfter = async (replica: ServiceProcess, signal: NodeJS.Signals): Promise<number> => {
    const harmed = on(replica);
    if (harmed.length === 0) throw new Error('Nobody listens to the replica that is to be harmed');
    const from = performance.now();
    const ended = replica.stop(signal);
    const areBack = (): boolean => harmed.every(one => one.isConnected && one.replica !== replica.host);
    await eventually('everybody is back', areBack, SETTLED_LIMIT_MS);
    const seconds = (performance.now() - from) / 1_000;
    await ended;
    await replica.start();
    return seconds;
  };
  try {
    for (const listener of listeners) {
      listener.start();
      await delay(1_000 / OPENS_PER_SECOND);
    }
    const areThere = (): boolean => listeners.every(({isConnected}) => isConnected);
    await eventually('everybody is there', areThere, SETTLED_LIMIT_MS);
    traffic.start();
    // Who has heard of nothing yet cannot ask for what it misses.
    await eventually('everybody hears', () => listeners.every(({heard}) => heard.length > 0));
    const harmFrom = performance.now();
    let afterStop = 0;
    for (const replica of quick ? replicas.slice(0, 1) : replicas)
      afterStop = Math.max(afterStop, await backAfter(replica, 'SIGTERM'));
    // Nobody is with the one that was stopped last.
    const victim = replicas.reduce((one, other) => (on(other).length > on(one).length ? other : one));
    const cutOff = on(victim).length;
    const killFrom = performance.now();
    const afterKill = await backAfter(victim, 'SIGKILL');
    const isInTime = Math.max(afterStop, afterKill) <= MAX_BACK_SECONDS;
    await traffic.stop();
    const created = traffic.outcomes.flatMap(({id}) => (id === undefined ? [] : [id]));
    const haveHeard = (): boolean => listeners.every(({albums}) => albums.length >= created.length);
    await eventually('everybody has heard of everything', haveHeard, SETTLED_LIMIT_MS).catch(() => undefined);
    const complaints = await complaintsOf(database.url, {kills: 1, created, listeners});
    const attempts = listeners.flatMap(listener => listener.attempts).filter(at => at >= harmFrom);
    const stopPeak = peakPerSecond(attempts.filter(at => at < killFrom));
    const killPeak = peakPerSecond(attempts.filter(at => at >= killFrom));
    return {
      passed: complaints.length === 0 && Math.max(stopPeak, killPeak) <= MAX_CONNECTS_PER_SECOND && isInTime,
      figure:
        `${count} listeners came back ${attempts.length} times: ≤ ${afterStop.toFixed(1)} s after the signal to stop, ` +
        `which takes ${DRAIN_SECONDS} s, and ${cutOff} ≤ ${afterKill.toFixed(1)} s after a kill; ≤ ${stopPeak} and ${killPeak} connects/s; ` +
        `${created.length} events: ${complaints.length} missed ${complaints.slice(0, 3).join(', ')}`,
      bar: `all ≤ ${MAX_BACK_SECONDS} s; ≤ ${MAX_CONNECTS_PER_SECOND}/s; 0 missed`,
    };
  } finally {
    await traffic.stop().catch(() => undefined);
    await Promise.all(listeners.map(listener => listener.stop()));
    await balancer.stop();
    await Promise.all(replicas.map(replica => replica.stop('SIGKILL')));
    await database.drop();
  }
};
