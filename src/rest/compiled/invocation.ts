import {
  Binding,
  BindingScope,
  Constructor,
  Context,
  CoreBindings,
  InterceptedInvocationContext,
  resolveInjectedArguments,
} from '@loopback/core';
import {RequestContext, RestBindings, RestServer, RouteEntry} from '@loopback/rest';
import {SecurityBindings} from '@loopback/security';
import {HttpBindings} from '../keys';
import {asExpress} from './express';
import type {Call} from './types';

/** Stands for what is known once there is a request. */
class Blank {
  constructor(readonly fill: (call: Call, args: readonly unknown[]) => unknown) {}
}

type Fill = Blank['fill'];
type Controller = Readonly<Record<string, (...args: unknown[]) => unknown>>;

/**
 * How the method of a controller is called. The framework's own resolver finds what is injected, once: into a context where
 * whatever belongs to a request is a blank, which each call fills in.
 * @param argumentCount of the operation, without those that are injected
 * @throws Error when the framework would have done more than call it
 */
export async function compileInvocation(
  route: RouteEntry,
  argumentCount: number,
  server: RestServer,
): Promise<(args: readonly unknown[], call: Call) => unknown> {
  const context = contextOfBlanks(server);
  route.updateBindings(context);
  const type: Constructor<object> = await context.get(CoreBindings.CONTROLLER_CLASS);
  const method: string = await context.get(CoreBindings.CONTROLLER_METHOD_NAME);
  refuseInterceptors(context, type, method);
  const slots = Array.from({length: argumentCount}, (_, i) => new Blank((_call, args) => args[i]));
  const fills = toFills(
    await resolveInjectedArguments(type.prototype as object, method, context, undefined, slots),
  );
  const controllerOf = await compileController(type, context);
  return (args, call) => controllerOf(call)[method]!(...fills.map(fill => fill(call, args)));
}

/** A controller in singleton scope is there from the start, any other one is made for each request. */
async function compileController(
  type: Constructor<object>,
  context: Context,
): Promise<(call: Call) => Controller> {
  const binding: Readonly<Binding> | undefined = context.getBinding(`controllers.${type.name}`, {
    optional: true,
  });
  if (binding?.scope === BindingScope.SINGLETON) {
    const controller = await context.get<Controller>(binding.key);
    return () => controller;
  }
  const fills = toFills(await resolveInjectedArguments(type, '', context));
  return call => new type(...fills.map(fill => fill(call, []))) as unknown as Controller;
}

function contextOfBlanks(server: RestServer): Context {
  const context = new Context(server);
  const blanks: readonly (readonly [key: string, fill: Fill])[] = [
    [RestBindings.Http.REQUEST.key, call => asExpress(server, call).request],
    [RestBindings.Http.RESPONSE.key, call => asExpress(server, call).response],
    [RestBindings.Http.CONTEXT.key, call => toContext(server, call)],
    [SecurityBindings.USER.key, call => call.caller],
    [HttpBindings.ONCE.key, call => call.once],
  ];
  for (const [key, fill] of blanks) context.bind(key).to(new Blank(fill));
  return context;
}

function toContext(server: RestServer, call: Call): RequestContext {
  const {request, response} = asExpress(server, call);
  return new RequestContext(request, response, server, server.config);
}

const toFills = (values: readonly unknown[]): Fill[] =>
  values.map(value => (value instanceof Blank ? value.fill : () => value));

/** There are none; whoever adds one has to hear that it would not be called. */
function refuseInterceptors(context: Context, type: Constructor<object>, method: string): void {
  const invocation = new InterceptedInvocationContext(context, type.prototype as object, method, []);
  if (invocation.loadInterceptors().length > 0)
    throw new Error(`${type.name}.${method} has interceptors, which operations do not call`);
}
