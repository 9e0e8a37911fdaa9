import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {Sentence} from './sentence.mjs';

const CHANGELOG = 'CHANGELOG.md';
const CHART = 'charts/artistas/Chart.yaml';

/**
 * Prints what the changelog says of the version of `package.json`, for a release.
 * @param tag of the release, such as `v1.2.3`; absent: nothing has to agree with it
 * @throws Sentence when tag, package, chart and changelog are not of one version
 */
export function printNotes(root, tag) {
  const read = path => readFileSync(join(root, path), 'utf8');
  const {version} = JSON.parse(read('package.json'));
  if (tag !== undefined && tag !== `v${version}`)
    throw new Sentence(`The tag is ${tag}, and package.json has ${version}.`);
  const chart = read(CHART);
  for (const field of ['version', 'appVersion']) {
    const given = new RegExp(`^${field}: (\\S+)$`, 'm').exec(chart)?.[1];
    if (given !== version) throw new Sentence(`${CHART} has ${field} ${given}, and package.json ${version}.`);
  }
  const section = read(CHANGELOG)
    .split(/^## /m)
    .find(text => text.startsWith(`${version} - `));
  if (!section) throw new Sentence(`${CHANGELOG} has no heading "## ${version} - <date>".`);
  const [heading, ...lines] = section.split('\n');
  if (!/ - \d{4}-\d{2}-\d{2}$/.test(heading))
    throw new Sentence(`${CHANGELOG} names no date (YYYY-MM-DD) for ${version}.`);
  console.log(lines.join('\n').trim());
}
