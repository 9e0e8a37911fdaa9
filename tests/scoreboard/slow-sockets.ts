import {setTimeout as delay} from 'node:timers/promises';
import {jobNames} from '../../src/jobs/registry';
import {givenDatabase} from '../support/database';
import {eventually} from '../support/eventually';
import {ServiceProcess} from '../support/service-process';
import {SlowSocket} from '../support/slow-socket';
import {sql} from '../support/sql';
import {describeFailures, quantile, Traffic} from '../support/traffic';
import type {Row} from './types';

const PER_SECOND = 50;
const WRITES = 0.2;
/** They come one after the other: who opens them sends the traffic, too. */
const OPEN_EVERY_MS = 4;
const CLOSED_LIMIT_MS = 60_000;
const MAX_CLOSED_MS = 20_000;
const MAX_RATIO = 2;
/** Connections to the database that the traffic needed are closed when nobody has used them for half a minute. */
const IDLE_LIMIT_MS = 45_000;
const JOBS_LIMIT_MS = 20_000;

/** R9: many clients that send nothing but a byte now and then, beside those that mean it. */
export const slowSockets: Row = async ({quick}) => {
  const count = quick ? 400 : 1_000;
  const database = await givenDatabase({template: 'sample'});
  const api = await ServiceProcess.start('api', {DATABASE_URL: database.url});
  const traffic = new Traffic({url: api.url, perSecond: PER_SECOND, writes: WRITES});
  const attackers: SlowSocket[] = [];
  try {
    await eventually('it does jobs', () => doesJobs(database.url), JOBS_LIMIT_MS);
    const descriptorsBefore = api.openDescriptors();
    const quiet = await traffic.startQuietly();
    const harmFrom = performance.now();
    for (let i = 0; i < count; i++) {
      attackers.push(new SlowSocket(api.url, i % 2 ? 'header' : 'body'));
      await delay(OPEN_EVERY_MS);
    }
    const areClosed = (): boolean => attackers.every(({closedAt}) => closedAt !== undefined);
    await eventually('all are closed', areClosed, CLOSED_LIMIT_MS).catch(() => undefined);
    const harmTo = performance.now();
    const lives = attackers.map(({openedAt, closedAt = Infinity}) => closedAt - openedAt);
    await traffic.stop();
    const isBack = (): boolean => api.openDescriptors() <= descriptorsBefore;
    const areBack = await eventually('descriptors are back', isBack, IDLE_LIMIT_MS).catch(() => false);
    const p99 = quantile(traffic.since(harmFrom, harmTo), 0.99);
    const failures = describeFailures(traffic.outcomes);
    const longestMs = Math.max(...lives);
    return {
      passed: failures === '' && p99 <= MAX_RATIO * quiet && longestMs <= MAX_CLOSED_MS && areBack,
      figure:
        `${count} slow sockets: ${failures || '0'} failed; p99 ${p99.toFixed(0)} ms, quiet ${quiet.toFixed(0)} ms; ` +
        `closed in ≤ ${(longestMs / 1000).toFixed(0)} s; descriptors ${areBack ? 'back' : 'still open'}`,
      bar: `0 failed; p99 ≤ ${MAX_RATIO} × quiet; closed ≤ 20 s; back`,
    };
  } finally {
    await traffic.stop().catch(() => undefined);
    for (const attacker of attackers) attacker.close();
    await api.stop('SIGKILL');
    await database.drop();
  }
};

/** They begin some seconds after the process serves; each kind has a connection of its own, named after it, for as long as it lives. */
async function doesJobs(databaseUrl: string): Promise<boolean> {
  const listening = await sql(
    databaseUrl,
    `select from pg_stat_activity
      where datname = current_database() and application_name in ('${jobNames.join("','")}')`,
  );
  return listening.length === jobNames.length;
}
