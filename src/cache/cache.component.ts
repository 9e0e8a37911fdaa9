import {Binding, Component, createBindingFromClass} from '@loopback/core';
import {CacheKeys} from './keys';
import {ResponseCache} from './response-cache';

/** Answers that are kept. Needs `CacheKeys.MAX_BYTES`. */
export class CacheComponent implements Component {
  readonly bindings: Binding[] = [createBindingFromClass(ResponseCache, {key: CacheKeys.RESPONSES})];
}
