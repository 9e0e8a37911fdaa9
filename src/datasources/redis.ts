import {BindingScope, inject, injectable, LifeCycleObserver} from '@loopback/core';
import type {Redis, RedisOptions} from 'ioredis';
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

  constructor(@inject(DatasourceKeys.REDIS_SETTINGS) private readonly settings: RedisSettings) {
    this.client = this.open({
      commandTimeout: COMMAND_TIMEOUT_MS,
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
    });
  }

  /** One more connection, for whoever subscribes: it can do nothing else. Subscriptions come back with it. */
  openSubscriber(): Redis {
    return this.open({maxRetriesPerRequest: null});
  }

  stop(): void {
    this.client.disconnect();
  }

  private open(options: RedisOptions): Redis {
    // Loaded only where Redis is used: it is 45 files and 5 MB.
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const ioredis = require('ioredis') as typeof import('ioredis');
    const opened = new ioredis.Redis(this.settings.url, {
      connectTimeout: CONNECT_TIMEOUT_MS,
      retryStrategy: attempt => Math.min(attempt * 100, MAX_RETRY_DELAY_MS),
      ...options,
    });
    return opened.on('error', this.settings.onError);
  }
}
