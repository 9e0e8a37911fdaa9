import {authenticate} from '@loopback/authentication';
import {BindingScope, inject, injectable} from '@loopback/core';
import {get, OperationObject} from '@loopback/rest';
import {HttpBindings} from '../rest/keys';
import type {OpenApiDocument} from '../rest/openapi-document';
import {Reply} from '../rest/reply';

const undocumented: OperationObject = {
  'x-visibility': 'undocumented',
  'x-media-types': ['application/json', 'text/html'],
  responses: {},
};

/** The same for everybody, and new with each release at most. */
const JSON_DOCUMENT = {'Content-Type': 'application/json', 'Cache-Control': 'public, no-cache'};

/** The OpenAPI document, and the addresses where the replaced service had its pages. */
@injectable({scope: BindingScope.SINGLETON})
@authenticate.skip()
export class DocsController {
  constructor(@inject(HttpBindings.OPENAPI_DOCUMENT) private readonly document: OpenApiDocument) {}

  @get('/openapi.json', undocumented)
  async readDocument(): Promise<Reply<Buffer>> {
    return new Reply(await this.document.read(), {headers: JSON_DOCUMENT});
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

  /** Among the files of Swagger UI is a page of this name, which shows somebody else's API. */
  @get('/explorer/index.html', undocumented)
  redirectToOurs(): Reply<undefined> {
    return redirect('/explorer/');
  }
}

function redirect(location: string): Reply<undefined> {
  return new Reply(undefined, {status: 302, headers: {Location: location}});
}
