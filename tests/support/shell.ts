import {ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {eventually} from './eventually';
import {ROOT} from './source-files';

export interface Done {
  readonly exitCode: number;
  /** Both of what it printed. */
  readonly output: string;
}

/** Stands behind each command; no command prints it. */
const MARK = '\u0001done';

/** A shell as somebody has it open who follows a page: variables and functions stay from command to command. */
export class Shell {
  private output = '';

  private constructor(private readonly child: ChildProcess) {
    for (const stream of [child.stdout!, child.stderr!])
      stream.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    child.stdin!.write('exec 2>&1\n');
  }

  /** @param env settings, and no others of ours @param cwd default: the repository */
  static open(env: Readonly<Record<string, string>>, cwd = ROOT): Shell {
    const {PATH, HOME} = process.env;
    // A session of its own, so that what it started ends with it.
    return new Shell(spawn('bash', [], {cwd, env: {PATH, HOME, ...env}, stdio: 'pipe', detached: true}));
  }

  /** Runs a command to its end. */
  async run(command: string, limitMs = 60_000): Promise<Done> {
    this.send(`{ ${command}\n} < /dev/null`);
    const ended = new RegExp(`${MARK} (\\d+)\n`);
    const [whole, code] = await eventually(
      `the end of ${command}`,
      () => ended.exec(this.output) ?? undefined,
      limitMs,
    );
    return {exitCode: Number(code), output: this.output.replace(whole, '')};
  }

  /** Runs a command that has no end of its own until its output fits, then interrupts it. */
  async runUntil(command: string, wanted: RegExp, limitMs = 60_000): Promise<Done> {
    this.send(`{ ${command}\n} < /dev/null & wait $!`);
    await eventually(`${command} says ${wanted}`, () => wanted.test(this.output), limitMs).catch(
      (cause: Error) => {
        throw new Error(`${cause.message}: ${this.output}`, {cause});
      },
    );
    return {exitCode: 0, output: this.output};
  }

  /** Ends it and all that it started. */
  async close(): Promise<void> {
    if (this.child.exitCode !== null) return;
    const closed = once(this.child, 'close');
    process.kill(-this.child.pid!, 'SIGINT');
    this.child.stdin!.end();
    await eventually(
      'the shell has ended',
      () => this.child.exitCode !== null || this.child.signalCode !== null,
      20_000,
    );
    await closed;
  }

  private send(line: string): void {
    this.output = '';
    this.child.stdin!.write(`${line}\nprintf '${MARK} %s\\n' $?\n`);
  }
}
