import {Redis} from 'ioredis';
import {ChildProcess, execFileSync, spawn} from 'node:child_process';
import {once} from 'node:events';
import {Api} from './api';
import {withDatabase} from './database';
import {eventually} from './eventually';
import {freePort} from './free-port';
import {requireOnMachine} from './machine';

/** Whether this machine has a Redis server. */
export function hasRedis(): boolean {
  try {
    execFileSync('redis-server', ['--version'], {stdio: 'ignore'});
    return true;
  } catch {
    return false;
  }
}

/** A Redis server of a test's own, without anything on disk unless told otherwise; it can be killed and started again on its port. */
export class RedisServer {
  private process?: ChildProcess;

  private constructor(
    private readonly port: number,
    private readonly args: readonly string[],
  ) {}

  /** @param args of `redis-server`, beside the port */
  static async start(args: readonly string[] = ['--appendonly', 'no']): Promise<RedisServer> {
    const server = new RedisServer(await freePort(), args);
    await server.start();
    return server;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  async start(): Promise<void> {
    const args = ['--port', String(this.port), '--bind', '127.0.0.1', '--save', '', ...this.args];
    const started = spawn('redis-server', args, {stdio: ['ignore', 'pipe', 'ignore']});
    this.process = started;
    let output = '';
    started.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    await eventually('Redis is ready', () => output.includes('Ready to accept connections'));
  }

  /** Loses all its data. */
  async flush(): Promise<void> {
    const client = new Redis(this.url);
    await client.flushall();
    client.disconnect();
  }

  async kill(): Promise<void> {
    const {process} = this;
    this.process = undefined;
    if (!process || process.exitCode !== null) return;
    const exited = once(process, 'exit');
    process.kill('SIGKILL');
    await exited;
  }
}

/** Two replicas over one database and one Redis of their own, for the `describe` that calls this. */
export function withReplicas(env: Readonly<Record<string, string>> = {}): {
  readonly apis: readonly [Api, Api];
  readonly redis: RedisServer;
} {
  let redis: RedisServer | undefined;
  let apis: readonly Api[] = [];
  // Before the database goes.
  after(async () => {
    await Promise.all(apis.map(api => api.stop()));
    await redis?.kill();
  });
  before(function () {
    requireOnMachine(this, hasRedis(), 'redis-server');
  });
  const database = withDatabase();
  before(async () => {
    redis = await RedisServer.start();
    const settings = {...env, REDIS_URL: redis.url};
    apis = await Promise.all([Api.start(database.url, settings), Api.start(database.url, settings)]);
  });
  return {
    get apis() {
      return apis as readonly [Api, Api];
    },
    get redis() {
      return redis!;
    },
  };
}
