import {context, diag, DiagLogger, DiagLogLevel, propagation, trace} from '@opentelemetry/api';
import {AsyncLocalStorageContextManager} from '@opentelemetry/context-async-hooks';
import {W3CTraceContextPropagator} from '@opentelemetry/core';
import {OTLPTraceExporter} from '@opentelemetry/exporter-trace-otlp-http';
import {resourceFromAttributes} from '@opentelemetry/resources';
import {
  AlwaysOffSampler,
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import {hostname} from 'node:os';
import type {Logger} from 'pino';
import type {Config} from '../config/config';
import {OpenTelemetryTracer} from './open-telemetry-tracer';
import {traceWith} from './spans';

const EXPORT_TIMEOUT_MS = 5_000;
/** What an exporter holds back at most, and how long. */
const MAX_QUEUE = 4_096;
const DELAY_MS = 2_000;
/** Statements are long, and stand below each request. */
const MAX_VALUE_LENGTH = 2_000;

export interface SdkOptions {
  readonly settings: Config['tracing'];
  readonly version: string;
  readonly logger: Logger;
}

/** Sends spans by OTLP over HTTP, in JSON. @returns sends the rest, and ends it, in five seconds at most */
export function startSdk({settings, version, logger}: SdkOptions): () => Promise<void> {
  const {endpoint, headers, serviceName, sampleRatio} = settings;
  const sampler = new TraceIdRatioBasedSampler(sampleRatio);
  const exporter = new OTLPTraceExporter({
    url: `${endpoint?.replace(/\/+$/, '')}/v1/traces`,
    headers: {...headers},
    timeoutMillis: EXPORT_TIMEOUT_MS,
  });
  const provider = new TracerProvider({
    resource: resourceFromAttributes({
      'service.name': serviceName,
      'service.version': version,
      'service.instance.id': `${hostname()}-${process.pid}`,
    }),
    // What comes from outside may ask for less than our part, never for more.
    sampler: new ParentBasedSampler({
      root: sampler,
      remoteParentSampled: sampler,
      remoteParentNotSampled: new AlwaysOffSampler(),
    }),
    spanLimits: {attributeValueLengthLimit: MAX_VALUE_LENGTH},
    spanProcessors: [
      new BatchSpanProcessor({
        exporter,
        maxQueueSize: MAX_QUEUE,
        scheduledDelayMillis: DELAY_MS,
        exportTimeoutMillis: EXPORT_TIMEOUT_MS,
      }),
    ],
  });
  diag.setLogger(toldOnce(logger), DiagLogLevel.WARN);
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  trace.setGlobalTracerProvider(provider);
  traceWith(new OpenTelemetryTracer());
  return async () => {
    traceWith(undefined);
    await provider.shutdown().catch((error: unknown) => logger.debug({err: error}, 'spans were left over'));
    for (const api of [trace, context, propagation, diag]) api.disable();
  };
}

/** A collector that is away is told of once, and then at `debug`, for each batch would tell it anew. */
function toldOnce(logger: Logger): DiagLogger {
  let isTold = false;
  const tell = (message: string): void => {
    logger[isTold ? 'debug' : 'warn']({part: 'tracing', reason: message}, 'spans cannot be sent');
    isTold = true;
  };
  const nothing = (): void => undefined;
  return {error: tell, warn: tell, info: nothing, debug: nothing, verbose: nothing};
}
