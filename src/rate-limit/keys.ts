import {BindingKey} from '@loopback/core';
import type {LoginThrottle} from './login-throttle';
import type {RequestLimiter} from './request-limiter';

export namespace RateLimitKeys {
  /** Requests a minute; 0 = off. */
  export const LIMIT = BindingKey.create<number>('rate-limit.limit');
  export const REQUEST_LIMITER = BindingKey.create<RequestLimiter>('rate-limit.request-limiter');
  export const LOGIN_THROTTLE = BindingKey.create<LoginThrottle>('rate-limit.login-throttle');
}
