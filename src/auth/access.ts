import {getAuthenticateMetadata} from '@loopback/authentication';
import {Context, CoreBindings} from '@loopback/core';
import {OperationObject, RouteEntry} from '@loopback/rest';

/** Strategies of everything that has no route: an unknown path is not told apart without credentials. */
const ALL_STRATEGIES: readonly string[] = ['jwt', 'basic'];

/**
 * Paths open to everybody that no controller of ours serves: those of third-party controllers and assets, and
 * the transports of the replaced service, which answer 404 rather than 401.
 */
const OPEN_PATHS =
  /^\/(explorer|swagger-ui|health|ready|live|v3\/api-docs|actuator\/health|monitor|ws|socket\.io|topic|app|api\/v2\/auth)(\/|$)/;
const OPEN_FILES = new Set(['/swagger-ui.html', '/favicon.ico']);

/**
 * Strategies that a request to the path may use; none: it is open to everybody.
 * @param route that was found for it, if any
 */
export function strategiesFor(route: RouteEntry | undefined, path: string): readonly string[] {
  const stated = route && statedStrategies(route);
  if (stated) return stated;
  return OPEN_PATHS.test(path) || OPEN_FILES.has(path) ? [] : ALL_STRATEGIES;
}

/** What a route's own `@authenticate` says; undefined when it says nothing. */
export function statedStrategies(route: RouteEntry): readonly string[] | undefined {
  // A matched route is made anew for each request around the same operation.
  if (!statedBy.has(route.spec)) statedBy.set(route.spec, readMetadata(route));
  return statedBy.get(route.spec);
}

const statedBy = new WeakMap<OperationObject, readonly string[] | undefined>();

function readMetadata(route: RouteEntry): readonly string[] | undefined {
  const context = new Context();
  route.updateBindings(context);
  const controller = context.getSync(CoreBindings.CONTROLLER_CLASS, {optional: true});
  const method = context.getSync(CoreBindings.CONTROLLER_METHOD_NAME, {optional: true});
  if (!controller || !method) return undefined;
  return getAuthenticateMetadata(controller, method)
    ?.filter(entry => !entry.skip)
    .map(entry => entry.strategy);
}
