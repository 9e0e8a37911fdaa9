import {spawnSync} from 'node:child_process';
import {globSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {ROOT} from './source-files';

/** One command as a page tells people to type it. */
export interface DocCommand {
  readonly page: string;
  readonly line: number;
  readonly text: string;
}

/** Pages whose commands are run; a page comes after its folder's README, which may define what the others use. */
export const PAGES: readonly string[] = [
  ...['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'charts/artistas/README.md'],
  ...globSync('docs/**/*.md', {cwd: ROOT}).sort((a, b) => rank(a).localeCompare(rank(b))),
];

function rank(page: string): string {
  return page.replace(/README\.md$/, ' ');
}

const FENCE = /^```(\w*)\n([\s\S]*?)^```$/gm;

/** Blocks of a page in one of the languages, with the line of the fence. */
export function blocksIn(page: string, languages: readonly string[]): {line: number; text: string}[] {
  const text = readFileSync(join(ROOT, page), 'utf8');
  return [...text.matchAll(FENCE)]
    .filter(([, language = '']) => languages.includes(language))
    .map(({2: block = '', index}) => ({line: text.slice(0, index).split('\n').length, text: block}));
}

/** The commands of a page, in order. @throws Error for a block that the shell cannot read */
export function commandsIn(page: string): DocCommand[] {
  return blocksIn(page, ['sh', 'bash']).flatMap(block => split(page, block));
}

/** A command goes on for as long as the shell does not understand it. */
function split(page: string, {line, text}: {line: number; text: string}): DocCommand[] {
  const commands: DocCommand[] = [];
  let begun: string[] = [];
  text.split('\n').forEach((next, index) => {
    if (begun.length === 0 && next.trim() === '') return;
    begun.push(next);
    const command = begun.join('\n');
    if (next.endsWith('\\') || spawnSync('bash', ['-n', '-c', command]).status !== 0) return;
    commands.push({page, line: line + 1 + index - begun.length + 1, text: command});
    begun = [];
  });
  if (begun.length > 0) throw new Error(`${page}, line ${line}: the shell cannot read ${begun.join('\n')}`);
  return commands;
}

/** What is not run as it stands, and what runs or looks at the same. */
export const ELSEWHERE: readonly {readonly command: RegExp; readonly by: string}[] = [
  // It is what runs this.
  {command: /^npm test\b/, by: 'package.json'},
  // `buildah` builds the same file.
  {command: /^docker build /, by: 'tests/acceptance/image.test.ts'},
  // They start clusters in containers; the commands after them are run on another cluster.
  {command: /^(kind|k3d) /, by: 'tests/chart/installation.test.ts'},
  // On fake nodes nothing runs in its pod; the test runs the pod's program against the service.
  {command: /^helm test /, by: 'tests/chart/smoke.test.ts'},
];

export const isElsewhere = ({text}: DocCommand): boolean => ELSEWHERE.some(({command}) => command.test(text));

/** Whether it is about a cluster. */
export const isForCluster = ({page, text}: DocCommand): boolean =>
  page.startsWith('docs/runbooks/') || /^(kubectl|helm)\b/.test(text);
