import {createResolvedRoute, Request, ResolvedRoute, RestRouter, RouteEntry} from '@loopback/rest';
import findMyWay, {FindResult, HTTPMethod, HTTPVersion} from 'find-my-way';

/** Longest path segment that is matched; names of files are the longest. */
const MAX_SEGMENT_LENGTH = 1024;

/**
 * The framework's routing table over `find-my-way`: the framework's own inspects every matched route that has
 * a path variable, the largest single cost of a request. Paths match exactly: case, and no trailing slash.
 */
export class PathRouter implements RestRouter {
  private readonly trees = findMyWay({caseSensitive: true, maxParamLength: MAX_SEGMENT_LENGTH});
  private readonly routes = new Map<string, RouteEntry>();
  private readonly methods = new Set<string>();

  /** Later registration of the same method and path replaces the earlier, as after a rebinding of controllers. */
  add(route: RouteEntry): void {
    const method = route.verb.toUpperCase();
    const key = `${method} ${route.path}`;
    if (!this.routes.has(key)) {
      const pattern = route.path.replace(/\{([^}]+)\}/g, ':$1');
      this.trees.on(method as HTTPMethod, pattern, noop, {key});
    }
    this.methods.add(method);
    this.routes.set(key, route);
  }

  find(request: Request): ResolvedRoute | undefined {
    return this.match(request.method, request.path);
  }

  /** The route of a method and a path; HEAD is answered by GET. */
  match(method: string, path: string): ResolvedRoute | undefined {
    const found = this.look(method, path) ?? (method === 'HEAD' ? this.look('GET', path) : undefined);
    if (!found) return undefined;
    const route = this.routes.get((found.store as {key: string}).key);
    return route && createResolvedRoute(route, found.params);
  }

  /** Any route of a path. */
  matchPath(path: string): ResolvedRoute | undefined {
    const [method] = this.allowedMethods(path);
    return method === undefined ? undefined : this.match(method, path);
  }

  /** Methods that the path has a route for, in order of registration; none: the path is unknown. */
  allowedMethods(path: string): string[] {
    return [...this.methods].filter(method => this.look(method, path) !== undefined);
  }

  /** A variable stands for something: `/album/` is not the album of an empty id. */
  private look(method: string, path: string): FindResult<HTTPVersion.V1> | undefined {
    const found = this.trees.find(method as HTTPMethod, path);
    return found && !Object.values(found.params).includes('') ? found : undefined;
  }

  list(): RouteEntry[] {
    return [...this.routes.values()];
  }
}

/** The tree only looks routes up; nothing is called through it. */
function noop(): void {}
