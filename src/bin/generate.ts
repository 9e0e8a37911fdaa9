import {existsSync} from 'node:fs';
import {mkdir, readFile, writeFile} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {generatedFiles} from './generate/generated-files';

/** Root of the repository, from the place of the compiled file. */
const ROOT = join(__dirname, '../../..');

/** Writes every generated file that has changed, and says which. */
async function main(): Promise<void> {
  for (const {path, content} of generatedFiles) {
    const file = join(ROOT, path);
    const present = existsSync(file) ? await readFile(file, 'utf8') : '';
    const wanted = await content(present);
    if (wanted === present) continue;
    await mkdir(dirname(file), {recursive: true});
    await writeFile(file, wanted);
    process.stdout.write(`${path}\n`);
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${(error as Error).stack}\n`);
  process.exitCode = 1;
});
