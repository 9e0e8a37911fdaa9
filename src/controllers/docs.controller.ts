import {authenticate} from '@loopback/authentication';
import {BindingScope, inject, injectable} from '@loopback/core';
import {get, OperationObject, RestBindings, RestServer} from '@loopback/rest';
import {Reply} from '../rest/reply';

const undocumented: OperationObject = {
  'x-visibility': 'undocumented',
  'x-media-types': ['application/json', 'text/html'],
  responses: {},
};

/** The OpenAPI document, and the addresses where the replaced service had its pages. */
@injectable({scope: BindingScope.SINGLETON})
@authenticate.skip()
export class DocsController {
  private document?: Promise<Buffer>;

  constructor(@inject(RestBindings.SERVER) private readonly server: RestServer) {}

  @get('/openapi.json', undocumented)
  async readDocument(): Promise<Reply<Buffer>> {
    this.document ??= this.server.getApiSpec().then(spec => Buffer.from(JSON.stringify(spec)));
    return new Reply(await this.document, {headers: {'Content-Type': 'application/json'}});
  }

  @get('/v3/api-docs', undocumented)
  readDocumentAlias(): Promise<Reply<Buffer>> {
    return this.readDocument();
  }

  @get('/v3/api-docs/swagger-config', undocumented)
  readSwaggerConfig(): object {
    return {configUrl: '/v3/api-docs/swagger-config', url: '/v3/api-docs', validatorUrl: ''};
  }

  @get('/swagger-ui.html', undocumented)
  redirectToPage(): Reply<undefined> {
    return redirect('/swagger-ui/index.html');
  }

  @get('/swagger-ui/index.html', undocumented)
  redirectToExplorer(): Reply<undefined> {
    return redirect('/explorer/');
  }
}

function redirect(location: string): Reply<undefined> {
  return new Reply(undefined, {status: 302, headers: {Location: location}});
}
