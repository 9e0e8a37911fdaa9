import type {V1EnvVar} from '@kubernetes/client-node';
import type {VariableName} from '../../config/variables';
import type {ArtistasApi} from '../api/artistas-api';
import {secretSources} from './references';

/** Settings by the names that the processes read; a secret comes from a file. */
export type Settings = Readonly<Partial<Record<VariableName | `${VariableName}_FILE`, string>>>;

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
  const files = secretSources(cr).map(({setting}) => [`${setting}_FILE`, `${SECRETS_FOLDER}/${setting}`]);
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
    ...(Object.fromEntries(files) as Settings),
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

/** The same as a container has it, with what the object adds or puts in the place of ours. */
export function environmentOf(cr: ArtistasApi, settings: Settings): V1EnvVar[] {
  const {extraEnv} = cr.spec.pod;
  const own = Object.entries(settings)
    .filter(([name]) => !extraEnv.some(extra => extra.name === name))
    .map(([name, value]) => ({name, value}));
  return [...own, ...extraEnv];
}
