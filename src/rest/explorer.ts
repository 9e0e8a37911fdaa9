import {inject} from '@loopback/core';
import {createControllerFactoryForClass, Response, RestApplication, RestBindings} from '@loopback/rest';
import {ExplorerController} from '@loopback/rest-explorer/dist/rest-explorer.controller';
import {RestExplorerBindings} from '@loopback/rest-explorer/dist/rest-explorer.keys';
import {createRequire} from 'node:module';
import {dirname, join} from 'node:path';
import {PUBLIC_DIR} from './public-dir';

const PATH = '/explorer';
/** Swagger UI sets styles of its own and has its pictures in its style sheet; nothing comes from elsewhere. */
const CONTENT_SECURITY_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const undocumented = {'x-visibility': 'undocumented', 'x-media-types': ['text/html'], responses: {}};

/** The framework's page, with our policy. */
class ExplorerPage extends ExplorerController {
  override index(@inject(RestBindings.Http.RESPONSE) response?: Response): void {
    response?.setHeader('Content-Security-Policy', CONTENT_SECURITY_POLICY);
    super.index();
  }
}

/**
 * Adds `/explorer/`: what the framework's `RestExplorerComponent` does, without loading it, because with it comes all
 * of Swagger UI, 30 MB that are of use to browsers alone.
 */
export function addExplorer(application: RestApplication): void {
  const indexTemplatePath = join(PUBLIC_DIR, 'explorer/index.html.ejs');
  application.configure(RestExplorerBindings.COMPONENT).to({indexTitle: 'Artistas API', indexTemplatePath});
  const factory = createControllerFactoryForClass(ExplorerPage);
  application.route('get', PATH, undocumented, ExplorerPage, factory, 'indexRedirect');
  application.route('get', `${PATH}/`, undocumented, ExplorerPage, factory, 'index');
  application.static(PATH, join(PUBLIC_DIR, 'explorer'));
  application.static(PATH, swaggerUiFolder());
}

/** The files of the release that `@loopback/rest-explorer` depends on. */
function swaggerUiFolder(): string {
  const requireOfExplorer = createRequire(require.resolve('@loopback/rest-explorer/package.json'));
  return dirname(requireOfExplorer.resolve('swagger-ui-dist/package.json'));
}
