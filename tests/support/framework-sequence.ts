import {BindingScope, injectable} from '@loopback/core';
import type {RequestContext} from '@loopback/rest';
import {SecurityBindings} from '@loopback/security';
import {createServer, Server} from 'node:http';
import type {Call, Operation} from '../../src/rest/compiled/types';
import {HttpBindings} from '../../src/rest/keys';
import {ApiSequence} from '../../src/sequence';
import type {ArtistasApplication} from '../../src/application';

/** Our sequence up to its last step, which is the framework's: a container for the request calls the controller. */
@injectable({scope: BindingScope.TRANSIENT})
class FrameworkSequence extends ApiSequence {
  private context?: RequestContext;

  override handle(context: RequestContext): Promise<void> {
    this.context = context;
    return super.handle(context);
  }

  protected override call({route}: Operation, args: readonly unknown[], call: Call): unknown {
    const {caller, once, head, response} = call;
    const context = this.context!;
    // Its controllers have the answer to themselves.
    head.moveTo(response);
    if (caller) context.bind(SecurityBindings.USER).to(caller);
    if (once) context.bind(HttpBindings.ONCE).to(once);
    route.updateBindings(context);
    return route.invokeHandler(context, [...args]);
  }
}

/** A server of the application's own request handler: Express, a container for each request, the framework's call. */
export function serveByFramework(app: ArtistasApplication): Promise<Server> {
  app.restServer.sequence(FrameworkSequence);
  const server = createServer(app.restServer.requestHandler);
  return new Promise(resolve => server.listen(0, '127.0.0.1', () => resolve(server)));
}
