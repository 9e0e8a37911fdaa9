import {BindingScope, inject, injectable, LifeCycleObserver} from '@loopback/core';
import type {Redis} from 'ioredis';
import {DatasourceKeys} from './keys';

export interface RedisSettings {
  readonly url: string;
  readonly onError: (error: Error) => void;
}

/** A command that Redis does not answer in this time counts as failed; a request waits no longer for it. */
const COMMAND_TIMEOUT_MS = 500;
const CONNECT_TIMEOUT_MS = 2_000;
const MAX_RETRY_DELAY_MS = 2_000;

/** The connection to Redis, tried again for ever while it is away; commands fail at once meanwhile. */
@injectable({scope: BindingScope.SINGLETON})
export class RedisConnection implements LifeCycleObserver {
  readonly client: Redis;

  constructor(@inject(DatasourceKeys.REDIS_SETTINGS) {url, onError}: RedisSettings) {
    // Loaded only where Redis is used: it is 45 files and 5 MB.
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const ioredis = require('ioredis') as typeof import('ioredis');
    this.client = new ioredis.Redis(url, {
      commandTimeout: COMMAND_TIMEOUT_MS,
      connectTimeout: CONNECT_TIMEOUT_MS,
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      retryStrategy: attempt => Math.min(attempt * 100, MAX_RETRY_DELAY_MS),
    });
    this.client.on('error', onError);
  }

  stop(): void {
    this.client.disconnect();
  }
}
