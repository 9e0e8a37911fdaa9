import {createHash} from 'node:crypto';
import {setTimeout as delay} from 'node:timers/promises';
import {migrate} from '../../src/datasources/migrations';
import type {Row} from '../scoreboard/types';
import {sql} from '../support/sql';
import {withDurableDatabase} from './durable-database';
import {median, ratioOf} from './ratios';
import {Measured, measureRounds, RoundOptions} from './rounds';
import {byId, create, deepPage, listOfTwenty, Scenario, search} from './scenarios';
import {startApi, Target} from './target';

const SMALLEST = 10_000;
const ALL_SIZES = [SMALLEST, 100_000, 1_000_000, 10_000_000];
const FULL: RoundOptions = {rounds: 3, seconds: 3, warmUpSeconds: 2, isSameData: false};
const QUICK: RoundOptions = {...FULL, seconds: 2, warmUpSeconds: 1};
const SETTLE_MS = 2_000;
const MAX_GROWTH = 1.5;
const MAX_SEARCH_GROWTH = 5;

/** Two words of hexadecimal digits: each three of them are in one name of three hundred. */
const NAME = `substr(md5(n::text), 1, 8) || ' ' || substr(md5(n::text), 9, 8)`;
/** Words that one album has each, at every size. */
const rareWords = Array.from({length: 50}, (_, i) =>
  createHash('md5')
    .update(String(i * 199 + 1))
    .digest('hex')
    .slice(0, 8),
);

const one = search('search for a word that one album has', rareWords);
/** Finds the more, the more there are. */
const three = search('search for three letters', ['abc', '0f1', '777', 'd4e']);
const scenarios: readonly Scenario[] = [
  listOfTwenty,
  deepPage(({name}) => Number(name) / 40 - 1),
  byId,
  one,
  three,
  create,
];

/** A database with so many albums, made as fast as it can be. */
async function fill(url: string, albums: number): Promise<void> {
  await migrate({databaseUrl: url, sampleData: false, withJobQueue: true});
  const indexes = await sql<{indexname: string; indexdef: string}>(
    url,
    "select indexname, indexdef from pg_indexes where tablename = 'album' and indexname like '%nome%'",
  );
  const drops = indexes.map(({indexname}) => `drop index ${indexname};`).join('');
  const makes = indexes.map(({indexdef}) => `${indexdef};`).join('');
  await sql(
    url,
    `set session_replication_role = replica; set maintenance_work_mem = '1GB'; ${drops}
     insert into album (nome) select ${NAME} from generate_series(1, ${albums}) n;
     insert into contagem (tabela, total) values ('album', ${albums}); ${makes}`,
  );
  await sql(url, 'vacuum analyze');
}

async function measure(
  sizes: readonly number[],
  wanted: readonly Scenario[],
  options: RoundOptions,
): Promise<Measured[]> {
  return withDurableDatabase(async databaseUrl => {
    const targets: Target[] = [];
    try {
      for (const size of sizes) {
        await sql(databaseUrl, `create database albuns_${size} template template0 encoding 'UTF8'`);
        const url = Object.assign(new URL(databaseUrl), {pathname: `/albuns_${size}`}).href;
        process.stderr.write(`Filling ${size} albums…\n`);
        await fill(url, size);
        targets.push(await startApi(url, String(size), {RESPONSE_CACHE: 'off'}));
      }
      // What was just written is on the disk before anything is measured.
      await sql(databaseUrl, 'checkpoint');
      await delay(SETTLE_MS);
      return await measureRounds(
        wanted.map(scenario => ({scenario, targets})),
        options,
      );
    } finally {
      await Promise.all(targets.map(target => target.stop()));
    }
  });
}

/** Prints requests a second at each size, and beside those of the smallest. */
export async function benchScale(): Promise<void> {
  const measured = await measure(ALL_SIZES, scenarios, FULL);
  for (const {name} of scenarios) {
    process.stdout.write(`${name}\n`);
    for (const size of ALL_SIZES.map(String)) {
      const rounds = measured.filter(({scenario, target}) => scenario === name && target === size);
      const rate = median(rounds.map(({perSecond}) => perSecond));
      const p50 = median(rounds.map(({p50Ms}) => p50Ms));
      const growth = growthOf(measured, name, size);
      const cells = [
        size.padStart(9),
        `${rate.toFixed(0)}/s`,
        `${p50.toFixed(2)} ms`,
        `${growth.toFixed(2)} ×`,
      ];
      process.stdout.write(`${cells.map(cell => cell.padEnd(12)).join('')}\n`);
    }
  }
}

/** How much more of the time a request takes than with the fewest albums. */
const growthOf = (measured: readonly Measured[], scenario: string, size: string): number =>
  ratioOf(measured, scenario, [String(SMALLEST), size]).median;

/** P5 */
export const growth: Row = async ({quick}) => {
  const largest = quick ? 200_000 : ALL_SIZES.at(-1)!;
  const measured = await measure(
    [SMALLEST, largest],
    scenarios.filter(scenario => scenario !== three),
    quick ? QUICK : FULL,
  );
  const found = [...new Set(measured.map(({scenario}) => scenario))].map(name => ({
    name,
    factor: growthOf(measured, name, String(largest)),
    most: name === one.name ? MAX_SEARCH_GROWTH : MAX_GROWTH,
  }));
  return {
    passed: found.every(({factor, most}) => factor <= most),
    figure: `${SMALLEST} → ${largest} albums: ${found.map(({name, factor}) => `${name} ${factor.toFixed(2)} ×`).join(', ')}`,
    bar: `≤ ${MAX_GROWTH} ×; search ≤ ${MAX_SEARCH_GROWTH} ×`,
  };
};
