import {getAuthenticateMetadata} from '@loopback/authentication';
import {Context, CoreBindings} from '@loopback/core';
import {OperationObject, RouteEntry} from '@loopback/rest';
import type {UserProfile} from '@loopback/security';
import type {Papel} from '../models/usuario.model';
import {ACCESS, PREFIXES} from './access-table';
import {requirePapel} from './caller';

/**
 * Who may use a route: everybody, readers and where `CATALOG_PUBLIC` says so everybody, whoever is signed in and for itself
 * alone, or the smallest role that may.
 */
export type Access = 'publico' | 'catalogo' | 'proprio' | Papel;

const ALL_STRATEGIES: readonly string[] = ['jwt', 'basic'];
/** An unknown path is not told apart without credentials. */
const UNKNOWN: Access = 'leitor';
/** Of a route that the table does not name; a test fails then. */
const UNNAMED: Access = 'admin';

/** @param route that was found for the path, if any */
export function accessOf(route: RouteEntry | undefined, path: string): Access {
  if (route) return ruleOf(route).access;
  return PREFIXES.find(([prefix]) => path === prefix || path.startsWith(`${prefix}/`))?.[1] ?? UNKNOWN;
}

/** What somebody with too small a role is told by a route of the table. @param path as the route has it */
export function refusalOf(method: string, path: string): 'editor_required' | 'admin_required' | undefined {
  const access = ACCESS[`${method} ${path}`];
  return access === 'editor' || access === 'admin' ? `${access}_required` : undefined;
}

/** @throws editor_required, admin_required */
export function requireAccess(access: Access, caller: UserProfile | undefined): void {
  // Every role reads.
  if (access === 'publico' || access === 'catalogo' || access === 'proprio') return;
  requirePapel(caller, access);
}

/** Strategies that a request may use; none: it is open to everybody. @param route that was found for it, if any */
export function strategiesFor(route: RouteEntry | undefined, path: string): readonly string[] {
  const stated = route && statedStrategies(route);
  return stated ?? (accessOf(route, path) === 'publico' ? [] : ALL_STRATEGIES);
}

/** What a route's own `@authenticate` says; undefined when it says nothing. */
export const statedStrategies = (route: RouteEntry): readonly string[] | undefined =>
  ruleOf(route).strategies;

interface Rule {
  readonly access: Access;
  readonly strategies: readonly string[] | undefined;
}

const rules = new WeakMap<OperationObject, Rule>();

/** Found once: a matched route is made anew for each request around the same operation. */
function ruleOf(route: RouteEntry): Rule {
  const known = rules.get(route.spec);
  if (known) return known;
  const access = ACCESS[`${route.verb.toUpperCase()} ${route.path}`] ?? UNNAMED;
  const rule = {access, strategies: readMetadata(route)};
  rules.set(route.spec, rule);
  return rule;
}

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
