import {BindingScope, inject, injectable} from '@loopback/core';
import {RestBindings, RestServer, RouteEntry} from '@loopback/rest';
import {HttpBindings} from '../keys';
import type {PathRouter} from '../path-router';
import type {UploadLimits} from '../types';
import {compileArguments} from './arguments';
import {compileInvocation} from './invocation';
import type {Operation, PathParams} from './types';

/** Of answers that take as long as there is something to send, or to do. */
const STREAMS = ['text/event-stream', 'text/csv', 'application/x-ndjson'];

/** An operation and the variables of the path that led to it. */
export interface Match {
  readonly operation: Operation;
  readonly params: PathParams;
}

/** All operations of the application: the routes that the framework made of its controllers, compiled. */
@injectable({scope: BindingScope.SINGLETON})
export class Operations {
  /** By route; one that takes the place of another is compiled when it is first asked for. */
  private readonly compiled = new WeakMap<RouteEntry, Promise<Operation> | Operation>();

  constructor(
    @inject(RestBindings.SERVER) private readonly server: RestServer,
    @inject(HttpBindings.PATH_ROUTER) private readonly router: PathRouter,
    @inject(HttpBindings.BODY_LIMIT_BYTES) private readonly bodyBytes: number,
    @inject(HttpBindings.UPLOAD_LIMITS) private readonly uploads: UploadLimits,
  ) {}

  /** Compiles all. @throws Error naming what cannot be */
  async compileAll(): Promise<void> {
    await Promise.all(this.router.list().map(route => this.compile(route)));
  }

  /** The operation of a method and a path, to be waited for until it is compiled; HEAD is answered by GET. */
  match(method: string, path: string): Promise<Match> | Match | undefined {
    const found = this.router.match(method, path);
    if (!found) return undefined;
    const {route, params} = found;
    const operation = this.compiled.get(route) ?? this.compile(route);
    return operation instanceof Promise
      ? operation.then(one => ({operation: one, params}))
      : {operation, params};
  }

  private compile(route: RouteEntry): Promise<Operation> {
    const compiling = this.make(route).then(operation => {
      this.compiled.set(route, operation);
      return operation;
    });
    this.compiled.set(route, compiling);
    return compiling;
  }

  private async make(route: RouteEntry): Promise<Operation> {
    const {spec} = route;
    const {count, requireMediaType, read} = compileArguments(spec, {
      bodyBytes: this.bodyBytes,
      uploads: this.uploads,
    });
    const mediaTypes = spec['x-media-types'] as readonly string[] | undefined;
    return {
      route,
      isOnce: spec['x-once'] === true,
      reads: spec['x-reads'] as readonly string[] | undefined,
      isStream: mediaTypes?.some(type => STREAMS.includes(type)) === true,
      negotiates: mediaTypes !== undefined,
      requireMediaType,
      readArguments: read,
      invoke: await compileInvocation(route, count, this.server),
    };
  }
}
