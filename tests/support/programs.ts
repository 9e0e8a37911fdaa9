import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {join} from 'node:path';

const BIN = join(__dirname, '../../src/bin');

export interface Ended {
  readonly exitCode: number | null;
  /** Both of what it printed. */
  readonly output: string;
  readonly seconds: number;
}

/** Runs a program of `dist/src/bin` to its end, with no environment but that. */
export async function runProgram(
  name: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Ended> {
  const begun = performance.now();
  const child = spawn(process.execPath, [join(BIN, `${name}.js`), ...args], {
    env: {PATH: process.env.PATH, ...env},
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const [exitCode] = (await once(child, 'close')) as [number | null];
  return {exitCode, output, seconds: (performance.now() - begun) / 1000};
}
