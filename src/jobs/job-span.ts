import type {SpanOptions} from '@opentelemetry/api';
import {Kind} from '../tracing/spans';
import type {JobName} from './types';

const KINDS = {send: Kind.PRODUCER, process: Kind.CONSUMER} as const;

/** What a trace says of a job, by the conventions for messaging. @param id where it is known */
export function jobSpan(operation: keyof typeof KINDS, name: JobName, id?: string): SpanOptions {
  return {
    kind: KINDS[operation],
    attributes: {
      'messaging.system': 'bullmq',
      'messaging.operation.type': operation,
      'messaging.destination.name': name,
      'messaging.message.id': id,
    },
  };
}
