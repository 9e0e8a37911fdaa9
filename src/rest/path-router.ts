import {createResolvedRoute, Request, ResolvedRoute, RestRouter, RouteEntry} from '@loopback/rest';
import findMyWay, {FindResult, HTTPMethod, HTTPVersion} from 'find-my-way';

/** Longest path segment that is matched; names of files are the longest. */
const MAX_SEGMENT_LENGTH = 1024;

/** A route and the variables of the path that led to it. */
export interface MatchedRoute {
  readonly route: RouteEntry;
  readonly params: Readonly<Record<string, string | undefined>>;
}

/**
 * The framework's routing table over `find-my-way`: the framework's own inspects every matched route that has
 * a path variable, the largest single cost of a request. Paths match exactly: case, and no trailing slash.
 */
export class PathRouter implements RestRouter {
  private readonly trees = findMyWay({caseSensitive: true, maxParamLength: MAX_SEGMENT_LENGTH});
  private readonly routes = new Map<string, {route: RouteEntry}>();
  private readonly methods = new Set<string>();

  /** Later registration of the same method and path replaces the earlier, as after a rebinding of controllers. */
  add(route: RouteEntry): void {
    const method = route.verb.toUpperCase();
    const key = `${method} ${route.path}`;
    const known = this.routes.get(key);
    if (known) known.route = route;
    else {
      const store = {route};
      const pattern = route.path.replace(/\{([^}]+)\}/g, ':$1');
      this.trees.on(method as HTTPMethod, pattern, noop, store);
      this.routes.set(key, store);
    }
    this.methods.add(method);
  }

  find(request: Request): ResolvedRoute | undefined {
    const found = this.match(request.method, request.path);
    return found && createResolvedRoute(found.route, found.params);
  }

  /** The route of a method and a path, and the variables of the path; HEAD is answered by GET. */
  match(method: string, path: string): MatchedRoute | undefined {
    const found = this.look(method, path) ?? (method === 'HEAD' ? this.look('GET', path) : undefined);
    if (!found) return undefined;
    return {route: (found.store as {route: RouteEntry}).route, params: found.params};
  }

  /** Any route of a path. */
  matchPath(path: string): RouteEntry | undefined {
    const [method] = this.allowedMethods(path);
    return method === undefined ? undefined : this.match(method, path)?.route;
  }

  /** Methods that the path has a route for, in order of registration; none: the path is unknown. */
  allowedMethods(path: string): string[] {
    return [...this.methods].filter(method => this.look(method, path) !== undefined);
  }

  /** A variable stands for something: `/album/` is not the album of an empty id. */
  private look(method: string, path: string): FindResult<HTTPVersion.V1> | undefined {
    const found = this.trees.find(method as HTTPMethod, path);
    if (!found) return undefined;
    for (const name in found.params) if (found.params[name] === '') return undefined;
    return found;
  }

  list(): RouteEntry[] {
    return [...this.routes.values()].map(({route}) => route);
  }
}

/** The tree only looks routes up; nothing is called through it. */
function noop(): void {}
