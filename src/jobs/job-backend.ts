import {BindingScope, inject, injectable} from '@loopback/core';
import type {ConnectionOptions, createRedisBackend, Processor, Queue, QueueBase, Worker} from 'bullmq';
import type {Logger} from 'pino';
import type {JobPool} from '../datasources/job-pool';
import {DatasourceKeys} from '../datasources/keys';
import type {RedisConnection, RedisSettings} from '../datasources/redis';
import {ObservabilityKeys} from '../observability/keys';
import {withLimit} from '../observability/with-limit';
import {registry} from './registry';
import type {JobName} from './types';

/** Codes of the operating system. */
const CONNECTION_CODE = /^E[A-Z]+$/;
/** A caller is told within this time that the queue is away. */
const READY_LIMIT_MS = 2_000;
const MAX_RECONNECT_DELAY_MS = 2_000;
/** A job whose process died is taken over after the lock and two checks. */
const LOCK_MS = 10_000;
const STALLED_CHECK_MS = 5_000;
/** A job that takes its process down with it each time is given up after so many. */
const MAX_STALLS = 20;
const RETRY_FETCH_MS = 1_000;
const PREFIX = 'artistas:jobs';
const DAY_SECONDS = 86_400;
/** Results are for people to look at; the failed ones wait longer for somebody. */
const KEEP_COMPLETED = {count: 200, age: DAY_SECONDS};
const KEEP_FAILED = {count: 1_000, age: 30 * DAY_SECONDS};
const MAX_PAYLOAD_BYTES = 65_536;

/** Opens queues and workers of BullMQ: on Redis where it is configured, else on PostgreSQL. The same to whoever uses them. */
@injectable({scope: BindingScope.SINGLETON})
export class JobBackend {
  constructor(
    @inject(ObservabilityKeys.LOGGER) private readonly logger: Logger,
    @inject(DatasourceKeys.JOB_POOL, {optional: true}) private readonly pool?: JobPool,
    @inject(DatasourceKeys.REDIS, {optional: true}) private readonly redis?: RedisConnection,
    @inject(DatasourceKeys.REDIS_SETTINGS, {optional: true}) private readonly redisSettings?: RedisSettings,
  ) {}

  /** Loads BullMQ, 25 MB, which the first queue or worker would do otherwise. */
  async load(): Promise<void> {
    await import('bullmq');
  }

  /** @throws Error when it is not there within two seconds */
  async openQueue(name: JobName): Promise<Queue> {
    const bullmq = await import('bullmq');
    const {attempts, backoffMs: delay} = registry[name];
    const options = {
      connection: (this.redis?.client ?? this.pool) as ConnectionOptions,
      prefix: PREFIX,
      defaultJobOptions: {
        attempts,
        backoff: {type: 'exponential', delay, jitter: 0.5},
        removeOnComplete: KEEP_COMPLETED,
        removeOnFail: KEEP_FAILED,
        sizeLimit: MAX_PAYLOAD_BYTES,
      },
    };
    return this.whenReady(new bullmq.Queue(name, options, await this.factory()));
  }

  /** A worker that fetches nothing before its `run()`. @throws Error when its database is not there within two seconds */
  async openWorker(name: JobName, processor: Processor): Promise<Worker> {
    const bullmq = await import('bullmq');
    const options = {
      connection: this.workerConnection(),
      prefix: PREFIX,
      autorun: false,
      concurrency: registry[name].concurrency,
      lockDuration: LOCK_MS,
      stalledInterval: STALLED_CHECK_MS,
      maxStalledCount: MAX_STALLS,
      runRetryDelay: RETRY_FETCH_MS,
    };
    return this.whenReady(new bullmq.Worker(name, processor, options, await this.factory()));
  }

  /** Both kinds are the same to us; the types of BullMQ tell them apart. */
  private async factory(): Promise<typeof createRedisBackend> {
    const bullmq = await import('bullmq');
    if (!this.pool) return bullmq.createRedisBackend;
    return bullmq.createPostgresBackend as unknown as typeof createRedisBackend;
  }

  /** A worker waits in Redis for the next job, so it has connections of its own, and waits for Redis for ever. */
  private workerConnection(): ConnectionOptions {
    if (!this.redisSettings) return this.pool as unknown as ConnectionOptions;
    return {
      url: this.redisSettings.url,
      maxRetriesPerRequest: null,
      retryStrategy: attempt => Math.min(attempt * 100, MAX_RECONNECT_DELAY_MS),
    };
  }

  /** What was opened while its store was away stays closed for ever, so it is thrown away and opened anew. */
  private async whenReady<T extends QueueBase>(opened: T): Promise<T> {
    opened.on('error', (error: NodeJS.ErrnoException) => {
      // A store that is away is told of once, by the watch of dependencies.
      const level = CONNECTION_CODE.test(error.code ?? '') ? 'debug' : 'warn';
      this.logger[level]({err: error, part: 'jobs', queue: opened.name}, 'job queue');
    });
    try {
      await withLimit(opened.waitUntilReady(), READY_LIMIT_MS);
      return opened;
    } catch (error) {
      opened.close().catch(() => undefined);
      throw error;
    }
  }
}
