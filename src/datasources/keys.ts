import {BindingKey} from '@loopback/core';
import type {DatabaseSettings} from './catalogo.datasource';
import type {JobPool} from './job-pool';
import type {ProbeConnection} from './probe-connection';
import type {RedisConnection, RedisSettings} from './redis';
import type {Signals} from './signals';

export const DatasourceKeys = {
  DATABASE_SETTINGS: BindingKey.create<DatabaseSettings>('datasources.config.catalogo-settings'),
  /** Bound only where Redis is not. */
  JOB_POOL: BindingKey.create<JobPool>('datasources.job-pool'),
  PROBE: BindingKey.create<ProbeConnection>('datasources.probe'),
  /** Bound only where Redis is configured. */
  REDIS: BindingKey.create<RedisConnection>('datasources.redis'),
  REDIS_SETTINGS: BindingKey.create<RedisSettings>('datasources.redis-settings'),
  /** Over Redis where it is configured, else over PostgreSQL. */
  SIGNALS: BindingKey.create<Signals>('datasources.signals'),
} as const;
