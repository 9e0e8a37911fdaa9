import {once} from 'node:events';
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {createServer, IncomingMessage, Server, ServerResponse} from 'node:http';
import {Agent, request} from 'node:https';
import type {AddressInfo, Socket} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {Credentials, CredentialSource} from '../../src/operator/runtime/types';

/** One request that came through. */
export interface SeenCall {
  readonly at: number;
  readonly method: string;
  readonly path: string;
  readonly isWatch: boolean;
  /** Absent until it is answered. */
  status?: number;
}

/** A way to the cluster with full rights, as `kubectl proxy` is one; it notes what passes, and can be cut. */
export class ApiProxy {
  readonly calls: SeenCall[] = [];
  private readonly sockets = new Set<Socket>();
  private isCut = false;
  private goneCount = 0;
  private hidden?: string;

  private constructor(
    private readonly server: Server,
    private readonly credentials: Credentials,
    private readonly agent: Agent,
    private readonly folder: string,
  ) {}

  static async start(source: CredentialSource): Promise<ApiProxy> {
    const credentials = await source.get();
    const server = createServer();
    const agent = new Agent({keepAlive: true, ...credentials.tls});
    const proxy = new ApiProxy(server, credentials, agent, await mkdtemp(join(tmpdir(), 'artistas-proxy-')));
    server.on('request', (incoming, response) => proxy.pass(incoming, response));
    server.on('connection', socket => proxy.note(socket));
    server.keepAliveTimeout = 0;
    server.requestTimeout = 0;
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    await writeFile(proxy.kubeconfig, JSON.stringify(kubeconfigFor(proxy.url)));
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** File that leads through here. */
  get kubeconfig(): string {
    return join(this.folder, 'kubeconfig');
  }

  /** What changed something, or tried to, but for Leases. */
  writes(): SeenCall[] {
    return this.calls.filter(({method, path}) => method !== 'GET' && !path.includes('/leases'));
  }

  reads(): SeenCall[] {
    return this.calls.filter(({method, path}) => method === 'GET' && !path.includes('/leases'));
  }

  cut(): void {
    this.isCut = true;
    for (const socket of this.sockets) socket.destroy();
  }

  restore(): void {
    this.isCut = false;
  }

  /** The next so many watches hear that the server has forgotten where they were; so do those that stand, when cut off. */
  forget(watchCount: number): void {
    this.goneCount = watchCount;
    for (const socket of this.sockets) socket.destroy();
  }

  /** As if the cluster did not have a kind. @param plural its name in paths; absent: it has all again */
  hide(plural?: string): void {
    this.hidden = plural;
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    this.agent.destroy();
    this.server.close();
    await rm(this.folder, {recursive: true, force: true});
  }

  private note(socket: Socket): void {
    if (this.isCut) return void socket.destroy();
    this.sockets.add(socket);
    socket.on('close', () => this.sockets.delete(socket));
    socket.on('error', () => undefined);
  }

  private pass(incoming: IncomingMessage, response: ServerResponse): void {
    const {method = 'GET', url = '/'} = incoming;
    const [path = '', query = ''] = url.split('?');
    const call: SeenCall = {at: performance.now(), method, path, isWatch: query.includes('watch=true')};
    this.calls.push(call);
    if (call.isWatch && this.goneCount > 0) {
      this.goneCount -= 1;
      const object = {kind: 'Status', code: 410, reason: 'Expired', message: 'too old resource version'};
      response.writeHead(200).end(`${JSON.stringify({type: 'ERROR', object})}\n`);
      return;
    }
    if (this.hidden !== undefined && path.split('/').includes(this.hidden)) {
      response.writeHead(404, {'Content-Type': 'text/plain'}).end('404 page not found\n');
      return;
    }
    const headers = {...incoming.headers};
    delete headers.host;
    delete headers.connection;
    const onward = request(new URL(this.credentials.server + url), {
      method,
      agent: this.agent,
      headers: {...headers, ...this.credentials.headers},
    });
    onward.on('response', answer => {
      call.status = answer.statusCode;
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      response.flushHeaders();
      answer.pipe(response);
      answer.on('error', () => response.destroy());
      answer.on('close', () => !answer.complete && response.destroy());
    });
    onward.on('error', () => response.destroy());
    response.on('close', () => onward.destroy());
    incoming.pipe(onward);
  }
}

function kubeconfigFor(server: string): object {
  return {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{name: 'proxy', cluster: {server, 'insecure-skip-tls-verify': true}}],
    users: [{name: 'proxy', user: {}}],
    contexts: [{name: 'proxy', context: {cluster: 'proxy', user: 'proxy'}}],
    'current-context': 'proxy',
  };
}
