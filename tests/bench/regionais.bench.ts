import {Item, RegionaisApi} from '../support/regionais-api';
import {basic} from '../support/auth';
import {ServiceProcess} from '../support/service-process';
import type {Row} from '../scoreboard/types';
import {withDurableDatabase} from './durable-database';

const OFFICES = 100_000;
const MEGABYTE = 1024 * 1024;

interface Measured {
  readonly name: string;
  readonly seconds: number;
}

interface Measurement {
  readonly measured: readonly Measured[];
  /** Resident memory at its highest, above what it was at rest. */
  readonly addedBytes: number;
}

const offices = (name: (index: number) => string): Item[] =>
  Array.from({length: OFFICES}, (_, index) => ({id: index + 1, nome: name(index)}));

/** One synchronisation by hand, from the request to its answer. */
async function measure(service: ServiceProcess, name: string): Promise<Measured> {
  const startedAt = performance.now();
  const headers = basic();
  const {status} = await fetch(`${service.url}/api/v1/regionais/sincronizar?forcar=true`, {
    method: 'POST',
    headers,
  });
  const seconds = (performance.now() - startedAt) / 1000;
  if (status !== 204) throw new Error(`${name}: answered ${status}`);
  return {name, seconds};
}

/** The synchronisation of 100,000 offices in a process of the API, over a database that writes to disk. */
async function measureAll(): Promise<Measurement> {
  const external = await RegionaisApi.start();
  try {
    return await withDurableDatabase(async databaseUrl => {
      const env = {DATABASE_URL: databaseUrl, REGIONAIS_URL: external.url, RUN_WORKER: 'off'};
      const service = await ServiceProcess.start('api', env);
      try {
        // The first call loads what a synchronisation needs, and the first login its hash.
        external.behave([{id: 0, nome: 'x'}]);
        await measure(service, 'warm-up');
        const memory = service.watchMemory();
        const steps: [string, Item[]][] = [
          ['first', offices(index => `REGIONAL ${index}`)],
          ['1 % changed', offices(index => `REGIONAL ${index}${index % 100 === 0 ? ' II' : ''}`)],
          ['all renamed', offices(index => `REGIONAL ${index} III`)],
        ];
        const measured: Measured[] = [];
        for (const [name, list] of steps) {
          external.behave(list);
          measured.push(await measure(service, name));
        }
        return {measured, addedBytes: memory()};
      } finally {
        await service.stop();
      }
    });
  } finally {
    await external.stop();
  }
}

const inMegabytes = (bytes: number): string => `${(bytes / MEGABYTE).toFixed(0)} MiB`;

export async function benchRegionais(): Promise<void> {
  const {measured, addedBytes} = await measureAll();
  for (const {name, seconds} of measured)
    process.stdout.write(`${name.padEnd(12)} ${seconds.toFixed(2)} s\n`);
  process.stdout.write(`memory       +${inMegabytes(addedBytes)}\n`);
}

/** P6. That the number of statements is the same for any list is held by a test. */
export const regionalSync: Row = async () => {
  const {measured, addedBytes} = await measureAll();
  const [first, changed, renamed] = measured.map(({seconds}) => seconds) as [number, number, number];
  return {
    passed: first <= 3 && changed <= 1.5 && renamed <= 6 && addedBytes <= 96 * MEGABYTE,
    figure: `${[first, changed, renamed].map(s => `${s.toFixed(2)} s`).join(', ')}, +${inMegabytes(addedBytes)}`,
    bar: '100,000 offices: first ≤ 3 s, 1 % changed ≤ 1.5 s, all renamed ≤ 6 s, ≤ 96 MiB',
  };
};
