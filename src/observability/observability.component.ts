import {
  Application,
  asLifeCycleObserver,
  Binding,
  Component,
  CoreBindings,
  createBindingFromClass,
  inject,
} from '@loopback/core';
import {HealthComponent} from '@loopback/health';
import {Registry} from 'prom-client';
import {readBuildInfo} from './build-info';
import {DatabaseMetrics} from './database-metrics';
import {DependencyWatch} from './dependency-watch';
import {LiveCheckProvider, ReadyCheckProvider} from './health-checks';
import {HealthReporter} from './health-reporter';
import {HttpMetrics} from './http-metrics';
import {CONSTANT_INDICATORS, INDICATORS} from './indicators';
import {asHealthIndicator, ObservabilityKeys} from './keys';
import {MetricsServer} from './metrics-server';
import {Readiness} from './readiness';
import type {MetricsAddress} from './types';

const KEY_PREFIX = 'observability.indicators';

/**
 * Metrics, and the framework's health paths with our checks behind them.
 * Needs `LOGGER` and `HEALTH_DETAILS`; serves `/metrics` where `METRICS_ADDRESS` is bound before it.
 */
export class ObservabilityComponent implements Component {
  readonly bindings: Binding[] = [
    Binding.bind(ObservabilityKeys.BUILD_INFO).to(readBuildInfo()),
    Binding.bind(ObservabilityKeys.REGISTRY).to(new Registry()),
    createBindingFromClass(HttpMetrics, {key: ObservabilityKeys.HTTP_METRICS}),
    createBindingFromClass(Readiness, {key: ObservabilityKeys.READINESS}),
    createBindingFromClass(HealthReporter, {key: ObservabilityKeys.HEALTH}),
    createBindingFromClass(ReadyCheckProvider, {key: 'readiness'}),
    createBindingFromClass(LiveCheckProvider, {key: 'liveness'}),
    ...INDICATORS.map(indicator => createBindingFromClass(indicator, {namespace: KEY_PREFIX})),
    ...CONSTANT_INDICATORS.map(indicator =>
      Binding.bind(`${KEY_PREFIX}.${indicator.name}`).to(indicator).apply(asHealthIndicator),
    ),
  ];

  constructor(
    @inject(CoreBindings.APPLICATION_INSTANCE) application: Application,
    @inject(ObservabilityKeys.METRICS_ADDRESS, {optional: true}) metricsAddress?: MetricsAddress,
  ) {
    application.component(HealthComponent);
    application.lifeCycleObserver(DependencyWatch);
    if (!metricsAddress) return;
    application.lifeCycleObserver(DatabaseMetrics);
    application.add(
      createBindingFromClass(MetricsServer, {key: ObservabilityKeys.METRICS_SERVER}).apply(
        asLifeCycleObserver,
      ),
    );
  }
}
