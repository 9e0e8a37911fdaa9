import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import {PASSWORD, USER} from '../support/api';
import {basic} from '../support/auth';
import {givenDatabase} from '../support/database';
import {eventually} from '../support/eventually';
import {png} from '../support/images';
import {ObjectServer} from '../support/object-servers';
import {RedisServer} from '../support/redis';
import {ServiceProcess} from '../support/service-process';
import {sql} from '../support/sql';
import {describeFailures, ledgerOf, Traffic} from '../support/traffic';
import {form} from '../support/uploads';
import type {Row} from './types';

const PER_SECOND = 50;
const WRITES = 0.3;
const WARM_UP_MS = 5_000;
const LOGIN_FAILURES = 40;
const BACKLOG_LIMIT_MS = 30_000;
const UPLOAD_LIMIT_MS = 3_000;

/** What a client asks of one of the replicas. */
class Caller {
  constructor(private readonly api: ServiceProcess) {}

  async post(path: string, body: unknown): Promise<{status: number; json: Record<string, unknown>}> {
    const headers = {...basic(), 'content-type': 'application/json'};
    const answer = await fetch(this.api.url + path, {method: 'POST', headers, body: JSON.stringify(body)});
    const text = await answer.text();
    return {
      status: answer.status,
      json: text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : {},
    };
  }

  /** @returns status and milliseconds */
  async upload(): Promise<{status: number; ms: number}> {
    const {body, headers} = form([{content: png()}]);
    const from = performance.now();
    const answer = await fetch(`${this.api.url}/api/v1/albuns/1/imagens`, {
      method: 'POST',
      headers: {...basic(), ...headers},
      body: new Uint8Array(body),
    });
    await answer.arrayBuffer();
    return {status: answer.status, ms: performance.now() - from};
  }

  /** Wrong logins until one is throttled, all for a user of their own. @returns whether one was */
  async isThrottled(username: string): Promise<boolean> {
    for (let i = 0; i < LOGIN_FAILURES; i++) {
      const {status} = await this.post('/api/v1/auth/login', {username, password: 'errada'});
      if (status === 429) return true;
    }
    return false;
  }

  /** Whether a token of a family that was ended is still refused. */
  async refuses(refreshToken: unknown): Promise<boolean> {
    return (await this.post('/api/v1/auth/refresh', {refreshToken})).status === 401;
  }
}

/** R6: Redis goes, comes back and loses its data; then the object store goes and comes back. */
export const dependenciesAway: Row = async ({quick}) => {
  const awayMs = quick ? 6_000 : 60_000;
  const database = await givenDatabase({template: 'sample'});
  const folder = await mkdtemp(join(tmpdir(), 'artistas-r6-'));
  const redis = await RedisServer.start();
  const store = await ObjectServer.start('minio');
  const env = {
    DATABASE_URL: database.url,
    REDIS_URL: redis.url,
    DATA_DIR: folder,
    LOG_LEVEL: 'silent',
    ...store.settings,
  };
  const api = await ServiceProcess.start('api', {...env, RUN_WORKER: 'off'});
  const worker = await ServiceProcess.start('worker', env);
  const caller = new Caller(api);
  const traffic = new Traffic({url: api.url, perSecond: PER_SECOND, writes: WRITES});
  const complaints: string[] = [];
  const expectThat = (what: string, holds: boolean): void => void (holds || complaints.push(what));
  const stayReadyFor = async (ms: number): Promise<void> => {
    const until = performance.now() + ms;
    while (performance.now() < until) {
      expectThat('readiness', (await api.isReady()) && (await worker.isReady()));
      await delay(500);
    }
  };
  try {
    const ended = await endedToken(caller, database.url);
    expectThat('upload before', (await caller.upload()).status === 200);
    traffic.start();
    await delay(WARM_UP_MS);

    await redis.kill();
    await stayReadyFor(awayMs);
    expectThat('throttle without Redis', await caller.isThrottled('ninguem-1'));
    expectThat('revocation without Redis', await caller.refuses(ended));
    await redis.start();
    await redis.flush();
    const backFrom = performance.now();
    const backlog = async (): Promise<boolean> =>
      (await sql(database.url, 'select from evento where sequencia is null limit 1')).length === 0;
    await eventually('the backlog is gone', backlog, BACKLOG_LIMIT_MS).catch(() =>
      complaints.push('backlog'),
    );
    const backlogMs = performance.now() - backFrom;
    expectThat('throttle after Redis was flushed', await caller.isThrottled('ninguem-2'));
    expectThat('revocation after Redis was flushed', await caller.refuses(ended));

    await store.kill();
    const refused = [await caller.upload()];
    await stayReadyFor(awayMs);
    refused.push(await caller.upload());
    for (const {status, ms} of refused)
      expectThat(`upload ${status} in ${ms} ms`, status === 503 && ms <= UPLOAD_LIMIT_MS);
    await store.start();
    await eventually('an upload', async () => (await caller.upload()).status === 200, BACKLOG_LIMIT_MS);
    await traffic.stop();
    const {status: swept} = await caller.post('/api/v1/imagens/varredura', {});
    expectThat('the sweep', swept === 200);
    const orphans = await countOrphans(database.url, store);
    const failures = describeFailures(traffic.outcomes);
    const {lost} = await ledgerOf(database.url, traffic.outcomes);
    const slowest = Math.max(...refused.map(({ms}) => ms));
    return {
      passed: complaints.length === 0 && failures === '' && lost.length === 0 && orphans === 0,
      figure:
        `each away ${awayMs / 1000} s: ${failures || '0'} failed of ${traffic.outcomes.length}, ${lost.length} lost; ` +
        `against expectation: ${[...new Set(complaints)].join(', ') || 'nothing'}; backlog gone in ${(backlogMs / 1000).toFixed(1)} s; ` +
        `uploads refused in ≤ ${slowest.toFixed(0)} ms; ${orphans} orphans`,
      bar: 'ready; 0 × 5xx; throttles and revocations hold; ≤ 30 s; 503 ≤ 3 s; 0 orphans',
    };
  } finally {
    await traffic.stop().catch(() => undefined);
    await Promise.all([api.stop('SIGKILL'), worker.stop('SIGKILL')]);
    await redis.kill();
    await store.remove();
    await database.drop();
    await rm(folder, {recursive: true, force: true});
  }
};

/** A refresh token whose family was ended, because an older one of it was used long after its successor. */
async function endedToken(caller: Caller, databaseUrl: string): Promise<unknown> {
  const {json: first} = await caller.post('/api/v1/auth/login', {username: USER, password: PASSWORD});
  const renew = async (refreshToken: unknown) =>
    (await caller.post('/api/v1/auth/refresh', {refreshToken})).json['refreshToken'];
  const second = await renew(first['refreshToken']);
  const third = await renew(second);
  await sql(databaseUrl, `update sessao_token set substituido_em = substituido_em - interval '1 minute'`);
  await renew(first['refreshToken']);
  return third;
}

/** Objects that are neither a cover nor a thumbnail of one, and covers without their object. */
async function countOrphans(databaseUrl: string, store: ObjectServer): Promise<number> {
  const covers = (await sql<{url: string}>(databaseUrl, 'select url from album_imagens')).map(({url}) => url);
  const keys = await store.keys();
  const strays = keys.filter(key => !covers.includes(key.replace(/_\d+\.webp$/, '')));
  return strays.length + covers.filter(url => !keys.includes(url)).length;
}
