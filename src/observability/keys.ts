import {BindingKey} from '@loopback/core';
import type {Logger} from 'pino';
import type {HttpMetrics} from './http-metrics';

export namespace ObservabilityKeys {
  export const LOGGER = BindingKey.create<Logger>('observability.logger');
  export const HTTP_METRICS = BindingKey.create<HttpMetrics>('observability.http-metrics');
  /** Where `/metrics` listens; port 0: nowhere. */
  export const METRICS_ADDRESS = BindingKey.create<{host: string; port: number}>(
    'observability.metrics-address',
  );
}
