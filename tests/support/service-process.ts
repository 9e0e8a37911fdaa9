import {ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {clearInterval, setInterval} from 'node:timers';
import {OPERATOR_FLAGS} from '../../src/operator/manifests/installation';
import {eventually} from './eventually';
import {freePort} from './free-port';

const BIN = join(__dirname, '../../src/bin');
const START_LIMIT_MS = 30_000;
/** What `npm start` gives Node. */
export const NODE_FLAGS = ['--max-semi-space-size=2', '--expose-gc', '--v8-pool-size=1'];
/** As a cluster starts it. */
const flagsOf = (program: Program): readonly string[] =>
  program === 'operator' ? OPERATOR_FLAGS : NODE_FLAGS;
export const MALLOC = {MALLOC_MMAP_THRESHOLD_: '1048576', MALLOC_ARENA_MAX: '1'};
const MEMORY_SAMPLE_MS = 20;

type Environment = Readonly<Record<string, string>>;

export type Program = 'api' | 'worker' | 'operator';

/** A process of the service as it is run in earnest, on ports of its own, which it keeps when it comes back. */
export class ServiceProcess {
  private child?: ChildProcess;
  private log = '';

  private constructor(
    private readonly program: Program,
    private readonly ports: {readonly api: number; readonly metrics: number},
    private readonly env: Environment,
  ) {}

  /** @param env settings beside the ports, no rate limit, no external API and a log of errors alone */
  static async start(program: Program, env: Environment): Promise<ServiceProcess> {
    const service = await ServiceProcess.launch(program, env);
    await service.untilReady();
    return service;
  }

  /** The same, without waiting for anything. */
  static async launch(program: Program, env: Environment): Promise<ServiceProcess> {
    const ports = {api: await freePort(), metrics: await freePort()};
    const service = new ServiceProcess(program, ports, env);
    service.spawn();
    return service;
  }

  get url(): string {
    return `http://${this.host}`;
  }

  /** Name and port. */
  get host(): string {
    return `127.0.0.1:${this.ports.api}`;
  }

  get metricsUrl(): string {
    return `http://127.0.0.1:${this.ports.metrics}`;
  }

  /** What it has printed so far. */
  get output(): string {
    return this.log;
  }

  /** Whether it runs, as far as one can see. */
  get isRunning(): boolean {
    return this.child?.exitCode === null && this.child.signalCode === null;
  }

  /** Resolves when it is ready. */
  async start(): Promise<void> {
    this.spawn();
    await this.untilReady();
  }

  async untilReady(): Promise<void> {
    const isReady = (): Promise<boolean> => {
      if (!this.isRunning) throw new Error(`The ${this.program} has ended: ${this.log}`);
      return this.isReady();
    };
    await eventually(`the ${this.program} is ready`, isReady, START_LIMIT_MS);
  }

  /** What it answers to a probe of readiness. */
  isReady(): Promise<boolean> {
    return fetch(`${this.metricsUrl}/ready`).then(
      ({ok}) => ok,
      () => false,
    );
  }

  /** Sends a signal and waits for nothing. */
  signal(name: NodeJS.Signals): void {
    this.child!.kill(name);
  }

  /** @param signal `SIGKILL` leaves it no chance to end in good order @returns its exit code, if it had one */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    if (this.isRunning) this.signal(signal);
    return this.untilEnded();
  }

  /** @returns its exit code, if it had one */
  async untilEnded(): Promise<number | null> {
    if (this.isRunning) await once(this.child!, 'exit');
    return this.child!.exitCode;
  }

  get pid(): number {
    return this.child!.pid!;
  }

  /** Resident memory in bytes; Linux only. */
  residentBytes(): number {
    const file = `/proc/${this.child!.pid}/status`;
    const kilobytes = existsSync(file) ? /VmRSS:\s+(\d+)/.exec(readFileSync(file, 'utf8'))?.[1] : undefined;
    return Number(kilobytes) * 1024;
  }

  /** Open files and sockets; Linux only. */
  openDescriptors(): number {
    return readdirSync(`/proc/${this.child!.pid}/fd`).length;
  }

  /** @returns ends the watch, and gives the bytes by which its memory has risen above what it is now, at the highest */
  watchMemory(): () => number {
    const resting = this.residentBytes();
    let highest = resting;
    const look = (): void => void (highest = Math.max(highest, this.residentBytes()));
    const sampling = setInterval(look, MEMORY_SAMPLE_MS);
    return () => {
      clearInterval(sampling);
      look();
      return highest - resting;
    };
  }

  private spawn(): void {
    const child = spawn(process.execPath, [...flagsOf(this.program), join(BIN, `${this.program}.js`)], {
      // Nothing of our own environment.
      env: {
        PATH: process.env.PATH,
        ...MALLOC,
        HOST: '127.0.0.1',
        PORT: String(this.ports.api),
        METRICS_PORT: String(this.ports.metrics),
        RATE_LIMIT: '0',
        REGIONAIS_URL: 'off',
        LOG_LEVEL: 'error',
        ...this.env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child = child;
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (this.log += chunk.toString()));
  }
}
