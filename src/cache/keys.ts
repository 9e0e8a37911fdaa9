import {BindingKey} from '@loopback/core';
import type {ResponseCache} from './response-cache';

export const CacheKeys = {
  /** Most bytes of all answers that are kept; 0: none is. */
  MAX_BYTES: BindingKey.create<number>('cache.max-bytes'),
  RESPONSES: BindingKey.create<ResponseCache>('cache.responses'),
} as const;
