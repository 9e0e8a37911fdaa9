import {BindingKey} from '@loopback/core';
import type {Policy} from './policies';
import type {RequestLimiter} from './request-limiter';

export const RateLimitKeys = {
  /** Requests a minute by policy; 0 = off. */
  LIMITS: BindingKey.create<Readonly<Record<Policy, number>>>('rate-limit.limits'),
  REQUEST_LIMITER: BindingKey.create<RequestLimiter>('rate-limit.request-limiter'),
} as const;
