import {execFile} from 'node:child_process';
import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {stringify} from 'yaml';
import {findTool} from './tool';

/** Series of one test of rules: their names with labels, and values in promtool's notation, such as `1+0x60`. */
export type Series = Readonly<Record<string, string>>;

interface Ended {
  readonly exitCode: number;
  readonly output: string;
}

export const hasPromtool = (): boolean => findTool('promtool') !== undefined;

export function promtool(...args: readonly string[]): Promise<Ended> {
  return new Promise(resolve =>
    execFile(findTool('promtool')!, args, (error, stdout, stderr) =>
      resolve({exitCode: error ? Number(error.code) : 0, output: stdout + stderr}),
    ),
  );
}

/** How many alarms of a name have to fire at a moment. */
export interface Firing {
  readonly alert: string;
  readonly series: Series;
  /** Such as `15m`, after the beginning of the series, which have a value a minute. */
  readonly at: string;
  readonly count: number;
}

/** What `promtool test rules` has to say against it; empty: nothing. @param folder where it may write */
export async function complaint(
  expected: readonly Firing[],
  {rules, folder}: {readonly rules: string; readonly folder: string},
): Promise<string> {
  const tests = expected.map(({alert, series, at, count}) => ({
    interval: '1m',
    input_series: Object.entries(series).map(([name, values]) => ({series: name, values})),
    promql_expr_test: [
      {
        expr: `count(ALERTS{alertname="${alert}",alertstate="firing"}) or vector(0)`,
        eval_time: at,
        exp_samples: [{labels: '{}', value: count}],
      },
    ],
  }));
  const file = join(folder, 'test.yaml');
  await writeFile(file, stringify({rule_files: [rules], evaluation_interval: '1m', tests}));
  const {exitCode, output} = await promtool('test', 'rules', file);
  return exitCode === 0 ? '' : output;
}
