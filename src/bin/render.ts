import {readFile} from 'node:fs/promises';
import {parseAllDocuments} from 'yaml';
import {z} from 'zod';
import {StartupError} from '../config/startup-error';
import {ArtistasApi, parseArtistasApi} from '../operator/api/artistas-api';
import {KIND} from '../operator/api/group';
import {readArguments} from './commands/arguments';
import {plainManifests} from './kubernetes/plain';
import {yamlOf} from './kubernetes/yaml';
import {fail} from './process';

/** Prints what each `ArtistasApi` of a file would become; looks at no cluster. Exit code 1 and a sentence when one is wrong. */
async function main(): Promise<void> {
  const {positionals} = readArguments('render', {}, {min: 1, max: 1});
  const file = positionals[0]!;
  const objects = (await documentsOf(file)).filter(document => kindOf(document) === KIND);
  if (objects.length === 0) throw new StartupError(`${file} has no ${KIND} in it.`);
  process.stdout.write(yamlOf(objects.map(object => parse(file, object)).flatMap(plainManifests)));
}

async function documentsOf(file: string): Promise<unknown[]> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new StartupError(`${file} cannot be read.`, {cause});
  });
  const documents = parseAllDocuments(text);
  for (const {errors} of documents) {
    if (errors[0]) throw new StartupError(`${file} is no YAML: ${errors[0].message}`);
  }
  return documents.map(document => document.toJS() as unknown);
}

function parse(file: string, object: unknown): ArtistasApi {
  try {
    return parseArtistasApi(object);
  } catch (error) {
    if (error instanceof z.ZodError)
      throw new StartupError(`${file} is not valid:\n${z.prettifyError(error)}`);
    throw error;
  }
}

const kindOf = (document: unknown): unknown => (document as {readonly kind?: unknown} | null)?.kind;

main().catch(fail);
