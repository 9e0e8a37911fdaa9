import {BindingKey} from '@loopback/core';
import type {Idempotency} from './idempotency';

export const IdempotencyKeys = {
  IDEMPOTENCY: BindingKey.create<Idempotency>('idempotency'),
} as const;
