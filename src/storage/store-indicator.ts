import {BindingScope, inject, injectable} from '@loopback/core';
import {asHealthIndicator} from '../observability/keys';
import type {Health, HealthIndicator} from '../observability/types';
import {StorageKeys} from './keys';
import type {ObjectStore} from './types';

/** The object store, under the name that clients of the replaced service know. */
@injectable({scope: BindingScope.SINGLETON}, asHealthIndicator)
export class StoreIndicator implements HealthIndicator {
  readonly name = 'minio';
  readonly dependency = 'storage';

  constructor(@inject(StorageKeys.STORE) private readonly store: ObjectStore) {}

  async check(): Promise<Health> {
    try {
      await this.store.ping();
      return {status: 'UP', details: {minio: 'Disponível'}};
    } catch (error) {
      return {status: 'DOWN', details: {minio: 'Indisponível', error: (error as Error).message}};
    }
  }
}
