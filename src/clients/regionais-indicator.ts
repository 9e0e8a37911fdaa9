import {BindingScope, inject, injectable} from '@loopback/core';
import {asHealthIndicator} from '../observability/keys';
import type {Health, HealthIndicator} from '../observability/types';
import {ClientKeys} from './keys';
import type {RegionaisClient} from './regionais.client';

/**
 * The API of regional offices, as this process last found it: nobody asks it more often than the list is wanted. Without
 * it everything goes on, so the whole does not count it as DOWN.
 */
@injectable({scope: BindingScope.SINGLETON}, asHealthIndicator)
export class RegionaisIndicator implements HealthIndicator {
  readonly name = 'regionais';
  readonly dependency = 'regionais';

  constructor(@inject(ClientKeys.REGIONAIS) private readonly client: RegionaisClient) {}

  check(): Promise<Health> {
    const {latestFailure: failure} = this.client;
    if (!failure) return Promise.resolve({status: 'UP'});
    const {since, reason: error} = failure;
    const degraded = 'a última lista boa continua valendo';
    const details = {regionais: 'Indisponível', desde: since.toISOString(), degraded, error};
    return Promise.resolve({status: 'UNKNOWN', details});
  }
}
