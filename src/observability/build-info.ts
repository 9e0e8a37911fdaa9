import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import type {BuildInfo} from './types';

/** Root of the package, from the place of the compiled file. */
const ROOT = join(__dirname, '../../..');

/** Reads `package.json` and `dist/build.json`, which `npm run build` writes. @throws Error when the first is missing */
export function readBuildInfo(root: string = ROOT): BuildInfo {
  const {name, version} = readJson(join(root, 'package.json'));
  const file = join(root, 'dist/build.json');
  const {commit, buildTime} = existsSync(file) ? readJson(file) : ({} as Partial<BuildInfo>);
  return {name, version, ...(commit && {commit}), ...(buildTime && {buildTime})};
}

function readJson(file: string): BuildInfo {
  return JSON.parse(readFileSync(file, 'utf8')) as BuildInfo;
}
