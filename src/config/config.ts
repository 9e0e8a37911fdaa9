import {resolve} from 'node:path';
import {
  cron,
  defaultHost,
  Environment,
  flag,
  list,
  logLevel,
  LogLevel,
  metricsPort,
  number,
  parseUrl,
  readVariable,
} from './readers';
import {StartupError} from './startup-error';
import {readTracing, TracingConfig} from './tracing-config';
import type {VariableName} from './variables';
import {DEVELOPMENT_JWT_SECRET, DEVELOPMENT_PASSWORD} from './variables/auth';

export type {Environment};

/** RFC 7518, 3.2: a key of HS256 has at least the size of its hash. */
const MIN_JWT_SECRET_BYTES = 32;
/** What every S3 takes. */
const BUCKET_NAME = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
/** How long proxies and clusters may take to learn that a process stops; on a laptop there are none. */
const PRODUCTION_DRAIN_SECONDS = 10;

/** All settings of a process, read once and frozen. `variables.ts` says what each means. */
export interface Config {
  readonly production: boolean;
  readonly port: number;
  readonly host: string;
  /** 0: neither metrics nor pages for administrators are served. */
  readonly metricsPort: number;
  readonly metricsHost: string;
  /** Absolute path. */
  readonly dataDir: string;
  readonly database: {
    /** Absent: the embedded one is started. */
    readonly url?: string;
    /** The same database through a pooler of transactions. */
    readonly poolerUrl?: string;
    readonly replicaUrl?: string;
    readonly poolSize: number;
    /** How long a start waits for it. */
    readonly waitSeconds: number;
    readonly migrateOnStart: boolean;
    readonly sampleData: boolean;
  };
  readonly redisUrl?: string;
  /** Whether answers are kept. */
  readonly responseCache: boolean;
  /** Whether an API process does jobs. */
  readonly runsWorker: boolean;
  readonly regionais: {
    /** Absent: the list is not synchronised. */
    readonly url?: string;
    /** Absent: only at the start, and when somebody asks. */
    readonly cron?: string;
    readonly maxRemovedPercent: number;
  };
  readonly events: {
    /** Hours after which they may be forgotten. */
    readonly retentionHours: number;
    /** Whether sockets need a token to hear of them. */
    readonly login: boolean;
  };
  readonly storage: {
    /** Absent: objects are files in the folder of local files. */
    readonly s3?: {
      readonly endpoint: string;
      readonly publicEndpoint: string;
      readonly region: string;
      readonly bucket: string;
      readonly accessKey: string;
      readonly secretKey: string;
    };
    readonly uploadLimitBytes: number;
    readonly uploadMaxFiles: number;
    readonly sweepCron: string;
  };
  readonly auth: {
    readonly jwtSecret: string;
    /** Absent: no secret is being replaced. */
    readonly previousJwtSecret?: string;
    readonly username: string;
    readonly password: string;
    readonly accessTokenSeconds: number;
    readonly refreshTokenSeconds: number;
  };
  readonly auditRetentionDays: number;
  /** Requests a minute; 0 = off. */
  readonly rateLimit: number;
  readonly catalogo: {
    /** Requests a minute; 0 = off. */
    readonly rateLimit: number;
    /** Whether it is read without signing in. */
    readonly isPublic: boolean;
  };
  readonly trustedProxies: readonly string[];
  readonly corsOrigins: readonly string[];
  readonly bodyLimitBytes: number;
  readonly maxConnections: number;
  readonly healthDetails: boolean;
  /** How long it serves on once it is told to stop. */
  readonly drainSeconds: number;
  readonly logLevel: LogLevel;
  readonly tracing: TracingConfig;
}

/**
 * Settings from the environment; the only reader of it.
 * @throws StartupError naming the variable that is missing, malformed or unfit for production
 */
export function loadConfig(env: Environment): Config {
  const text = (name: VariableName): string => readVariable(name, env);
  const production = text('NODE_ENV') === 'production';
  const port = number('PORT', text('PORT'));
  const databaseUrl = text('DATABASE_URL') || undefined;
  const besideDatabase = (name: 'DATABASE_POOLER_URL' | 'DATABASE_READ_URL'): string | undefined => {
    const url = text(name);
    if (!url) return undefined;
    if (!databaseUrl) throw new StartupError(`DATABASE_URL must be set where ${name} is.`);
    return parseUrl(name, url, ['postgres:', 'postgresql:']);
  };
  const config: Config = {
    production,
    port,
    host: text('HOST') || defaultHost(production),
    metricsPort: metricsPort(text('METRICS_PORT'), port),
    metricsHost: text('METRICS_HOST') || defaultHost(production),
    dataDir: resolve(text('DATA_DIR')),
    database: {
      url: databaseUrl && parseUrl('DATABASE_URL', databaseUrl, ['postgres:', 'postgresql:']),
      poolerUrl: besideDatabase('DATABASE_POOLER_URL'),
      replicaUrl: besideDatabase('DATABASE_READ_URL'),
      poolSize: number('DATABASE_POOL_SIZE', text('DATABASE_POOL_SIZE')),
      waitSeconds: number('DATABASE_WAIT_SECONDS', text('DATABASE_WAIT_SECONDS')),
      migrateOnStart: text('MIGRATE_ON_START')
        ? flag('MIGRATE_ON_START', text('MIGRATE_ON_START'))
        : !production,
      sampleData: flag('SAMPLE_DATA', text('SAMPLE_DATA')),
    },
    redisUrl: text('REDIS_URL') ? parseUrl('REDIS_URL', text('REDIS_URL'), ['redis:', 'rediss:']) : undefined,
    responseCache: flag('RESPONSE_CACHE', text('RESPONSE_CACHE')),
    runsWorker: flag('RUN_WORKER', text('RUN_WORKER')),
    regionais: {
      url:
        text('REGIONAIS_URL') === 'off'
          ? undefined
          : parseUrl('REGIONAIS_URL', text('REGIONAIS_URL'), ['https:', 'http:']),
      cron: text('REGIONAIS_CRON') === 'off' ? undefined : cron('REGIONAIS_CRON', text('REGIONAIS_CRON')),
      maxRemovedPercent: number('REGIONAIS_MAX_REMOVED_PERCENT', text('REGIONAIS_MAX_REMOVED_PERCENT')),
    },
    events: {
      retentionHours: number('EVENT_RETENTION_HOURS', text('EVENT_RETENTION_HOURS')),
      login: flag('EVENT_LOGIN', text('EVENT_LOGIN')),
    },
    storage: {
      s3: text('S3_ENDPOINT') ? readS3(text) : undefined,
      uploadLimitBytes: number('UPLOAD_LIMIT_BYTES', text('UPLOAD_LIMIT_BYTES')),
      uploadMaxFiles: number('UPLOAD_MAX_FILES', text('UPLOAD_MAX_FILES')),
      sweepCron: cron('IMAGENS_CRON', text('IMAGENS_CRON')),
    },
    auth: {
      jwtSecret: text('JWT_SECRET'),
      previousJwtSecret: text('JWT_SECRET_PREVIOUS') || undefined,
      username: text('APP_USERNAME'),
      password: text('APP_PASSWORD'),
      accessTokenSeconds: number('ACCESS_TOKEN_SECONDS', text('ACCESS_TOKEN_SECONDS')),
      refreshTokenSeconds: number('REFRESH_TOKEN_SECONDS', text('REFRESH_TOKEN_SECONDS')),
    },
    auditRetentionDays: number('AUDIT_RETENTION_DAYS', text('AUDIT_RETENTION_DAYS')),
    rateLimit: number('RATE_LIMIT', text('RATE_LIMIT')),
    catalogo: {
      rateLimit: number('CATALOG_RATE_LIMIT', text('CATALOG_RATE_LIMIT')),
      isPublic: text('CATALOG_PUBLIC') ? flag('CATALOG_PUBLIC', text('CATALOG_PUBLIC')) : !production,
    },
    trustedProxies: list(text('TRUSTED_PROXIES')),
    corsOrigins: list(text('CORS_ORIGINS')),
    bodyLimitBytes: number('BODY_LIMIT_BYTES', text('BODY_LIMIT_BYTES')),
    maxConnections: number('MAX_CONNECTIONS', text('MAX_CONNECTIONS')),
    healthDetails: flag('HEALTH_DETAILS', text('HEALTH_DETAILS')),
    drainSeconds: text('DRAIN_SECONDS')
      ? number('DRAIN_SECONDS', text('DRAIN_SECONDS'))
      : production
        ? PRODUCTION_DRAIN_SECONDS
        : 0,
    logLevel: logLevel(text('LOG_LEVEL')),
    tracing: readTracing(text),
  };
  if (production) refuseDevelopmentSecrets(config.auth);
  return deepFreeze(config);
}

/** @throws StartupError when a part of it is missing */
function readS3(text: (name: VariableName) => string): Config['storage']['s3'] {
  const url = (name: VariableName): string => parseUrl(name, text(name), ['https:', 'http:']);
  for (const name of ['S3_ACCESS_KEY', 'S3_SECRET_KEY'] as const) {
    if (!text(name)) throw new StartupError(`${name} must be set where S3_ENDPOINT is.`);
  }
  if (!BUCKET_NAME.test(text('S3_BUCKET'))) {
    throw new StartupError('S3_BUCKET must be 3 to 63 lower-case letters, digits, dots and dashes.');
  }
  return {
    endpoint: url('S3_ENDPOINT'),
    publicEndpoint: url(text('S3_PUBLIC_ENDPOINT') ? 'S3_PUBLIC_ENDPOINT' : 'S3_ENDPOINT'),
    region: text('S3_REGION'),
    bucket: text('S3_BUCKET'),
    accessKey: text('S3_ACCESS_KEY'),
    secretKey: text('S3_SECRET_KEY'),
  };
}

function refuseDevelopmentSecrets(auth: Config['auth']): void {
  const secrets = {JWT_SECRET: auth.jwtSecret, JWT_SECRET_PREVIOUS: auth.previousJwtSecret};
  for (const [name, secret] of Object.entries(secrets)) {
    if (secret === undefined) continue;
    if (secret === DEVELOPMENT_JWT_SECRET || Buffer.byteLength(secret) < MIN_JWT_SECRET_BYTES) {
      throw new StartupError(
        `${name} must be set to a secret of at least ${MIN_JWT_SECRET_BYTES} bytes in production (try: openssl rand -base64 48).`,
      );
    }
  }
  if (auth.password === DEVELOPMENT_PASSWORD) {
    throw new StartupError('APP_PASSWORD must be set to a password of your own in production.');
  }
}

function deepFreeze<T extends object>(value: T): Readonly<T> {
  for (const member of Object.values(value)) {
    if (typeof member === 'object' && member !== null) deepFreeze(member as object);
  }
  return Object.freeze(value);
}
