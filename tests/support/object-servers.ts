import {Client} from 'minio';
import {ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {eventually} from './eventually';
import {freePort} from './free-port';
import {findTool} from './tool';

const BUCKET = 'albuns';
const ACCESS_KEY = 'artistas';
const SECRET_KEY = 'segredo-de-teste';
const START_LIMIT_MS = 20_000;

interface Program {
  readonly command: string | undefined;
  readonly args: (folder: string, port: number) => string[];
  readonly env: Readonly<Record<string, string>>;
}

export type ServerKind = 'minio' | 'versitygw';

const programs: Readonly<Record<ServerKind, Program>> = {
  minio: {
    command: findTool('minio'),
    args: (folder, port) => ['server', folder, '--address', `127.0.0.1:${port}`, '--quiet'],
    env: {MINIO_ROOT_USER: ACCESS_KEY, MINIO_ROOT_PASSWORD: SECRET_KEY, MINIO_BROWSER: 'off'},
  },
  versitygw: {
    command: findTool('versitygw'),
    args: (folder, port) => ['--port', `127.0.0.1:${port}`, '--quiet', 'posix', folder],
    env: {ROOT_ACCESS_KEY_ID: ACCESS_KEY, ROOT_SECRET_ACCESS_KEY: SECRET_KEY},
  },
};

/** A real S3 server of a test's own, which keeps what it has when it is killed and started again. */
export class ObjectServer {
  private process?: ChildProcess;

  private constructor(
    private readonly program: Program,
    private readonly folder: string,
    private readonly port: number,
  ) {}

  static isOnMachine(kind: ServerKind): boolean {
    return programs[kind].command !== undefined;
  }

  static async start(kind: ServerKind): Promise<ObjectServer> {
    const folder = await mkdtemp(join(tmpdir(), 'artistas-s3-'));
    const server = new ObjectServer(programs[kind], folder, await freePort());
    await server.start();
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Settings by which an API uses it. */
  get settings(): Readonly<Record<string, string>> {
    return {S3_ENDPOINT: this.url, S3_ACCESS_KEY: ACCESS_KEY, S3_SECRET_KEY: SECRET_KEY};
  }

  async start(): Promise<void> {
    const {command, args, env} = this.program;
    this.process = spawn(command!, args(this.folder, this.port), {
      env: {PATH: process.env.PATH, HOME: this.folder, ...env},
      stdio: 'ignore',
    });
    // It answers 503 at first.
    const answers = (): Promise<boolean> =>
      fetch(this.url).then(
        ({status}) => status < 500,
        () => false,
      );
    await eventually('the object store answers', answers, START_LIMIT_MS);
  }

  /** The bucket of covers, which an API would make at its start. */
  makeBucket(): Promise<void> {
    return this.client().makeBucket(BUCKET);
  }

  /** Keys of all objects in the bucket of covers. */
  async keys(): Promise<string[]> {
    const keys: string[] = [];
    for await (const {name} of this.client().listObjects(BUCKET, '', true) as AsyncIterable<{name?: string}>)
      if (name !== undefined) keys.push(name);
    return keys;
  }

  private client(): Client {
    const {hostname: endPoint, port} = new URL(this.url);
    return new Client({
      endPoint,
      port: Number(port),
      useSSL: false,
      accessKey: ACCESS_KEY,
      secretKey: SECRET_KEY,
    });
  }

  /** It takes connections and says nothing, until `resume`. */
  pause(): void {
    this.process?.kill('SIGSTOP');
  }

  resume(): void {
    this.process?.kill('SIGCONT');
  }

  async kill(): Promise<void> {
    if (!this.process || this.process.exitCode !== null || this.process.signalCode !== null) return;
    const exited = once(this.process, 'exit');
    this.process.kill('SIGKILL');
    await exited;
  }

  /** With all that it kept. */
  async remove(): Promise<void> {
    await this.kill();
    await rm(this.folder, {recursive: true, force: true});
  }
}
