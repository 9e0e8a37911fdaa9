import {ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {chmod, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import {eventually} from './eventually';
import {freePort} from './free-port';
import type {ServiceProcess} from './service-process';
import {findTool} from './tool';

/** How often readiness is asked for. */
const PROBE_MS = 500;
/** Header field that tells host and port of the replica that has answered. */
export const REPLICA_FIELD = 'x-replica';

/**
 * A real nginx in front of replicas, and who tells it which of them are ready, as a cluster does: by files that it looks
 * for at each request, because a reload would cut connections of clients that are in no way ours.
 */
export class Balancer {
  private readonly probing = new AbortController();
  private probes: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly port: number,
    private readonly folder: string,
    private readonly process: ChildProcess,
  ) {}

  static async start(replicas: readonly ServiceProcess[]): Promise<Balancer> {
    const folder = await mkdtemp(join(tmpdir(), 'artistas-nginx-'));
    // As root nginx works under another account, which looks for files there.
    await chmod(folder, 0o755);
    const port = await freePort();
    const file = join(folder, 'nginx.conf');
    const urls = replicas.map(({url}) => url);
    await writeFile(file, configuration(folder, port, urls));
    const process = spawn(findTool('nginx')!, ['-c', file, '-e', join(folder, 'error.log')], {
      stdio: 'ignore',
    });
    const balancer = new Balancer(port, folder, process);
    const answers = (): Promise<boolean> =>
      fetch(balancer.url).then(
        () => true,
        () => false,
      );
    await eventually('nginx answers', answers);
    balancer.probes = Promise.all(replicas.map((replica, i) => balancer.follow(replica, i)));
    return balancer;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async stop(): Promise<void> {
    this.probing.abort();
    await this.probes;
    const exited = once(this.process, 'exit');
    this.process.kill('SIGTERM');
    await exited;
    await rm(this.folder, {recursive: true});
  }

  private async follow(replica: ServiceProcess, index: number): Promise<void> {
    const {signal} = this.probing;
    const mark = join(this.folder, `${index}.out`);
    while (!signal.aborted) {
      if (await replica.isReady()) await rm(mark, {force: true});
      else await writeFile(mark, '');
      await delay(PROBE_MS, undefined, {signal}).catch(() => undefined);
    }
  }
}

/** Every set of replicas is an upstream, named by their numbers; where none is ready, all are tried. */
function configuration(folder: string, port: number, urls: readonly string[]): string {
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    name => `${name}_temp_path ${folder}/${name};`,
  );
  const everyone = urls.map((_, i) => i);
  const sets = Array.from({length: 2 ** urls.length}, (_, bits) => everyone.filter(i => bits & (1 << i)));
  const upstreams = sets.map(set => {
    const servers = (set.length > 0 ? set : everyone).map(
      i => `server ${new URL(urls[i]!).host} max_fails=0;`,
    );
    return `upstream ready_${set.join('')} { ${servers.join(' ')} keepalive 64; }`;
  });
  const choice = everyone.map(i => `if (!-f ${folder}/${i}.out) { set $ready "\${ready}${i}"; }`);
  return `daemon off; pid ${folder}/pid; worker_processes 1; worker_rlimit_nofile 20000;
    events { worker_connections 10000; }
    http { access_log off; client_max_body_size 0; ${paths.join(' ')}
      map $http_upgrade $connection_field { default upgrade; '' ''; }
      ${upstreams.join('\n')}
      server {
        listen 127.0.0.1:${port} backlog=4096;
        location / {
          set $ready ""; ${choice.join(' ')}
          proxy_pass http://ready_$ready;
          proxy_http_version 1.1;
          add_header ${REPLICA_FIELD} $upstream_addr always;
          proxy_connect_timeout 2s;
          proxy_set_header Host $http_host;
          proxy_set_header Upgrade $http_upgrade;
          proxy_set_header Connection $connection_field;
        }
      }
    }`;
}
