import {RegionaisApi, silent} from '../support/regionais-api';
import {basic} from '../support/auth';
import {eventually} from '../support/eventually';
import {givenDatabase} from '../support/database';
import {ServiceProcess} from '../support/service-process';
import {sql} from '../support/sql';
import type {Row} from './types';

const LIST = [{id: 1, nome: 'CUIABÁ'}];
const TAKEN_OVER_LIMIT_MS = 60_000;

/** R3: a worker is killed in the middle of a job, again and again; the job is done in the end, and done once. */
export const workerKilled: Row = async ({quick}) => {
  const kills = quick ? 2 : 10;
  const database = await givenDatabase();
  const external = await RegionaisApi.start();
  const env = {DATABASE_URL: database.url, REGIONAIS_URL: external.url, REGIONAIS_CRON: '0 0 1 1 *'};
  const api = await ServiceProcess.start('api', {...env, RUN_WORKER: 'off'});
  let worker = await ServiceProcess.start('worker', env);
  let longestMs = 0;
  try {
    // After the run that comes with the start.
    const ended = async () =>
      (await sql(database.url, `select from sincronizacao where concluida_em is not null`)).length;
    external.behave(LIST);
    await eventually('the run after the start', async () => (await ended()) === 1, TAKEN_OVER_LIMIT_MS);
    await sql(database.url, 'truncate regionais');

    external.behave(silent);
    const headers = {...basic(), prefer: 'respond-async'};
    const {status} = await fetch(`${api.url}/api/v1/regionais/sincronizar`, {method: 'POST', headers});
    if (status !== 202) throw new Error(`The job was not taken: ${status}`);
    for (let kill = 0; kill <= kills; kill++) {
      const calls = external.calls.length;
      const from = performance.now();
      if (kill === kills) external.behave(LIST);
      await eventually('a worker takes the job', () => external.calls.length > calls, TAKEN_OVER_LIMIT_MS);
      longestMs = Math.max(longestMs, performance.now() - from);
      if (kill === kills) break;
      await worker.stop('SIGKILL');
      worker = await ServiceProcess.start('worker', env);
    }
    // Each worker that starts a while after the others brings a run of its own, which has to be done too.
    const open = async () =>
      (
        await sql(
          database.url,
          `select from bullmq.job where queue = 'sincronizar-regionais' and state in ('waiting', 'active')`,
        )
      ).length + (await sql(database.url, 'select from sincronizacao where concluida_em is null')).length;
    await eventually('every job is done', async () => (await open()) === 0, TAKEN_OVER_LIMIT_MS);
    const [counts] = await sql<{lost: number; rows: number; runs: number}>(
      database.url,
      `select (select count(*)::int from bullmq.job
                where queue = 'sincronizar-regionais' and state not in ('completed', 'delayed')) as lost,
              (select count(*)::int from regionais) as rows,
              (select count(*)::int from sincronizacao where origem = 'MANUAL') as runs`,
    );
    const {lost, rows, runs} = counts!;
    return {
      passed: lost === 0 && rows === LIST.length && runs === 1 && longestMs <= TAKEN_OVER_LIMIT_MS,
      figure: `${kills} kills: ${lost} jobs lost, effect ${rows} time(s), taken over in ≤ ${(longestMs / 1000).toFixed(0)} s`,
      bar: '0 lost; effect once; ≤ 60 s',
    };
  } finally {
    await worker.stop();
    await api.stop();
    await external.stop();
    await database.drop();
  }
};
