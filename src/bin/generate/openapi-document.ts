import {ArtistasApplication} from '../../application';
import {loadConfig} from '../../config/config';
import {createLogger} from '../../observability/logger';
import {HttpBindings} from '../../rest/keys';

/** Nothing listens there, and nothing connects: an application that was booted but not started has no connections. */
const NO_DATABASE = 'postgresql://localhost/none';

/** The OpenAPI document of the API with default settings. */
export async function openapiDocument(): Promise<string> {
  const app = new ArtistasApplication({
    config: loadConfig({}),
    databaseUrl: NO_DATABASE,
    logger: createLogger('silent'),
  });
  await app.boot();
  const document = await app.getSync(HttpBindings.OPENAPI_DOCUMENT).build();
  return `${JSON.stringify(document, null, 2)}\n`;
}
