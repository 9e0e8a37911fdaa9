import {BindingKey, BindingTemplate, extensionFor} from '@loopback/core';
import type {Logger} from 'pino';
import type {Registry} from 'prom-client';
import type {HealthReporter} from './health-reporter';
import type {HttpMetrics} from './http-metrics';
import type {MetricsServer} from './metrics-server';
import type {Readiness} from './readiness';
import type {AdminPage, BuildInfo, MetricsAddress} from './types';

export const ObservabilityKeys = {
  LOGGER: BindingKey.create<Logger>('observability.logger'),
  BUILD_INFO: BindingKey.create<BuildInfo>('observability.build-info'),
  /** The one registry of all metrics. */
  REGISTRY: BindingKey.create<Registry>('observability.registry'),
  HTTP_METRICS: BindingKey.create<HttpMetrics>('observability.http-metrics'),
  /** Bound only where `/metrics` is wanted. */
  METRICS_ADDRESS: BindingKey.create<MetricsAddress>('observability.metrics-address'),
  METRICS_SERVER: BindingKey.create<MetricsServer>('observability.metrics-server'),
  /** What is at `/admin/` of that server; only where somebody can sign in. */
  ADMIN_PAGE: BindingKey.create<AdminPage>('observability.admin-page'),
  READINESS: BindingKey.create<Readiness>('observability.readiness'),
  HEALTH: BindingKey.create<HealthReporter>('observability.health'),
  /** Whether health shows its details to everybody. */
  HEALTH_DETAILS: BindingKey.create<boolean>('observability.health-details'),
} as const;

/** Extension point of the components of `/actuator/health`. */
export const HEALTH_INDICATORS = 'observability.health-indicators';
export const asHealthIndicator: BindingTemplate = extensionFor(HEALTH_INDICATORS);
