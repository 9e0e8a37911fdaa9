import {Binding, Component, createBindingFromClass} from '@loopback/core';
import {RateLimitKeys} from './keys';
import {RequestLimiter} from './request-limiter';

/** Limits of requests. Needs `RateLimitKeys.LIMITS`; counts in Redis where it is bound. */
export class RateLimitComponent implements Component {
  readonly bindings: Binding[] = [
    createBindingFromClass(RequestLimiter, {key: RateLimitKeys.REQUEST_LIMITER}),
  ];
}
