import {chartFiles} from '../chart/files';
import {kubernetesFiles} from '../kubernetes/files';
import {monitoringFiles} from '../monitoring/files';
import {betweenMarkers} from './between-markers';
import {commandsPage} from './commands-page';
import {clientOperations, clientSchema} from './client-files';
import {envExample} from './env-example';
import {errorsPage} from './errors-page';
import {kindPages} from './kind-pages';
import {openapiDocument} from './openapi-document';
import {settingsTable} from './settings-table';

/** A file of the repository that is made from the code. */
export interface GeneratedFile {
  /** From the root of the repository. */
  readonly path: string;
  /** @param present what the file holds now; only pages that are generated in part look at it */
  readonly content: (present: string) => string | Promise<string>;
}

export const generatedFiles: readonly GeneratedFile[] = [
  {path: 'README.md', content: page => betweenMarkers(page, settingsTable('en'))},
  {path: 'README.pt-BR.md', content: page => betweenMarkers(page, settingsTable('pt'))},
  {path: '.env.example', content: envExample},
  {path: 'docs/errors.md', content: errorsPage},
  {path: 'docs/openapi.json', content: openapiDocument},
  ...kindPages,
  {path: 'docs/reference/artistas.md', content: () => commandsPage()},
  {path: 'packages/client/src/operations.mts', content: clientOperations},
  {path: 'packages/client/src/schema.mts', content: clientSchema},
  ...kubernetesFiles,
  ...monitoringFiles,
  ...chartFiles,
];
