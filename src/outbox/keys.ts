import {BindingKey} from '@loopback/core';
import type {Outbox} from './outbox';

export const OutboxKeys = {
  OUTBOX: BindingKey.create<Outbox>('outbox.outbox'),
  /** Hours after which events may be forgotten. */
  RETENTION_HOURS: BindingKey.create<number>('outbox.retention-hours'),
} as const;
