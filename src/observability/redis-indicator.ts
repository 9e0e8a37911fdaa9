import {BindingScope, inject, injectable} from '@loopback/core';
import {DatasourceKeys} from '../datasources/keys';
import type {RedisConnection} from '../datasources/redis';
import {asHealthIndicator} from './keys';
import type {Health, HealthIndicator} from './types';

/** Redis, without which everything goes on: so the whole does not count it as DOWN. */
@injectable({scope: BindingScope.SINGLETON}, asHealthIndicator)
export class RedisIndicator implements HealthIndicator {
  readonly name = 'redis';
  readonly dependency = 'redis';

  constructor(@inject(DatasourceKeys.REDIS) private readonly redis: RedisConnection) {}

  async check(): Promise<Health> {
    try {
      await this.redis.client.ping();
      return {status: 'UP', details: {redis: 'Disponível'}};
    } catch (error) {
      const degraded =
        'cada réplica conta os limites por si; tarefas esperam; eventos chegam com até 1 s de atraso';
      return {status: 'UNKNOWN', details: {redis: 'Indisponível', degraded, error: (error as Error).message}};
    }
  }
}
