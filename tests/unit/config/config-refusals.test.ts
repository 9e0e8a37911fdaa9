import {expect} from '@loopback/testlab';
import {loadBackupConfig} from '../../../src/config/backup-config';
import {Environment, loadConfig} from '../../../src/config/config';
import {StartupError} from '../../../src/config/startup-error';
import {Variable, variables} from '../../../src/config/variables';

const SECRET = 'um-segredo-de-producao-com-mais-de-32-bytes';
const production = {NODE_ENV: 'production', JWT_SECRET: SECRET, APP_PASSWORD: 'uma-senha-forte'};

const s3 = {S3_ENDPOINT: 'http://s3', S3_ACCESS_KEY: 'a', S3_SECRET_KEY: 'b'};

/** Everything that a process may read. */
function load(env: Environment): void {
  loadConfig(env);
  loadBackupConfig(env);
}

/** The sentence that these settings are refused with. */
function refusal(env: Environment): string {
  try {
    load(env);
  } catch (error) {
    expect(error).to.be.instanceOf(StartupError);
    return (error as Error).message;
  }
  throw new Error('They were not refused.');
}

describe('config: bounds of numbers', () => {
  const numbers = Object.entries(variables as Record<string, Variable>).filter(
    ([, {kind}]) => kind === 'number',
  );
  for (const [name, {min, max}] of numbers) {
    it(`${name} from ${min} to ${max}, inclusive`, () => {
      for (const value of [min, max]) expect(() => load({[name]: String(value)})).not.to.throw();
      const sentence = (text: string): string =>
        `${name} must be a whole number from ${min} to ${max}; it is "${text}".`;
      for (const text of [`${max! + 1}`, `${min! - 1}`, '1.5', '1e3', 'dez', ' 7', '0x10']) {
        expect(refusal({[name]: text})).to.equal(sentence(text));
      }
    });
  }
});

describe('config: what it refuses, by the name of the setting', () => {
  const cases: {name: string; env: Environment; want: string | RegExp}[] = [
    {
      name: 'a flag',
      env: {SAMPLE_DATA: 'talvez'},
      want: 'SAMPLE_DATA must be "on" or "off"; it is "talvez".',
    },
    {
      name: 'a log level',
      env: {LOG_LEVEL: 'alto'},
      want: /^LOG_LEVEL must be one of trace, .*; it is "alto"\.$/,
    },
    {
      name: 'a database of another kind',
      env: {DATABASE_URL: 'mysql://a'},
      want: /^DATABASE_URL must be a URL/,
    },
    {
      name: 'a pooler before no database',
      env: {DATABASE_POOLER_URL: 'postgresql://a/b'},
      want: 'DATABASE_URL must be set where DATABASE_POOLER_URL is.',
    },
    {
      name: 'a replica of no database',
      env: {DATABASE_READ_URL: 'postgresql://a/b'},
      want: 'DATABASE_URL must be set where DATABASE_READ_URL is.',
    },
    {name: 'a queue of another kind', env: {REDIS_URL: 'http://a'}, want: /^REDIS_URL must be a URL/},
    {
      name: 'the default secret in production',
      env: {...production, JWT_SECRET: undefined},
      want: /^JWT_SECRET must be set to a secret of at least 32 bytes in production/,
    },
    {
      name: 'a short secret in production',
      env: {...production, JWT_SECRET: SECRET.slice(0, 31)},
      want: /^JWT_SECRET must be set/,
    },
    {
      name: 'a short secret that is being replaced, in production',
      env: {...production, JWT_SECRET_PREVIOUS: SECRET.slice(0, 31)},
      want: /^JWT_SECRET_PREVIOUS must be set/,
    },
    {
      name: 'the default password in production',
      env: {...production, APP_PASSWORD: undefined},
      want: 'APP_PASSWORD must be set to a password of your own in production.',
    },
    {
      name: 'the default password in production, spelled out',
      env: {...production, APP_PASSWORD: 'admin'},
      want: /^APP_PASSWORD must be set/,
    },
    {
      name: 'an S3 without its keys',
      env: {S3_ENDPOINT: 'http://s3', S3_ACCESS_KEY: 'a'},
      want: 'S3_SECRET_KEY must be set where S3_ENDPOINT is.',
    },
    {
      name: 'an S3 of another kind',
      env: {...s3, S3_PUBLIC_ENDPOINT: 's3.exemplo.br'},
      want: /^S3_PUBLIC_ENDPOINT must be a URL/,
    },
    {name: 'a bucket that no S3 takes', env: {...s3, S3_BUCKET: 'Álbuns'}, want: /^S3_BUCKET must be/},
    {
      name: 'a collector of another kind',
      env: {OTEL_EXPORTER_OTLP_ENDPOINT: 'grpc://collector:4317'},
      want: /^OTEL_EXPORTER_OTLP_ENDPOINT must be a URL/,
    },
    ...['2', '-1', '10%'].map(text => ({
      name: `a part of traces that is ${text}`,
      env: {OTEL_TRACES_SAMPLER_ARG: text},
      want: `OTEL_TRACES_SAMPLER_ARG must be a number from 0 to 1; it is "${text}".`,
    })),
    {
      name: 'header fields that are none, without showing them',
      env: {OTEL_EXPORTER_OTLP_HEADERS: 'hunter2'},
      want: 'OTEL_EXPORTER_OTLP_HEADERS must be fields such as "name=value", with commas.',
    },
    {
      name: 'a file that is not there',
      env: {JWT_SECRET_FILE: '/nowhere/secret'},
      want: 'JWT_SECRET_FILE names a file that cannot be read: /nowhere/secret.',
    },
  ];
  for (const {name, env, want} of cases) {
    it(name, () => {
      if (want instanceof RegExp) expect(refusal(env)).to.match(want);
      else expect(refusal(env)).to.equal(want);
    });
  }

  it('without showing a URL, which may hold a password', () => {
    for (const name of ['DATABASE_URL', 'REDIS_URL']) {
      expect(refusal({[name]: 'ftp://ana:hunter2@host/x'})).not.to.match(/hunter2/);
    }
  });

  it('without showing a secret that is too short', () => {
    expect(refusal({...production, JWT_SECRET: 'hunter2'})).not.to.match(/hunter2/);
  });
});
