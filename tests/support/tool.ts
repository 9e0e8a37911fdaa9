import {existsSync, readFileSync} from 'node:fs';
import {homedir} from 'node:os';
import {delimiter, join} from 'node:path';
import {ROOT} from './source-files';

/** Path of a program: of the release that `.ci/run` builds, else the machine's own; undefined: there is none. */
export function findTool(name: string): string | undefined {
  const lines = readFileSync(join(ROOT, '.ci/tools'), 'utf8').split('\n');
  const release = lines.find(line => line.startsWith(`${name} `))?.split(' ')[2];
  const built = join(homedir(), '.cache/artistas-tools', `${name}-${release}`);
  const folders = [built, ...(process.env.PATH ?? '').split(delimiter), '/usr/sbin'];
  return folders.map(folder => join(folder, name)).find(path => existsSync(path));
}
