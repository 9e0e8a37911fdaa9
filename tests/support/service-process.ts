import {ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {eventually} from './eventually';
import {freePort} from './free-port';

const BIN = join(__dirname, '../../src/bin');
const START_LIMIT_MS = 30_000;
/** What `npm start` gives Node. */
const SMALL_HEAP = '--max-semi-space-size=8';

/** A process of the service as it is run in earnest, on ports of its own. */
export class ServiceProcess {
  private log = '';

  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
    readonly metricsUrl: string,
  ) {
    for (const stream of [child.stdout!, child.stderr!])
      stream.on('data', (chunk: Buffer) => (this.log += chunk.toString()));
  }

  /** @param env settings beside the ports; nothing of our own environment */
  static async start(
    program: 'api' | 'worker',
    env: Readonly<Record<string, string>>,
  ): Promise<ServiceProcess> {
    const [port, metricsPort] = [await freePort(), await freePort()];
    const child = spawn(process.execPath, [SMALL_HEAP, join(BIN, `${program}.js`)], {
      env: {
        PATH: process.env.PATH,
        HOST: '127.0.0.1',
        PORT: String(port),
        METRICS_PORT: String(metricsPort),
        RATE_LIMIT: '0',
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const service = new ServiceProcess(child, `http://127.0.0.1:${port}`, `http://127.0.0.1:${metricsPort}`);
    await eventually(
      `the ${program} is ready`,
      () => {
        if (child.exitCode !== null) throw new Error(`The ${program} has ended: ${service.log}`);
        return fetch(`${service.metricsUrl}/ready`).then(
          ({ok}) => ok,
          () => false,
        );
      },
      START_LIMIT_MS,
    );
    return service;
  }

  /** What it has printed so far. */
  get output(): string {
    return this.log;
  }

  /** Resident memory in bytes; Linux only. */
  residentBytes(): number {
    const file = `/proc/${this.child.pid}/status`;
    const kilobytes = existsSync(file) ? /VmRSS:\s+(\d+)/.exec(readFileSync(file, 'utf8'))?.[1] : undefined;
    return Number(kilobytes) * 1024;
  }

  /** @param signal `SIGKILL` leaves it no chance to end in good order */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      const exited = once(this.child, 'exit');
      this.child.kill(signal);
      await exited;
    }
    return this.child.exitCode;
  }
}
