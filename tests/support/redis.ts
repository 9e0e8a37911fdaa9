import {ChildProcess, execFileSync, spawn} from 'node:child_process';
import {once} from 'node:events';
import {AddressInfo, createServer} from 'node:net';
import {eventually} from './eventually';

/** Whether this machine has a Redis server. */
export function hasRedis(): boolean {
  try {
    execFileSync('redis-server', ['--version'], {stdio: 'ignore'});
    return true;
  } catch {
    return false;
  }
}

/** A Redis server of a test's own, without anything on disk; it can be killed and started again on its port. */
export class RedisServer {
  private process?: ChildProcess;

  private constructor(private readonly port: number) {}

  static async start(): Promise<RedisServer> {
    const server = new RedisServer(await freePort());
    await server.start();
    return server;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  async start(): Promise<void> {
    const args = ['--port', String(this.port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
    const started = spawn('redis-server', args, {stdio: ['ignore', 'pipe', 'ignore']});
    this.process = started;
    let output = '';
    started.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    await eventually('Redis is ready', () => output.includes('Ready to accept connections'));
  }

  async kill(): Promise<void> {
    if (!this.process || this.process.exitCode !== null) return;
    const exited = once(this.process, 'exit');
    this.process.kill('SIGKILL');
    await exited;
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const {port} = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}
