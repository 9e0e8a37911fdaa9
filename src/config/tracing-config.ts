import {headerFields, parseUrl, part} from './readers';
import type {VariableName} from './variables';

/** Where traces go, and how many. */
export interface TracingConfig {
  /** Absent: nothing is traced. */
  readonly endpoint?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly serviceName: string;
  /** From 0 to 1. */
  readonly sampleRatio: number;
}

/** @throws StartupError naming the variable that is malformed */
export function readTracing(text: (name: VariableName) => string): TracingConfig {
  const endpoint = text('OTEL_EXPORTER_OTLP_ENDPOINT');
  return {
    endpoint: endpoint ? parseUrl('OTEL_EXPORTER_OTLP_ENDPOINT', endpoint, ['https:', 'http:']) : undefined,
    headers: headerFields('OTEL_EXPORTER_OTLP_HEADERS', text('OTEL_EXPORTER_OTLP_HEADERS')),
    serviceName: text('OTEL_SERVICE_NAME'),
    sampleRatio: part('OTEL_TRACES_SAMPLER_ARG', text('OTEL_TRACES_SAMPLER_ARG')),
  };
}
