import type {Client} from 'pg';
import {clockFinding} from '../clock';
import {withDatabase} from '../database-session';
import {ok, warning} from '../finding';
import type {Check, Finding, Words} from '../types';

const ROUND_TRIPS = 5;
/** A request asks a few times in a row, and has a second in all. */
const SLOW_MS = 20;
/** Tokens and locks are compared across both clocks. */
const CLOCK_LIMIT_MS = 60_000;
/** How far PostgreSQL is, and whether it has our time. */
export const roundTrips: Check = {
  name: 'round-trips',
  async look({config}) {
    const {url} = config.database;
    // Why it cannot be reached, the check of the database tells.
    return url ? withDatabase(url, timeFindings).catch(() => []) : [];
  },
};

async function timeFindings(client: Client): Promise<Finding[]> {
  const trips: {readonly ms: number; readonly theirs: number; readonly ours: number}[] = [];
  for (let i = 0; i < ROUND_TRIPS; i++) {
    const [began, from] = [performance.now(), Date.now()];
    const {rows} = await client.query<{ms: string}>(
      'select extract(epoch from clock_timestamp()) * 1000 as ms',
    );
    const ms = performance.now() - began;
    trips.push({ms, theirs: Number(rows[0]!.ms), ours: from + ms / 2});
  }
  const fastest = trips.toSorted((a, b) => a.ms - b.ms)[0]!;
  const rounded = Math.round(fastest.ms * 10) / 10;
  const what: Words = {
    en: `PostgreSQL answers in ${rounded} ms.`,
    pt: `O PostgreSQL responde em ${rounded} ms.`,
  };
  return [
    fastest.ms <= SLOW_MS
      ? ok('database_latency', what)
      : warning('database_latency', what, {
          en: 'Run the service nearer to its database.',
          pt: 'Execute o serviço mais perto do banco.',
        }),
    clockFinding('database', 'PostgreSQL', {...fastest, limitMs: CLOCK_LIMIT_MS}),
  ];
}
