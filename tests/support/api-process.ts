import {ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {join} from 'node:path';
import {eventually} from './eventually';
import {freePort} from './free-port';

const API = join(__dirname, '../../src/bin/api.js');
/** As `npm start` runs it. */
const SMALL_HEAP = '--max-semi-space-size=8';
const START_LIMIT_MS = 30_000;

/** The real API process on a port that stays the same, so that it can be killed and come back. */
export class ApiProcess {
  private child?: ChildProcess;

  private constructor(
    private readonly port: number,
    private readonly env: Readonly<Record<string, string>>,
  ) {}

  /** @param env settings beside its port, and no rate limit */
  static async start(env: Readonly<Record<string, string>>): Promise<ApiProcess> {
    const api = new ApiProcess(await freePort(), env);
    await api.start();
    return api;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get pid(): number {
    return this.child!.pid!;
  }

  /** Resolves when it answers. */
  async start(): Promise<void> {
    const env = {
      PATH: process.env.PATH,
      PORT: String(this.port),
      METRICS_PORT: '0',
      RATE_LIMIT: '0',
      REGIONAIS_URL: 'off',
      LOG_LEVEL: 'error',
      ...this.env,
    };
    this.child = spawn(process.execPath, [SMALL_HEAP, API], {env, stdio: ['ignore', 'ignore', 'inherit']});
    await eventually('the process answers', () => this.answers(), START_LIMIT_MS);
  }

  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    const {child} = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
  }

  private answers(): Promise<boolean> {
    return fetch(`${this.url}/ready`).then(
      ({ok}) => ok,
      () => false,
    );
  }
}
