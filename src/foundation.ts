import {Application, asLifeCycleObserver, createBindingFromClass} from '@loopback/core';
import {join} from 'node:path';
import type {Logger} from 'pino';
import {RegionaisClient} from './clients/regionais.client';
import {RegionaisIndicator} from './clients/regionais-indicator';
import {ClientKeys} from './clients/keys';
import type {Config} from './config/config';
import {CsvComponent} from './csv/csv.component';
import {IdempotencyComponent} from './idempotency/idempotency.component';
import {JobPool} from './datasources/job-pool';
import {DatasourceKeys} from './datasources/keys';
import {PostgresSignals} from './datasources/postgres-signals';
import {ProbeConnection} from './datasources/probe-connection';
import {RedisConnection} from './datasources/redis';
import {RedisSignals} from './datasources/redis-signals';
import {SilenceWatch} from './datasources/silence-watch';
import {JobRunner} from './jobs/job-runner';
import {JobsComponent} from './jobs/jobs.component';
import {JobKeys} from './jobs/keys';
import {schedulesFor} from './jobs/schedules-for';
import {ObservabilityKeys} from './observability/keys';
import {ObservabilityComponent} from './observability/observability.component';
import {RedisIndicator} from './observability/redis-indicator';
import {OutboxKeys} from './outbox/keys';
import {OutboxComponent} from './outbox/outbox.component';
import {Relay} from './outbox/relay';
import {ServiceKeys} from './services/keys';
import {StorageKeys} from './storage/keys';
import {StorageComponent} from './storage/storage.component';

/** What an application is made of, beside its settings. */
export interface ApplicationParts {
  readonly config: Config;
  /** The given PostgreSQL, or the embedded one. */
  readonly databaseUrl: string;
  readonly logger: Logger;
}

/** What every process of ours stands on: its log and metrics, the database, Redis, the object store, the job queues, other people's APIs. */
export function addFoundation(app: Application, {config, databaseUrl, logger}: ApplicationParts): void {
  app.bind(ObservabilityKeys.LOGGER).to(logger);
  app.bind(ObservabilityKeys.HEALTH_DETAILS).to(config.healthDetails);
  if (config.metricsPort > 0) {
    const {metricsHost: host, metricsPort: port} = config;
    app.bind(ObservabilityKeys.METRICS_ADDRESS).to({host, port});
  }
  app.component(ObservabilityComponent);

  app.bind(DatasourceKeys.DATABASE_SETTINGS).to({
    url: databaseUrl,
    poolerUrl: config.database.poolerUrl,
    poolSize: config.database.poolSize,
    // Each connection and each try; that the service itself is away is told once, by the watch of dependencies.
    onError: error => logger.debug({err: error, part: 'database'}, 'database connection lost'),
    replica: config.database.replicaUrl
      ? {
          url: config.database.replicaUrl,
          onAway: err =>
            logger.warn({err, part: 'replica'}, 'the replica does not answer: reads go to the database'),
          onBack: () => logger.info({part: 'replica'}, 'the replica answers reads again'),
        }
      : undefined,
  });
  // One binding for each: a second one would be a second connection, and only that one would be closed.
  app.add(createBindingFromClass(ProbeConnection, {key: DatasourceKeys.PROBE}).apply(asLifeCycleObserver));
  app.lifeCycleObserver(SilenceWatch);
  if (config.redisUrl) {
    app.bind(DatasourceKeys.REDIS_SETTINGS).to({
      url: config.redisUrl,
      onError: error => logger.debug({err: error, part: 'redis'}, 'redis connection lost'),
    });
    app.add(createBindingFromClass(RedisConnection, {key: DatasourceKeys.REDIS}).apply(asLifeCycleObserver));
    app.add(createBindingFromClass(RedisSignals, {key: DatasourceKeys.SIGNALS}).apply(asLifeCycleObserver));
    app.add(createBindingFromClass(RedisIndicator, {namespace: 'observability.indicators'}));
  } else {
    app.add(createBindingFromClass(JobPool, {key: DatasourceKeys.JOB_POOL}).apply(asLifeCycleObserver));
    app.add(
      createBindingFromClass(PostgresSignals, {key: DatasourceKeys.SIGNALS}).apply(asLifeCycleObserver),
    );
  }

  const {s3, uploadLimitBytes} = config.storage;
  if (s3) app.bind(StorageKeys.S3).to(s3);
  else {
    const folder = join(config.dataDir, 'objetos');
    app.bind(StorageKeys.LOCAL).to({folder, secret: config.auth.jwtSecret});
  }
  app.bind(StorageKeys.LIMIT_BYTES).to(uploadLimitBytes);
  app.component(StorageComponent);

  app.bind(ClientKeys.REGIONAIS_URL).to(config.regionais.url);
  app.add(createBindingFromClass(RegionaisClient, {key: ClientKeys.REGIONAIS}).apply(asLifeCycleObserver));
  if (config.regionais.url)
    app.add(createBindingFromClass(RegionaisIndicator, {namespace: 'observability.indicators'}));
  app.bind(ServiceKeys.MAX_REMOVED_PERCENT).to(config.regionais.maxRemovedPercent);
  app.bind(ServiceKeys.AUDIT_RETENTION_DAYS).to(config.auditRetentionDays);
  app.bind(JobKeys.SCHEDULES).to(schedulesFor(config));
  app.component(JobsComponent);
  app.bind(OutboxKeys.RETENTION_HOURS).to(config.events.retentionHours);
  app.component(OutboxComponent);
  app.component(IdempotencyComponent);
  app.component(CsvComponent);
}

/** Does the jobs in this process, and relays events. */
export function addWorker(app: Application): void {
  app.lifeCycleObserver(Relay);
  app.add(createBindingFromClass(JobRunner, {key: JobKeys.RUNNER}));
}
