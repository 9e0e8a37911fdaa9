import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {chartValues, leavesOf} from '../../src/bin/chart/values';
import {changes, nested} from './chart-changes';
import {CHART, render, valueSets} from './helm';
import {ROOT} from './source-files';

/** The set of values that the others are compared with. */
const BASE = 'default';

/**
 * What a golden file keeps of a set of values: all of the default one, of the others what they make otherwise, and the names
 * of what they do not make.
 */
export async function goldenOf(name: string, file: string): Promise<string> {
  const rendered = await render({files: [file]});
  if (name === BASE) return rendered;
  const [base, own] = [documentsOf(await render()), documentsOf(rendered)];
  const otherwise = [...own].filter(([title, text]) => base.get(title) !== text).map(([, text]) => text);
  const absent = [...base.keys()].filter(title => !own.has(title)).map(title => `# absent: ${title}\n`);
  return [...otherwise, ...absent].join('---\n');
}

/** Objects by kind and name. */
const documentsOf = (rendered: string): Map<string, string> =>
  new Map(
    rendered
      .split(/^---\n/m)
      .filter(text => text.trim() !== '')
      .map(text => [titleOf(text), text]),
  );

const titleOf = (text: string): string =>
  `${/^kind: (.*)$/m.exec(text)?.[1]} ${/^ {2}name: (.*)$/m.exec(text)?.[1]}`;

export const goldenPath = (name: string): string => `tests/chart/golden/${name}.yaml`;

export interface ChartDifferences {
  /** Sets of values that were rendered. */
  readonly sets: number;
  /** Those that do not come out as they are kept. */
  readonly rendered: readonly string[];
  /** Values that are not tried, or change nothing. */
  readonly untried: readonly string[];
}

/** What the tests of the chart look for, counted. */
export async function chartDifferences(): Promise<ChartDifferences> {
  const rendered: string[] = [];
  for (const [name, file] of valueSets) {
    const kept = join(ROOT, goldenPath(name));
    const isSame = existsSync(kept) && readFileSync(kept, 'utf8') === (await goldenOf(name, file));
    if (!isSame) rendered.push(name);
  }
  const values = leavesOf(chartValues(readFileSync(join(CHART, 'values.yaml'), 'utf8')));
  const untried: string[] = [];
  for (const {path} of values) if (!(await changesSomething(path))) untried.push(path);
  return {sets: valueSets.length, rendered, untried};
}

/** Whether another value of this key makes another rendering. */
export async function changesSomething(path: string): Promise<boolean> {
  const change = changes[path];
  if (!change) return false;
  const {to, beside = {}, along = {}} = change;
  return (
    (await render({values: nested({...beside, ...along, [path]: to})})) !==
    (await render({values: nested(beside)}))
  );
}
