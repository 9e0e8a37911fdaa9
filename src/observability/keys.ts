import {BindingKey} from '@loopback/core';
import type {Logger} from 'pino';
import type {HttpMetrics} from './http-metrics';

export const ObservabilityKeys = {
  LOGGER: BindingKey.create<Logger>('observability.logger'),
  HTTP_METRICS: BindingKey.create<HttpMetrics>('observability.http-metrics'),
  /** Where `/metrics` listens; port 0: nowhere. */
  METRICS_ADDRESS: BindingKey.create<{host: string; port: number}>('observability.metrics-address'),
} as const;
