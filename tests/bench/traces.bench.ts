import {Pool} from 'undici';
import {basic} from '../support/auth';
import {givenDatabase} from '../support/database';
import {ServiceProcess} from '../support/service-process';
import {sql} from '../support/sql';
import {TraceReceiver} from '../support/trace-receiver';

const ROUNDS = 5;
const REQUESTS = 2_000;
const CONNECTIONS = 8;

/** What tracing costs a read: processor time of the server, with nothing set, with an endpoint and no trace recorded, and with all. */
export async function benchTraces(): Promise<void> {
  const database = await givenDatabase();
  await sql(database.url, `insert into album (nome) values ('x')`);
  const receiver = await TraceReceiver.start();
  const endpoint = {OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url};
  const forms = {
    'nothing set': {},
    'endpoint, none recorded': {...endpoint, OTEL_TRACES_SAMPLER_ARG: '0'},
    'endpoint, all recorded': endpoint,
  };
  const measured = new Map<string, number[]>();
  // In turns, so that a busy machine is busy for all of them.
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [form, env] of Object.entries(forms)) {
      const api = await ServiceProcess.start('api', {DATABASE_URL: database.url, ...env});
      await load(api.url);
      const before = await cpuSeconds(api);
      await load(api.url);
      const micros = ((await cpuSeconds(api)) - before) * 1e6;
      await api.stop();
      // The first warms the machine, the others count.
      if (round > 0) measured.set(form, [...(measured.get(form) ?? []), micros / REQUESTS]);
    }
  }
  await receiver.stop();
  await database.drop();
  const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;
  const off = median(measured.get('nothing set')!);
  for (const [form, values] of measured) {
    const cost = median(values);
    process.stdout.write(
      `${form}: ${cost.toFixed(0)} µs of processor time a read, ${(cost / off).toFixed(2)} ×\n`,
    );
  }
}

async function load(url: string): Promise<void> {
  const pool = new Pool(url, {connections: CONNECTIONS});
  let left = REQUESTS;
  const line = async (): Promise<void> => {
    while (left-- > 0) {
      const {body} = await pool.request({method: 'GET', path: '/api/v1/album/1', headers: basic()});
      await body.dump();
    }
  };
  await Promise.all(Array.from({length: CONNECTIONS}, line));
  await pool.close();
}

async function cpuSeconds({metricsUrl}: ServiceProcess): Promise<number> {
  const text = await (await fetch(`${metricsUrl}/metrics`)).text();
  return Number(/^process_cpu_seconds_total (\S+)$/m.exec(text)![1]);
}
