import {existsSync} from 'node:fs';
import {readdir} from 'node:fs/promises';
import {dirname, join} from 'node:path';

/** A loader of db-migrate: `<14 digits>-<title>.js`. */
const LOADER = /^(\d{14}-[^.]+)\.js$/;

/**
 * The folder `migrations` of this package: the nearest one above the compiled file, in a checkout as in an image.
 * @throws Error when the package came without it
 */
export function migrationsFolder(): string {
  for (let folder = __dirname; ; folder = dirname(folder)) {
    const found = join(folder, 'migrations');
    if (existsSync(join(found, 'sqls'))) return found;
    if (folder === dirname(folder)) throw new Error(`No folder "migrations" above ${__dirname}.`);
  }
}

/** Names of the migrations in a folder, without `.js`, oldest first. */
export async function migrationNames(folder: string): Promise<string[]> {
  const files = await readdir(folder);
  return files.flatMap(file => LOADER.exec(file)?.[1] ?? []).sort();
}
