import {ArtistasApplication} from '../../application';
import {loadConfig} from '../../config/config';
import {createLogger} from '../../observability/logger';

/** Nothing listens there, and nothing connects: an application that was booted but not started has no connections. */
const NO_DATABASE = 'postgresql://localhost/none';

/** The OpenAPI document of the API with default settings; the order of files on a disk does not show in it. */
export async function openapiDocument(): Promise<string> {
  const app = new ArtistasApplication({
    config: loadConfig({}),
    databaseUrl: NO_DATABASE,
    logger: createLogger('silent'),
  });
  await app.boot();
  const {paths, components, ...rest} = await app.restServer.getApiSpec();
  const document = {
    ...rest,
    paths: sortedByKey(paths),
    components: {...components, schemas: sortedByKey(components?.schemas ?? {})},
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function sortedByKey(members: object): object {
  return Object.fromEntries(Object.entries(members).sort(([a], [b]) => (a < b ? -1 : 1)));
}
