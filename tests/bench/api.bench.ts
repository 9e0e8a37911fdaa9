import {setTimeout as delay} from 'node:timers/promises';
import type {Row} from '../scoreboard/types';
import {sql} from '../support/sql';
import {withDurableDatabase} from './durable-database';
import {median, ratioOf} from './ratios';
import {Measured, measureRounds, RoundOptions} from './rounds';
import {byId, create, listOfTwenty, Scenario} from './scenarios';
import {startApi, startTwin} from './target';

const ALBUMS = 10_000;
const FULL: RoundOptions = {rounds: 5, seconds: 3, warmUpSeconds: 2};
const QUICK: RoundOptions = {rounds: 3, seconds: 2, warmUpSeconds: 2};
/** A process that has just started still looks at its database. */
const SETTLE_MS = 2_000;
const API = 'API';
const CACHED = 'API, cache on';
const TWIN = 'Fastify + pg';

async function measure(scenarios: readonly Scenario[], options: RoundOptions): Promise<Measured[]> {
  return withDurableDatabase(async databaseUrl => {
    await sql(
      databaseUrl,
      `insert into album (nome) select 'Álbum ' || n from generate_series(1, ${ALBUMS}) n`,
    );
    await sql(databaseUrl, 'vacuum analyze album');
    const twin = await startTwin(databaseUrl, TWIN);
    const api = await startApi(databaseUrl, API, {RESPONSE_CACHE: 'off'});
    const cached = await startApi(databaseUrl, CACHED, {});
    try {
      await delay(SETTLE_MS);
      const targets = [api, cached, twin];
      return await measureRounds(
        scenarios.map(scenario => ({scenario, targets})),
        options,
      );
    } finally {
      await Promise.all([api, cached, twin].map(target => target.stop()));
    }
  });
}

/** A line for each server under each load, with medians over the rounds. */
function* tableOf(measured: readonly Measured[]): Generator<string> {
  const heads = ['requests/s', 'p50 ms', 'p99 ms', 'CPU µs each', 'MiB', '× twin (lowest–highest)'];
  for (const [scenario, ofScenario] of Map.groupBy(measured, one => one.scenario)) {
    yield `\n${scenario}`;
    yield ['', ...heads].map((head, i) => head.padEnd(i === 0 ? 16 : 12)).join('');
    for (const [target, rounds] of Map.groupBy(ofScenario, one => one.target)) {
      const of = (read: (one: Measured) => number, digits: number): string =>
        median(rounds.map(read)).toFixed(digits);
      const {median: middle, lowest, highest} = ratioOf(measured, scenario, [target, TWIN]);
      const cells = [
        of(one => one.perSecond, 0),
        of(one => one.p50Ms, 2),
        of(one => one.p99Ms, 2),
        of(one => one.cpuMicrosEach, 0),
        of(one => one.memoryMebibytes, 0),
        `${middle.toFixed(2)} (${lowest.toFixed(2)}–${highest.toFixed(2)})`,
      ];
      yield target.padEnd(16) + cells.map(cell => cell.padEnd(12)).join('');
    }
  }
}

/** Prints a table, and each round as a line of JSON. */
export async function benchApi(): Promise<void> {
  const measured = await measure([listOfTwenty, byId, create], FULL);
  for (const round of measured) process.stdout.write(`${JSON.stringify(round)}\n`);
  for (const line of tableOf(measured)) process.stdout.write(`${line}\n`);
}

/** The lowest that counts, cache off and on. */
interface Bars {
  readonly api?: number;
  readonly cached?: number;
}

const row =
  (scenario: Scenario, bars: Bars): Row =>
  async ({quick}) => {
    const measured = await measure([scenario], quick ? QUICK : FULL);
    const sides = [
      {name: API, smallest: bars.api},
      {name: CACHED, smallest: bars.cached},
    ].filter(({smallest}) => smallest !== undefined);
    const found = sides.map(({name, smallest}) => {
      const {median: middle, lowest, highest} = ratioOf(measured, scenario.name, [name, TWIN]);
      const text = `${name} ${middle.toFixed(2)} × (${lowest.toFixed(2)}–${highest.toFixed(2)})`;
      return {text, isReached: middle >= smallest!};
    });
    return {
      passed: found.every(({isReached}) => isReached),
      figure: `${scenario.name}, of ${TWIN}: ${found.map(({text}) => text).join(', ')}`,
      bar: sides.map(({smallest}) => `≥ ${smallest} ×`).join(', '),
    };
  };

/** P1 */
export const listed = row(listOfTwenty, {api: 1});
/** P2 */
export const listedFromCache = row(listOfTwenty, {cached: 5});
/** P3 */
export const readById = row(byId, {api: 0.85, cached: 2.2});
/** P4 */
export const created = row(create, {cached: 0.7});
