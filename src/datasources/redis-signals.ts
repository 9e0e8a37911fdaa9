import {BindingScope, inject, injectable, LifeCycleObserver} from '@loopback/core';
import type {Redis} from 'ioredis';
import {DatasourceKeys} from './keys';
import type {RedisConnection} from './redis';
import {Signals} from './signals';

/** Signals over Redis. */
@injectable({scope: BindingScope.SINGLETON})
export class RedisSignals extends Signals implements LifeCycleObserver {
  private subscriber?: Redis;

  constructor(@inject(DatasourceKeys.REDIS) private readonly redis: RedisConnection) {
    super();
  }

  stop(): void {
    this.subscriber?.disconnect();
  }

  protected async publish(name: string): Promise<void> {
    await this.redis.client.publish(name, '');
  }

  protected subscribe(name: string): void {
    this.subscriber ??= this.connect();
    this.subscriber.subscribe(name).catch(() => undefined);
  }

  private connect(): Redis {
    const subscriber = this.redis.openSubscriber();
    subscriber.on('message', (name: string) => this.heard(name));
    return subscriber.on('ready', () => this.heardAll());
  }
}
