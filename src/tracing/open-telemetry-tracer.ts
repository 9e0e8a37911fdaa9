import {
  context,
  defaultTextMapGetter,
  defaultTextMapSetter,
  isSpanContextValid,
  propagation,
  ROOT_CONTEXT,
  Span,
  SpanOptions,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import type {Carrier, OpenSpan, SpanEnd, TraceIds, Tracer} from './types';

/** Makes spans by OpenTelemetry's API, whatever stands behind that. */
export class OpenTelemetryTracer implements Tracer {
  private readonly tracer = trace.getTracer('artistas-api');

  get isWithin(): boolean {
    return trace.getActiveSpan() !== undefined;
  }

  open(name: string, options: SpanOptions, from?: Carrier): OpenSpan {
    const parent = from ? propagation.extract(ROOT_CONTEXT, from, defaultTextMapGetter) : context.active();
    const span = this.tracer.startSpan(name, options, parent);
    const inside = trace.setSpan(parent, span);
    return {within: work => context.with(inside, work), end: end => finish(span, end)};
  }

  traceparent(): string | undefined {
    if (trace.getActiveSpan()?.isRecording() !== true) return undefined;
    const carrier: {traceparent?: string} = {};
    propagation.inject(context.active(), carrier, defaultTextMapSetter);
    return carrier.traceparent;
  }

  ids(): TraceIds | undefined {
    const found = trace.getActiveSpan()?.spanContext();
    if (!found || !isSpanContextValid(found)) return undefined;
    return {trace_id: found.traceId, span_id: found.spanId};
  }
}

function finish(span: Span, {name, attributes, error}: SpanEnd = {}): void {
  if (name !== undefined) span.updateName(name);
  if (attributes) span.setAttributes(attributes);
  if (error !== undefined) {
    span.setAttribute('error.type', kindOf(error));
    span.setStatus({code: SpanStatusCode.ERROR});
  }
  span.end();
}

function kindOf(error: unknown): string {
  const {code, name = 'Error'} = error as {code?: unknown; name?: string};
  return typeof code === 'string' ? code : name;
}
