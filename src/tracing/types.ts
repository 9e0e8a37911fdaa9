import type {SpanOptions} from '@opentelemetry/api';

/** What comes with a request, an event or a job from where it was made (https://www.w3.org/TR/trace-context/). */
export interface Carrier {
  readonly traceparent?: string;
  readonly tracestate?: string;
}

/** What a span says of itself in the end. */
export interface SpanEnd {
  /** Absent: the name that it was opened with. */
  readonly name?: string;
  readonly attributes?: SpanOptions['attributes'];
  /** Absent: it went well. Only its kind is told, never its text, which may quote anything. */
  readonly error?: unknown;
}

/** A part of a trace that goes on. */
export interface OpenSpan {
  /** Does work that belongs to it; spans that are opened meanwhile are below it. */
  within<T>(work: () => T): T;
  end(end?: SpanEnd): void;
}

/** Identifies the present span in a log line. */
export interface TraceIds {
  readonly trace_id: string;
  readonly span_id: string;
}

/** Makes spans, and knows which one the present work belongs to. */
export interface Tracer {
  /** @param from absent: it is below the present span, or begins a trace */
  open(name: string, options: SpanOptions, from?: Carrier): OpenSpan;
  /** Whether the present work belongs to a trace. */
  readonly isWithin: boolean;
  /** The present span, for whoever goes on elsewhere; undefined: there is none, or it is not recorded. */
  traceparent(): string | undefined;
  ids(): TraceIds | undefined;
}
