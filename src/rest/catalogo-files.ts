import type {RestApplication} from '@loopback/rest';
import {createRequire} from 'node:module';
import {dirname, join} from 'node:path';
import {PUBLIC_DIR} from './public-dir';

const PATH = '/catalogo';
const PACKAGES = join(PUBLIC_DIR, '../packages');
/** Modules of other people's that the page's import map names, each with the file that browsers load. */
const LIBRARIES = ['blurhash', 'eventsource-parser', 'openapi-fetch'];

/**
 * Adds the files of the catalogue page: styles as they are, the modules of the page and of the client as they were compiled,
 * and the few libraries that these load. There is no bundle: a browser's import map does what one would.
 */
export function addCatalogoFiles(application: RestApplication): void {
  application.static(PATH, join(PUBLIC_DIR, 'catalogo'));
  application.static(`${PATH}/page`, join(PACKAGES, 'page/dist'));
  application.static(`${PATH}/client`, join(PACKAGES, 'client/dist'));
  const {resolve} = createRequire(__filename);
  for (const name of LIBRARIES) application.static(`${PATH}/${name}`, dirname(resolve(name)));
}
