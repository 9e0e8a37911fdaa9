import {setTimeout as delay} from 'node:timers/promises';
import pLimit from 'p-limit';
import {basic} from '../support/auth';
import {givenDatabase} from '../support/database';
import {ServiceProcess} from '../support/service-process';
import {sql} from '../support/sql';
import {phcOf} from '../support/usuario';
import type {Row} from './types';

const ADDRESSES = 50;
/** So many passwords of one account are looked at before the next one has to wait. */
const ATTEMPTS_OF_ONE = 20;
const MAX_CHECKS = 100;
const MAX_DIFFERENCE = 0.05;

interface Attempt {
  readonly status: number;
  readonly waitSeconds: number;
  readonly ms: number;
  readonly text: string;
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;

/** S5: passwords of one account guessed from many addresses, and names that there are not. */
export const passwordGuessing: Row = async ({quick}) => {
  const [wrongLogins, unknownNames, pairs] = quick ? [200, 40, 100] : [1_000, 2_000, 400];
  const database = await givenDatabase();
  const env = {DATABASE_URL: database.url, RUN_WORKER: 'off', TRUSTED_PROXIES: '127.0.0.1'};
  const services = [await ServiceProcess.start('api', env), await ServiceProcess.start('api', env)] as const;
  const login = async (i: number, nome: string, address: string): Promise<Attempt> => {
    const from = performance.now();
    const answer = await fetch(`${services[i % 2]!.url}/api/v2/auth/login`, {
      method: 'POST',
      headers: {...basic(nome, `errada-${i}`), 'x-forwarded-for': address},
    });
    const text = await answer.text();
    const ms = performance.now() - from;
    return {status: answer.status, waitSeconds: Number(answer.headers.get('retry-after')), ms, text};
  };
  const network = (i: number): string => `2001:db8:${(i >> 8).toString(16)}:${(i & 255).toString(16)}::1`;
  const limit = pLimit(8);
  const many = (count: number, attempt: (i: number) => Promise<Attempt>): Promise<Attempt[]> =>
    Promise.all(Array.from({length: count}, (_, i) => limit(() => attempt(i))));
  try {
    const guesses = await many(wrongLogins, i => login(i, 'seletivo', network(i % ADDRESSES)));
    const checks = guesses.filter(({status}) => status === 401).length;
    const waits: number[] = [];
    // Whoever waits as long as it is told may try once more, and is told a longer time.
    for (let i = 0; i < (quick ? 2 : 4); i++) {
      const {status, waitSeconds} = await login(i, 'seletivo', network(ADDRESSES + i));
      if (status !== 429) continue;
      waits.push(waitSeconds);
      await delay(waitSeconds * 1_000);
      await login(i, 'seletivo', network(ADDRESSES + i));
    }
    const strangers = await many(unknownNames, i => login(i, `ninguem-${i}`, network(1_000 + i)));
    const bodies = new Set(
      [...guesses, ...strangers].filter(({status}) => status === 401).map(({text}) => text),
    );

    const known = Array.from({length: Math.ceil(pairs / ATTEMPTS_OF_ONE)}, (_, i) => `conhecida-${i}`);
    const statement = 'insert into usuario (nome_usuario, senha_hash) select unnest($1::text[]), $2';
    await sql(database.url, statement, [known, phcOf('cavalo bateria grampo')]);
    const ratios: number[] = [];
    // Neighbours are compared, and which is first changes, so that whatever else the machine does meets both.
    for (let i = 0; i < pairs; i++) {
      const group = i % known.length;
      const names = [known[group]!, `sem-nome-${group}`];
      const order = i % 2 ? [0, 1] : [1, 0];
      const ms: number[] = [];
      for (const kind of order) {
        ms[kind] = (await login(0, names[kind]!, network(10_000 + 2 * i + kind))).ms;
      }
      ratios.push(ms[0]! / ms[1]!);
    }
    const difference = Math.abs(median(ratios) - 1);
    return {
      passed:
        checks <= MAX_CHECKS &&
        waits.length > 1 &&
        waits.every((wait, i) => i === 0 || wait > waits[i - 1]!) &&
        bodies.size === 1 &&
        difference <= MAX_DIFFERENCE,
      figure:
        `${wrongLogins} guesses from ${ADDRESSES} addresses: ${checks} checks, waits of ${waits.join(', ')} s; ` +
        `${unknownNames} unknown names: ${bodies.size} kind(s) of body; a known one takes ${(difference * 100).toFixed(1)} % more or less`,
      bar: '≤ 100 checks; waits grow; one body; ≤ 5 %',
    };
  } finally {
    await Promise.all(services.map(service => service.stop()));
    await database.drop();
  }
};
