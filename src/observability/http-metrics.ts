import {BindingScope, inject, injectable} from '@loopback/core';
import {Counter, Histogram, Registry} from 'prom-client';
import {ObservabilityKeys} from './keys';

/** From a cached read to the statement timeout, in seconds. */
const BUCKETS_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];
const LABELS = ['method', 'route', 'status'] as const;

type Label = (typeof LABELS)[number];

export interface HttpObservation {
  readonly method: string;
  /** Pattern of the route, such as `/api/v1/album/{id}`: never the path itself, of which there is no end. */
  readonly route: string;
  readonly status: number;
  readonly seconds: number;
}

/** A reading of all durations. */
export interface HttpDurations {
  /** When it was read, in milliseconds. */
  readonly at: number;
  readonly count: number;
  /** Answers with a 5xx. */
  readonly errors: number;
  /** Upper bound of each bucket in seconds, ascending, and how many were no longer. */
  readonly buckets: readonly (readonly [seconds: number, count: number])[];
}

/** Rate, errors and duration of requests by route pattern. */
@injectable({scope: BindingScope.SINGLETON})
export class HttpMetrics {
  private readonly duration: Histogram<Label>;
  private readonly failures: Counter<Label>;

  constructor(@inject(ObservabilityKeys.REGISTRY) registry: Registry) {
    this.duration = new Histogram({
      name: 'artistas_http_request_duration_seconds',
      help: 'Duration of HTTP requests by method, route pattern and status',
      labelNames: LABELS,
      buckets: BUCKETS_SECONDS,
      registers: [registry],
    });
    this.failures = new Counter({
      name: 'artistas_http_request_errors_total',
      help: 'HTTP requests answered with a 5xx',
      labelNames: LABELS,
      registers: [registry],
    });
  }

  /** All observations so far, whatever their labels. Buckets are cumulative. */
  async durations(): Promise<HttpDurations> {
    const {values} = await this.duration.get();
    const buckets = new Map(BUCKETS_SECONDS.map(bound => [bound, 0]));
    let count = 0;
    for (const {metricName, labels, value} of values) {
      const bound = Number((labels as {le?: number | string}).le);
      if (metricName?.endsWith('_count')) count += value;
      else if (buckets.has(bound)) buckets.set(bound, buckets.get(bound)! + value);
    }
    const errors = (await this.failures.get()).values.reduce((sum, {value}) => sum + value, 0);
    return {at: performance.now(), count, errors, buckets: [...buckets]};
  }

  observe({method, route, status, seconds}: HttpObservation): void {
    const labels = {method, route, status: String(status)};
    this.duration.observe(labels, seconds);
    if (status >= 500) this.failures.inc(labels);
  }
}
