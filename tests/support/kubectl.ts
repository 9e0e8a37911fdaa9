import {spawn} from 'node:child_process';
import {text} from 'node:stream/consumers';
import {homedir} from 'node:os';
import {join} from 'node:path';

/** Where `.ci/run` puts it, before the machine's own. */
const PATH = `${join(homedir(), '.cache/artistas-tools/bin')}:${process.env.PATH}`;

export interface Said {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end. @param stdin what it reads */
export async function run(
  program: string,
  args: readonly string[],
  {stdin = '', env = process.env}: {readonly stdin?: string; readonly env?: NodeJS.ProcessEnv} = {},
): Promise<Said> {
  const child = spawn(program, args, {env});
  child.stdin.end(stdin);
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const [stdout, stderr, exitCode] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return {exitCode, stdout, stderr};
}

/** Runs kubectl on the cluster of `KUBECONFIG`. @param stdin what it reads from `-f -` */
export const kubectl = (args: readonly string[], stdin = ''): Promise<Said> =>
  run('kubectl', args, {stdin, env: {...process.env, PATH}});
