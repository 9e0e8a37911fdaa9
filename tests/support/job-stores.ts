import {Api} from './api';
import {withDatabase} from './database';
import {requireOnMachine} from './machine';
import {hasRedis, RedisServer} from './redis';

export const JOB_STORES = ['PostgreSQL', 'Redis'] as const;
export type JobStore = (typeof JOB_STORES)[number];

/** Replicas over one database and one job store of their own. Those of a test are stopped after it. */
export interface JobReplicas {
  readonly databaseUrl: string;
  /** Absent where jobs are in PostgreSQL. */
  readonly redis?: RedisServer;
  start(env?: Readonly<Record<string, string>>): Promise<Api>;
  /** All that were started. */
  stop(): Promise<void>;
}

/** For the `describe` that calls this. */
export function withJobStore(store: JobStore): JobReplicas {
  const apis: Api[] = [];
  let redis: RedisServer | undefined;
  const stop = async (): Promise<void> => {
    await Promise.all(apis.splice(0).map(api => api.stop()));
  };
  afterEach(stop);
  before(async function () {
    if (store === 'PostgreSQL') return;
    requireOnMachine(this, hasRedis(), 'redis-server');
    redis = await RedisServer.start();
  });
  after(() => redis?.kill());
  const database = withDatabase();
  return {
    get databaseUrl() {
      return database.url;
    },
    get redis() {
      return redis;
    },
    async start(env = {}) {
      const api = await Api.start(database.url, {
        RUN_WORKER: 'on',
        ...(redis && {REDIS_URL: redis.url}),
        ...env,
      });
      apis.push(api);
      return api;
    },
    stop,
  };
}
