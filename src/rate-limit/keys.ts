import {BindingKey} from '@loopback/core';
import type {RequestLimiter} from './request-limiter';

export const RateLimitKeys = {
  /** Requests a minute; 0 = off. */
  LIMIT: BindingKey.create<number>('rate-limit.limit'),
  REQUEST_LIMITER: BindingKey.create<RequestLimiter>('rate-limit.request-limiter'),
} as const;
