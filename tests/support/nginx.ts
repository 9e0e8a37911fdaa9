import {ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {eventually} from './eventually';
import {freePort} from './free-port';
import {findTool} from './tool';

/** A server of nginx: the host name that it answers to, and where it leads. */
export interface Site {
  readonly host: string;
  readonly target: string;
  /** Lines of its `location`. */
  readonly lines?: readonly string[];
}

/** A real nginx of a test's own. */
export class Nginx {
  private constructor(
    readonly port: number,
    private readonly folder: string,
    private readonly process: ChildProcess,
  ) {}

  static isOnMachine(): boolean {
    return findTool('nginx') !== undefined;
  }

  static async start(sites: readonly Site[], wantedPort?: number): Promise<Nginx> {
    return Nginx.launch((folder, port) => configuration(folder, port, sites), wantedPort);
  }

  /** @param configurationFor the whole of it, given a folder that may be written to and the port to listen on */
  static async launch(
    configurationFor: (folder: string, port: number) => string,
    wantedPort?: number,
  ): Promise<Nginx> {
    const folder = await mkdtemp(join(tmpdir(), 'artistas-nginx-'));
    const port = wantedPort ?? (await freePort());
    const file = join(folder, 'nginx.conf');
    await writeFile(file, configurationFor(folder, port));
    const process = spawn(
      findTool('nginx')!,
      ['-c', file, '-e', join(folder, 'error.log'), '-g', 'daemon off;'],
      {
        stdio: 'ignore',
      },
    );
    const answers = (): Promise<boolean> =>
      fetch(`http://127.0.0.1:${port}`).then(
        () => true,
        () => false,
      );
    await eventually('nginx answers', answers);
    return new Nginx(port, folder, process);
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async stop(): Promise<void> {
    const exited = once(this.process, 'exit');
    this.process.kill('SIGTERM');
    await exited;
    await rm(this.folder, {recursive: true});
  }
}

function configuration(folder: string, port: number, sites: readonly Site[]): string {
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    name => `${name}_temp_path ${folder}/${name};`,
  );
  const servers = sites.map(
    ({host, target, lines = []}) => `server {
      listen 127.0.0.1:${port};
      server_name ${host};
      location / { proxy_pass ${target}; proxy_set_header Host $http_host; ${lines.join(' ')} }
    }`,
  );
  return `pid ${folder}/pid; worker_processes 1; events {}
    http { access_log off; client_max_body_size 0; proxy_request_buffering off; ${paths.join(' ')} ${servers.join('\n')} }`;
}
