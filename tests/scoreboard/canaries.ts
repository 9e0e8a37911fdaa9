import {basic} from '../support/auth';
import {CANARIES, forgeries, leaks, leaksOfAccounts, provoke, RAW_FORGERIES} from '../support/canaries';
import {givenDatabase} from '../support/database';
import {freePort} from '../support/free-port';
import {ServiceProcess} from '../support/service-process';
import {sql} from '../support/sql';
import type {Row} from './types';

/** What stands in a line of the log for itself, and not as an escape. */
// eslint-disable-next-line no-control-regex
const CONTROL = /[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]/;

const isLine = (text: string): boolean => {
  if (CONTROL.test(text)) return false;
  try {
    return 'level' in (JSON.parse(text) as object);
  } catch {
    return false;
  }
};

/** S9: secrets by every way that fails, while all works, with the stores away, and with the tables gone. */
export const canaries: Row = async ({quick}) => {
  const database = await givenDatabase({template: 'sample'});
  const away = await freePort();
  const service = await ServiceProcess.start('api', {
    DATABASE_URL: database.url,
    LOG_LEVEL: 'trace',
    RUN_WORKER: 'off',
    NODE_ENV: 'production',
    JWT_SECRET: CANARIES.jwtSecret,
    APP_PASSWORD: CANARIES.appPassword,
    REDIS_URL: `redis://:${CANARIES.redisPassword}@127.0.0.1:${away}`,
    S3_ENDPOINT: `http://127.0.0.1:${away}`,
    S3_ACCESS_KEY: CANARIES.s3AccessKey,
    S3_SECRET_KEY: CANARIES.s3SecretKey,
  });
  const rounds = quick ? 1 : 5;
  const seen: string[] = [];
  const wrong: string[] = [];
  let answers = 0;
  const admin = basic('seletivo', CANARIES.appPassword);
  const requests = [...leaks(), ...leaksOfAccounts(admin), ...forgeries()];
  const run = async (): Promise<void> => {
    const round = await provoke(service.url, requests, RAW_FORGERIES);
    seen.push(round.text);
    wrong.push(...round.wrong);
    answers += round.answers;
  };
  try {
    const login = await fetch(`${service.url}/api/v2/auth/login`, {method: 'POST', headers: admin});
    const pair = (await login.json()) as Record<string, string>;
    const enrolment = await fetch(`${service.url}/api/v1/eu/totp`, {
      method: 'POST',
      headers: {...admin, 'content-type': 'application/json'},
      body: JSON.stringify({senha: CANARIES.appPassword}),
    });
    const {segredo} = (await enrolment.json()) as {segredo: string};
    for (let round = 0; round < rounds; round++) await run();
    await sql(
      database.url,
      'alter table usuario rename to usuario_sumido; alter table album rename to album_sumido',
    );
    await run();
    await service.stop();
    // What was given to the process and to callers, as it is and as it may be written.
    const {password: databasePassword} = new URL(database.url);
    const secrets = [...Object.values(CANARIES), databasePassword].filter(text => text !== '');
    const written = [...secrets, ...secrets.map(text => Buffer.from(`seletivo:${text}`).toString('base64'))];
    const leaked = written.filter(text => service.output.includes(text) || seen.join('\n').includes(text));
    const issued = [...Object.values(pair).map(token => token.split('.')[2]!), segredo].filter(text =>
      service.output.includes(text),
    );
    const lines = service.output.split('\n').filter(text => text !== '');
    const forged = lines.filter(text => !isLine(text));
    const errors = lines.filter(text => text.includes('"level":"error"')).length;
    const examples = [...leaked, ...wrong, ...forged].slice(0, 3).join(' · ');
    return {
      passed: leaked.length + issued.length + wrong.length + forged.length === 0 && errors > 0,
      figure:
        `${secrets.length} secrets, ${answers} answers, ${lines.length} lines (${errors} errors): ` +
        `${leaked.length + issued.length} seen, ${wrong.length} answers without their header, ${forged.length} forged lines ${examples}`,
      bar: '≥ 20 secrets: 0; 0; 0',
    };
  } finally {
    await service.stop();
    await database.drop();
  }
};
