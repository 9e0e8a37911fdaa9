import {cp, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {migrationsFolder} from '../../src/datasources/migration-folder';

/** A copy of our migrations with more of them: SQL by name (`<14 digits>-<title>`). */
export async function givenMigrationsFolder(
  more: Readonly<Record<string, string>>,
): Promise<{path: string; remove(): Promise<void>}> {
  const parent = await mkdtemp(join(tmpdir(), 'artistas-migrations-'));
  const path = join(parent, 'migrations');
  await cp(migrationsFolder(), path, {recursive: true});
  for (const [name, text] of Object.entries(more)) {
    await writeFile(join(path, `${name}.js`), `module.exports = require('./sql-file.cjs')(__filename);\n`);
    await writeFile(join(path, 'sqls', `${name}.sql`), text);
  }
  return {path, remove: () => rm(parent, {recursive: true})};
}
