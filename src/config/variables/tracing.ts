import type {Variable} from '../variables';

/** Settings of traces, by the names that OpenTelemetry gives them. */
export const tracingVariables = {
  OTEL_EXPORTER_OTLP_ENDPOINT: {
    kind: 'text',
    en: 'where traces are sent by OTLP over HTTP, such as `http://collector:4318`; empty: nothing is traced',
    pt: 'para onde os traces são enviados por OTLP sobre HTTP, como `http://collector:4318`; vazio: nada é rastreado',
  },
  OTEL_EXPORTER_OTLP_HEADERS: {
    kind: 'list',
    secret: true,
    en: 'header fields of these calls, such as `authorization=Bearer x`, with commas',
    pt: 'campos de cabeçalho dessas chamadas, como `authorization=Bearer x`, com vírgulas',
  },
  OTEL_SERVICE_NAME: {
    kind: 'text',
    default: 'artistas-api',
    en: 'name of this process in traces',
    pt: 'nome deste processo nos traces',
  },
  OTEL_TRACES_SAMPLER_ARG: {
    kind: 'text',
    default: '1',
    en: 'part of the traces that is recorded, from 0 to 1',
    pt: 'parte dos traces que é registrada, de 0 a 1',
  },
} as const satisfies Record<string, Variable>;
