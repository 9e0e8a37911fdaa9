import {readdirSync} from 'node:fs';
import {join} from 'node:path';
import {parseAllDocuments} from 'yaml';
import type {Manifest} from '../../src/operator/api/manifest';
import {run, Said} from './kubectl';
import {ROOT} from './source-files';
import {findTool} from './tool';

export const CHART = join(ROOT, 'charts/artistas');
const VALUES = join(ROOT, 'tests/chart/values');
/** Oldest release that the chart is for; a helm that was built from source takes another one for granted. */
const KUBERNETES = ['--kube-version', '1.34.0'];

export const hasHelm = (): boolean => findTool('helm') !== undefined;

/** Runs helm on the cluster of `KUBECONFIG`. @param stdin what it reads from `-f -` */
export const helm = (args: readonly string[], stdin = ''): Promise<Said> =>
  run(findTool('helm')!, args, {stdin});

/** The sets of values that tests render, by name, with the path of each. */
export const valueSets: readonly (readonly [name: string, file: string])[] = readdirSync(VALUES)
  .sort()
  .map(file => [file.replace('.yaml', ''), join(VALUES, file)]);

export interface RenderOptions {
  /** Files of values, the last one wins. */
  readonly files?: readonly string[];
  /** Values that win over them. */
  readonly values?: object;
  readonly release?: string;
  readonly namespace?: string;
}

/** What `helm template` prints. @throws Error with what helm says when it refuses */
export async function render({
  files = [],
  values = {},
  release = 'artistas',
  namespace = 'artistas',
}: RenderOptions = {}): Promise<string> {
  const args = ['template', release, CHART, '-n', namespace, ...KUBERNETES];
  const {exitCode, stdout, stderr} = await helm(
    [...args, ...files.flatMap(file => ['-f', file]), '-f', '-'],
    JSON.stringify(values),
  );
  if (exitCode !== 0) throw new Error(stderr);
  return stdout;
}

/** The objects in what helm prints. */
export const manifestsIn = (rendered: string): Manifest[] =>
  parseAllDocuments(rendered)
    .map(document => document.toJS() as Manifest | null)
    .filter(manifest => manifest !== null);
