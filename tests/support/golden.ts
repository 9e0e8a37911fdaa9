import {expect} from '@loopback/testlab';
import {existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {ROOT} from './source-files';

/**
 * The text is that of a file kept with the tests; UPDATE_SNAPSHOTS=1 rewrites the file, and the diff is for a person to
 * look at.
 * @param path from the root of the repository
 */
export function expectGolden(path: string, text: string): void {
  const file = join(ROOT, path);
  if (process.env.UPDATE_SNAPSHOTS) {
    mkdirSync(dirname(file), {recursive: true});
    writeFileSync(file, text);
  }
  const kept = existsSync(file) ? readFileSync(file, 'utf8') : '';
  // Line by line, so that a difference is told in a few lines.
  const [lines, wanted] = [text.split('\n'), kept.split('\n')];
  expect(lines.filter((line, i) => line !== wanted[i]).slice(0, 3)).to.eql([]);
  expect(lines.length).to.equal(wanted.length);
}
