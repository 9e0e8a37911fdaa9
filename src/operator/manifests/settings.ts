import type {V1EnvVar} from '@kubernetes/client-node';
import type {VariableName} from '../../config/variables';
import type {ArtistasApi, ArtistasApiSpec} from '../api/artistas-api';
import {backupSources, SecretSource, secretSources} from './references';

/** Settings by the names that the processes read; a secret comes from a file. */
export type Settings = Readonly<Partial<Record<VariableName | `${VariableName}_FILE`, string>>>;

/** What an object says of its backups. */
export type Backup = NonNullable<ArtistasApiSpec['backup']>;

export const HTTP_PORT = 8080;
export const METRICS_PORT = 9090;
/** Where secrets are mounted, each under the name of its setting. */
export const SECRETS_FOLDER = '/etc/artistas/secrets';
/** The only folder that can be written to. */
export const TMP_FOLDER = '/tmp';

/** What every process needs. */
export function commonSettings(cr: ArtistasApi): Settings {
  const {database, objectStorage, auth, logLevel} = cr.spec;
  const {endpoint, publicEndpoint, region, bucket} = objectStorage;
  return {
    NODE_ENV: 'production',
    METRICS_PORT: String(METRICS_PORT),
    DATA_DIR: `${TMP_FOLDER}/data`,
    DATABASE_POOL_SIZE: String(database.poolSize),
    S3_ENDPOINT: endpoint,
    ...(publicEndpoint !== undefined && {S3_PUBLIC_ENDPOINT: publicEndpoint}),
    S3_REGION: region,
    S3_BUCKET: bucket,
    APP_USERNAME: auth.username,
    LOG_LEVEL: logLevel,
    ...filesOf(secretSources(cr)),
  };
}

/** What the synchronisation of the regional offices needs, wherever it runs. */
export function regionaisSettings({spec: {regionais}}: ArtistasApi): Settings {
  return {
    ...(regionais.url !== undefined && {REGIONAIS_URL: regionais.url}),
    // The clock is that of the CronJob.
    REGIONAIS_CRON: 'off',
    REGIONAIS_MAX_REMOVED_PERCENT: String(regionais.maxRemovedPercent),
  };
}

export function apiSettings(cr: ArtistasApi): Settings {
  const {auth, rateLimit, trustedProxies, corsOrigins, rollout, worker} = cr.spec;
  return {
    ...commonSettings(cr),
    ...regionaisSettings(cr),
    PORT: String(HTTP_PORT),
    RUN_WORKER: worker.replicas > 0 ? 'off' : 'on',
    ACCESS_TOKEN_SECONDS: String(auth.accessTokenSeconds),
    REFRESH_TOKEN_SECONDS: String(auth.refreshTokenSeconds),
    RATE_LIMIT: String(rateLimit),
    TRUSTED_PROXIES: trustedProxies.join(','),
    // A list of nothing; an empty text would mean the default.
    CORS_ORIGINS: corsOrigins.join(',') || ',',
    DRAIN_SECONDS: String(rollout.drainSeconds),
  };
}

export function workerSettings(cr: ArtistasApi): Settings {
  return {...commonSettings(cr), ...regionaisSettings(cr)};
}

export function migrationSettings(cr: ArtistasApi): Settings {
  return {...commonSettings(cr), SAMPLE_DATA: cr.spec.database.sampleData ? 'on' : 'off'};
}

/** What backups, restores and drills need. @param deadlineSeconds after which the work is given up */
export function archiveSettings(cr: ArtistasApi, backup: Backup, deadlineSeconds: number): Settings {
  const {namespace = 'default', name} = cr.metadata;
  const {destination, retention} = backup;
  return {
    ...commonSettings(cr),
    ...filesOf(backupSources(cr)),
    BACKUP_S3_ENDPOINT: destination.endpoint,
    BACKUP_S3_REGION: destination.region,
    BACKUP_S3_BUCKET: destination.bucket,
    BACKUP_S3_PREFIX: destination.prefix ?? `${namespace}/${name}`,
    BACKUP_S3_ENCRYPTION: destination.encryption,
    BACKUP_KEEP_DAILY: String(retention.daily),
    BACKUP_KEEP_WEEKLY: String(retention.weekly),
    BACKUP_KEEP_MONTHLY: String(retention.monthly),
    BACKUP_DEADLINE_SECONDS: String(deadlineSeconds),
  };
}

function filesOf(secrets: readonly SecretSource[]): Settings {
  const files = secrets.map(({setting}) => [`${setting}_FILE`, `${SECRETS_FOLDER}/${setting}`]);
  return Object.fromEntries(files) as Settings;
}

/** The same as a container has it, with what the object adds or puts in the place of ours. */
export function environmentOf(cr: ArtistasApi, settings: Settings): V1EnvVar[] {
  const {extraEnv} = cr.spec.pod;
  const own = Object.entries(settings)
    .filter(([name]) => !extraEnv.some(extra => extra.name === name))
    .map(([name, value]) => ({name, value}));
  return [...own, ...extraEnv];
}
