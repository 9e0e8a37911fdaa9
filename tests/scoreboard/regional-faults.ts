import {basic} from '../support/auth';
import {givenDatabase} from '../support/database';
import {Fault, faults} from '../support/regionais-faults';
import {RegionaisApi} from '../support/regionais-api';
import {ServiceProcess} from '../support/service-process';
import {sql} from '../support/sql';
import type {Row} from './types';

const LIST = Array.from({length: 100}, (_, i) => ({id: i + 1, nome: `R${i + 1}`}));
const MEGABYTE = 1024 * 1024;

/** R7: everything wrong that the external API can do. */
export const regionalFaults: Row = async () => {
  const database = await givenDatabase();
  const external = await RegionaisApi.start();
  const start = (url: string) =>
    ServiceProcess.start('api', {DATABASE_URL: database.url, REGIONAIS_URL: url, RUN_WORKER: 'off'});
  const service = await start(external.url);
  const overTls = await start(external.url.replace('http:', 'https:'));
  const sync = (of: ServiceProcess) =>
    fetch(`${of.url}/api/v1/regionais/sincronizar`, {method: 'POST', headers: basic()});
  const rows = async () => JSON.stringify(await sql(database.url, 'select * from regionais order by id'));
  const lastReason = async () =>
    (
      await sql<{motivo: string | null}>(
        database.url,
        'select motivo from sincronizacao order by id desc limit 1',
      )
    )[0]?.motivo;
  let longestMs = 0;
  const wrong: string[] = [];
  const inflict = async ({name, behaviour, want}: Fault): Promise<void> => {
    const before = await rows();
    if (behaviour) external.behave(behaviour);
    const from = performance.now();
    const {status} = await sync(behaviour ? service : overTls);
    longestMs = Math.max(longestMs, performance.now() - from);
    const isRight = want.startsWith(`${status} `) && (await rows()) === before && (await lastReason());
    if (!isRight) wrong.push(name);
  };
  try {
    external.behave(LIST);
    await sync(service);
    await sync(service);
    const memory = service.watchMemory();
    for (const fault of faults) await inflict(fault);
    const added = memory() / MEGABYTE;
    return {
      passed: wrong.length === 0 && longestMs <= 30_000 && added <= 64,
      figure: `${faults.length} behaviours: ${wrong.length} wrong ${wrong.join(', ')}, ≤ ${(longestMs / 1000).toFixed(0)} s, +${added.toFixed(0)} MiB`,
      bar: 'table unchanged, reason stored; ≤ 30 s; ≤ 64 MiB',
    };
  } finally {
    await overTls.stop();
    await service.stop();
    await external.stop();
    await database.drop();
  }
};
