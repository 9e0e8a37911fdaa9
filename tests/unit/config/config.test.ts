import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import {expect} from '@loopback/testlab';
import {BackupConfig, loadBackupConfig} from '../../../src/config/backup-config';
import {Config, Environment, loadConfig} from '../../../src/config/config';
import {Variable, variables} from '../../../src/config/variables';

const SECRET = 'um-segredo-de-producao-com-mais-de-32-bytes';
const production = {NODE_ENV: 'production', JWT_SECRET: SECRET, APP_PASSWORD: 'uma-senha-forte'};

describe('config: what an empty environment gives', () => {
  const cases: {name: string; read: (config: Config) => unknown; want: unknown}[] = [
    {name: 'port', read: c => c.port, want: 8080},
    {name: 'port of the metrics', read: c => c.metricsPort, want: 9080},
    {name: 'address', read: c => c.host, want: '127.0.0.1'},
    {name: 'data folder', read: c => c.dataDir, want: resolve('.data')},
    {name: 'database', read: c => c.database.url, want: undefined},
    {name: 'migrations at start', read: c => c.database.migrateOnStart, want: true},
    {name: 'sample data', read: c => c.database.sampleData, want: true},
    {name: 'Redis', read: c => c.redisUrl, want: undefined},
    {name: 'user', read: c => [c.auth.username, c.auth.password], want: ['seletivo', 'admin']},
    {
      name: 'lifetimes',
      read: c => [c.auth.accessTokenSeconds, c.auth.refreshTokenSeconds],
      want: [300, 1800],
    },
    {name: 'object store', read: c => c.storage.s3, want: undefined},
    {
      name: 'uploads',
      read: c => [c.storage.uploadLimitBytes, c.storage.uploadMaxFiles],
      want: [104_857_600, 10],
    },
    {name: 'secret that is being replaced', read: c => c.auth.previousJwtSecret, want: undefined},
    {name: 'audit', read: c => c.auditRetentionDays, want: 365},
    {name: 'rate limit', read: c => c.rateLimit, want: 10},
    {name: 'catalogue', read: c => c.catalogo, want: {rateLimit: 300, isPublic: true}},
    {name: 'proxies', read: c => c.trustedProxies, want: []},
    {name: 'origins', read: c => c.corsOrigins, want: ['http://localhost:3000', 'http://localhost:4200']},
    {name: 'events', read: c => c.events, want: {retentionHours: 168, login: false}},
    {name: 'drain', read: c => c.drainSeconds, want: 0},
    {name: 'log', read: c => c.logLevel, want: 'info'},
    {
      name: 'traces',
      read: c => c.tracing,
      want: {endpoint: undefined, headers: {}, serviceName: 'artistas-api', sampleRatio: 1},
    },
  ];
  for (const {name, read, want} of cases) {
    it(name, () => expect(read(loadConfig({}))).to.eql(want));
  }

  it('an empty value counts as none', () => expect(loadConfig({PORT: ''}).port).to.equal(8080));
});

describe('config: what it derives', () => {
  const cases: {name: string; env: Environment; read: (config: Config) => unknown; want: unknown}[] = [
    {name: 'production listens everywhere', env: production, read: c => c.host, want: '0.0.0.0'},
    {
      name: 'production shows the catalogue to who has signed in',
      env: production,
      read: c => c.catalogo.isPublic,
      want: false,
    },
    {
      name: 'and to everybody when it is told to',
      env: {...production, CATALOG_PUBLIC: 'on'},
      read: c => c.catalogo.isPublic,
      want: true,
    },
    {
      name: 'production migrates elsewhere',
      env: production,
      read: c => c.database.migrateOnStart,
      want: false,
    },
    {
      name: 'unless it is told to',
      env: {...production, MIGRATE_ON_START: 'on'},
      read: c => c.database.migrateOnStart,
      want: true,
    },
    {name: 'production serves on while it stops', env: production, read: c => c.drainSeconds, want: 10},
    {name: 'no clock of its own', env: {REGIONAIS_CRON: 'off'}, read: c => c.regionais.cron, want: undefined},
    {name: 'any port, any metrics port', env: {PORT: '0'}, read: c => c.metricsPort, want: 0},
    {
      name: 'the last port has its metrics below',
      env: {PORT: '65535'},
      read: c => c.metricsPort,
      want: 64535,
    },
    {
      name: 'an S3 by its address alone, and its keys',
      env: {S3_ENDPOINT: 'http://minio:9000', S3_ACCESS_KEY: 'a', S3_SECRET_KEY: 'b'},
      read: c => c.storage.s3,
      want: {
        endpoint: 'http://minio:9000',
        publicEndpoint: 'http://minio:9000',
        region: 'us-east-1',
        bucket: 'albuns',
        accessKey: 'a',
        secretKey: 'b',
      },
    },
    {name: 'a relative data folder', env: {DATA_DIR: 'a/b'}, read: c => c.dataDir, want: resolve('a/b')},
    {
      name: 'a list is trimmed and has no empty items',
      env: {TRUSTED_PROXIES: ' 10.0.0.0/8, ,::1,'},
      read: c => c.trustedProxies,
      want: ['10.0.0.0/8', '::1'],
    },
    ...['on', 'TRUE', '1', 'yes'].map(text => ({
      name: `flag "${text}"`,
      env: {HEALTH_DETAILS: text},
      read: (c: Config) => c.healthDetails,
      want: true,
    })),
    ...['off', 'False', '0', 'no'].map(text => ({
      name: `flag "${text}"`,
      env: {SAMPLE_DATA: text},
      read: (c: Config) => c.database.sampleData,
      want: false,
    })),
  ];
  for (const {name, env, read, want} of cases) {
    it(name, () => expect(read(loadConfig(env))).to.eql(want));
  }
});

describe('config: secrets from files', () => {
  const secrets = Object.entries(variables as Record<string, Variable>).filter(([, {secret}]) => secret);
  const read: Record<string, (config: Config, backup: BackupConfig) => unknown> = {
    DATABASE_URL: c => c.database.url,
    DATABASE_POOLER_URL: c => c.database.poolerUrl,
    DATABASE_READ_URL: c => c.database.replicaUrl,
    REDIS_URL: c => c.redisUrl,
    JWT_SECRET: c => c.auth.jwtSecret,
    JWT_SECRET_PREVIOUS: c => c.auth.previousJwtSecret,
    APP_PASSWORD: c => c.auth.password,
    S3_ACCESS_KEY: c => c.storage.s3?.accessKey,
    S3_SECRET_KEY: c => c.storage.s3?.secretKey,
    OTEL_EXPORTER_OTLP_HEADERS: c => `x-chave=${c.tracing.headers['x-chave']}`,
    BACKUP_S3_ACCESS_KEY: (_, backup) => backup.s3?.accessKey,
    BACKUP_S3_SECRET_KEY: (_, backup) => backup.s3?.secretKey,
  };
  const values: Record<string, string> = {
    DATABASE_URL: 'postgresql://a/b',
    DATABASE_POOLER_URL: 'postgresql://a/b',
    DATABASE_READ_URL: 'postgresql://a/b',
    REDIS_URL: 'redis://a',
    JWT_SECRET: SECRET,
    OTEL_EXPORTER_OTLP_HEADERS: 'x-chave=abc',
  };
  /** Settings without which the secret is not looked at. */
  const backup = {BACKUP_S3_ENDPOINT: 'http://s3', BACKUP_S3_BUCKET: 'b'};
  const beside: Record<string, Environment> = {
    DATABASE_POOLER_URL: {DATABASE_URL: 'postgresql://c/b'},
    DATABASE_READ_URL: {DATABASE_URL: 'postgresql://c/b'},
    BACKUP_S3_ACCESS_KEY: {...backup, BACKUP_S3_SECRET_KEY: 'x'},
    BACKUP_S3_SECRET_KEY: {...backup, BACKUP_S3_ACCESS_KEY: 'x'},
    S3_ACCESS_KEY: {S3_ENDPOINT: 'http://s3', S3_SECRET_KEY: 'x'},
    S3_SECRET_KEY: {S3_ENDPOINT: 'http://s3', S3_ACCESS_KEY: 'x'},
  };
  const readFrom = (env: Environment, name: string): unknown =>
    read[name]?.(loadConfig(env), loadBackupConfig(env));
  let folder: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), 'artistas-test-'))));
  after(() => rmSync(folder, {recursive: true}));

  for (const [name] of secrets) {
    const value = values[name] ?? 'senha com espaço ';
    it(`${name}_FILE, without its line end`, () => {
      const file = join(folder, name);
      writeFileSync(file, `${value}\n`);
      expect(readFrom({...beside[name], [`${name}_FILE`]: file}, name)).to.equal(value);
    });

    it(`${name} itself comes first`, () => {
      expect(readFrom({...beside[name], [name]: value, [`${name}_FILE`]: '/nowhere'}, name)).to.equal(value);
    });
  }

  it('only secrets are read from files', () => {
    expect(loadConfig({PORT_FILE: '/nowhere/port'}).port).to.equal(8080);
  });
});

it('config: nobody can change it, at any depth', () => {
  const config = loadConfig({});
  for (const part of [config, config.auth, config.database, config.corsOrigins]) {
    expect(Object.isFrozen(part)).to.be.true();
  }
});
