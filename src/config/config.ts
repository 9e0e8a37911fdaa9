import {CronExpressionParser} from 'cron-parser';
import {readFileSync} from 'node:fs';
import {resolve} from 'node:path';
import {StartupError} from './startup-error';
import {DEVELOPMENT_JWT_SECRET, DEVELOPMENT_PASSWORD, Variable, VariableName, variables} from './variables';

export type Environment = Readonly<Record<string, string | undefined>>;

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];
/** RFC 7518, 3.2: a key of HS256 has at least the size of its hash. */
const MIN_JWT_SECRET_BYTES = 32;
/** What every S3 takes. */
const BUCKET_NAME = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
/** `/metrics` stands this far from `PORT`, so that two instances on two ports do not meet. */
const METRICS_PORT_OFFSET = 1000;

/** All settings of a process, read once and frozen. `variables.ts` says what each means. */
export interface Config {
  readonly production: boolean;
  readonly port: number;
  readonly host: string;
  /** 0: no metrics are served. */
  readonly metricsPort: number;
  /** Absolute path. */
  readonly dataDir: string;
  readonly database: {
    /** Absent: the embedded one is started. */
    readonly url?: string;
    readonly poolSize: number;
    readonly migrateOnStart: boolean;
    readonly sampleData: boolean;
  };
  readonly redisUrl?: string;
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
    readonly username: string;
    readonly password: string;
    readonly accessTokenSeconds: number;
    readonly refreshTokenSeconds: number;
  };
  /** Requests a minute; 0 = off. */
  readonly rateLimit: number;
  readonly trustedProxies: readonly string[];
  readonly corsOrigins: readonly string[];
  readonly bodyLimitBytes: number;
  readonly healthDetails: boolean;
  readonly drainSeconds: number;
  readonly logLevel: LogLevel;
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
  const config: Config = {
    production,
    port,
    host: text('HOST') || (production ? '0.0.0.0' : '127.0.0.1'),
    metricsPort: text('METRICS_PORT')
      ? number('METRICS_PORT', text('METRICS_PORT'))
      : metricsPortBeside(port),
    dataDir: resolve(text('DATA_DIR')),
    database: {
      url: databaseUrl && parseUrl('DATABASE_URL', databaseUrl, ['postgres:', 'postgresql:']),
      poolSize: number('DATABASE_POOL_SIZE', text('DATABASE_POOL_SIZE')),
      migrateOnStart: text('MIGRATE_ON_START')
        ? flag('MIGRATE_ON_START', text('MIGRATE_ON_START'))
        : !production,
      sampleData: flag('SAMPLE_DATA', text('SAMPLE_DATA')),
    },
    redisUrl: text('REDIS_URL') ? parseUrl('REDIS_URL', text('REDIS_URL'), ['redis:', 'rediss:']) : undefined,
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
      username: text('APP_USERNAME'),
      password: text('APP_PASSWORD'),
      accessTokenSeconds: number('ACCESS_TOKEN_SECONDS', text('ACCESS_TOKEN_SECONDS')),
      refreshTokenSeconds: number('REFRESH_TOKEN_SECONDS', text('REFRESH_TOKEN_SECONDS')),
    },
    rateLimit: number('RATE_LIMIT', text('RATE_LIMIT')),
    trustedProxies: list(text('TRUSTED_PROXIES')),
    corsOrigins: list(text('CORS_ORIGINS')),
    bodyLimitBytes: number('BODY_LIMIT_BYTES', text('BODY_LIMIT_BYTES')),
    healthDetails: flag('HEALTH_DETAILS', text('HEALTH_DETAILS')),
    drainSeconds: number('DRAIN_SECONDS', text('DRAIN_SECONDS')),
    logLevel: oneOf('LOG_LEVEL', text('LOG_LEVEL'), LOG_LEVELS),
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

export function readVariable(name: VariableName, env: Environment): string {
  const variable: Variable = variables[name];
  const value = env[name];
  if (value !== undefined && value !== '') return value;
  const file = variable.secret && env[`${name}_FILE`];
  if (!file) return variable.default ?? '';
  try {
    return readFileSync(file, 'utf8').replace(/\r?\n$/, '');
  } catch (cause) {
    throw new StartupError(`${name}_FILE names a file that cannot be read: ${file}.`, {cause});
  }
}

export function number(name: VariableName, text: string): number {
  const {min = 0, max = Number.MAX_SAFE_INTEGER}: Variable = variables[name];
  const value = /^\d+$/.test(text) ? Number(text) : NaN;
  if (value >= min && value <= max) return value;
  throw new StartupError(`${name} must be a whole number from ${min} to ${max}; it is "${text}".`);
}

function flag(name: VariableName, text: string): boolean {
  if (/^(on|true|1|yes)$/i.test(text)) return true;
  if (/^(off|false|0|no)$/i.test(text)) return false;
  throw new StartupError(`${name} must be "on" or "off"; it is "${text}".`);
}

function cron(name: VariableName, text: string): string {
  try {
    CronExpressionParser.parse(text);
    return text;
  } catch (cause) {
    throw new StartupError(`${name} must be a cron pattern such as "0 * * * *"; it is "${text}".`, {cause});
  }
}

export function list(text: string): readonly string[] {
  return text
    .split(',')
    .map(item => item.trim())
    .filter(item => item !== '');
}

export function oneOf<T extends string>(name: VariableName, text: string, allowed: readonly T[]): T {
  const found = allowed.find(item => item === text);
  if (found) return found;
  throw new StartupError(`${name} must be one of ${allowed.join(', ')}; it is "${text}".`);
}

function parseUrl(name: VariableName, text: string, protocols: readonly string[]): string {
  if (URL.canParse(text) && protocols.includes(new URL(text).protocol)) return text;
  // The value is not shown: it may hold a password.
  throw new StartupError(
    `${name} must be a URL that begins with ${protocols.map(p => `${p}//`).join(' or ')}.`,
  );
}

export function metricsPortBeside(port: number): number {
  if (port === 0) return 0;
  return port + METRICS_PORT_OFFSET <= 65_535 ? port + METRICS_PORT_OFFSET : port - METRICS_PORT_OFFSET;
}

function refuseDevelopmentSecrets(auth: {jwtSecret: string; password: string}): void {
  if (auth.jwtSecret === DEVELOPMENT_JWT_SECRET || Buffer.byteLength(auth.jwtSecret) < MIN_JWT_SECRET_BYTES) {
    throw new StartupError(
      `JWT_SECRET must be set to a secret of at least ${MIN_JWT_SECRET_BYTES} bytes in production (try: openssl rand -base64 48).`,
    );
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
