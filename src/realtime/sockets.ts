import {BindingScope, inject, injectable} from '@loopback/core';
import {IncomingMessage, Server, ServerResponse, STATUS_CODES} from 'node:http';
import type {Server as SecureServer} from 'node:https';
import type {Duplex} from 'node:stream';
import {problems} from '../problems/catalogue';
import type {CorsPolicy} from '../rest/cors';
import {HttpBindings} from '../rest/keys';
import type {Connections} from './connections';
import {RealtimeKeys} from './keys';
import type {SocketIoEndpoint} from './socket-io-endpoint';
import type {SockJsEndpoint} from './sockjs-endpoint';
import type {StompEndpoint} from './stomp-endpoint';

const RAW_PATH = '/ws/websocket';
/** Below these everything is a transport, or nothing. */
const PREFIXES = /^\/(ws(\/|$)|socket\.io\/)/;

/** The paths of the transports: plain requests come through the sequence, upgrades from the server itself. */
@injectable({scope: BindingScope.SINGLETON})
export class Sockets {
  constructor(
    @inject(RealtimeKeys.STOMP) private readonly stomp: StompEndpoint,
    @inject(RealtimeKeys.SOCKJS) private readonly sockjs: SockJsEndpoint,
    @inject(RealtimeKeys.SOCKET_IO) private readonly socketIo: SocketIoEndpoint,
    @inject(RealtimeKeys.CONNECTIONS) private readonly connections: Connections,
    @inject(HttpBindings.CORS) private readonly cors: CorsPolicy,
  ) {}

  /** Takes upgrades of a server that has just started. */
  attach(server: Server | SecureServer): void {
    // Some HTTP clients offer to upgrade to HTTP/2 with every request, which then is one like others.
    const shouldUpgradeCallback = ({url = ''}: IncomingMessage): boolean => this.owns(pathOf(url));
    Object.assign(server, {shouldUpgradeCallback});
    server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      // Whoever goes away meanwhile is nobody's fault.
      socket.on('error', () => socket.destroy());
      const path = pathOf(request.url ?? '');
      const refusal = this.refusalOf(path, request);
      if (refusal !== undefined) refuse(socket, refusal);
      else if (path === RAW_PATH) this.stomp.upgrade(request, socket, head);
      else if (this.sockjs.serves(path)) this.sockjs.upgrade(request, socket, head);
      else this.socketIo.upgrade(request, socket, head);
    });
  }

  /** Whether requests to the path are the transports' to answer. */
  owns(path: string): boolean {
    return PREFIXES.test(path);
  }

  /** Answers a request to a path that it owns, now or while the client waits. @throws route_not_found, origin_refused, overloaded */
  answer(path: string, request: IncomingMessage, response: ServerResponse): void {
    if (!this.serves(path)) throw problems.routeNotFound();
    if (!this.cors.admits(request)) throw problems.originRefused();
    if (!this.connections.areOpen) throw problems.overloaded();
    announceEnd(request, response);
    if (this.socketIo.serves(path)) this.socketIo.request(request, response);
    else this.sockjs.request(path, request, response);
  }

  /** Lets all clients go within that time. */
  async drain(seconds: number): Promise<void> {
    await this.connections.drain(seconds);
    await this.socketIo.stop();
  }

  private serves(path: string): boolean {
    return path === RAW_PATH || this.sockjs.serves(path) || this.socketIo.serves(path);
  }

  private refusalOf(path: string, request: IncomingMessage): number | undefined {
    if (!this.serves(path)) return 404;
    if (!this.cors.admits(request)) return 403;
    return this.connections.areOpen ? undefined : 503;
  }
}

/**
 * Node says nothing of the end of a request that announces no body (`optimizeEmptyRequests`), nor that its client went away. The
 * transports' libraries wait to hear both from the request.
 */
function announceEnd(request: IncomingMessage, response: ServerResponse): void {
  if (!request.readableEnded) return;
  request.on('newListener', (event, listener: () => void) => {
    if (event === 'end') process.nextTick(() => listener.call(request));
  });
  response.once('close', () => request.emit('close'));
}

const pathOf = (url: string): string => url.split('?', 1)[0]!;

/** An answer to a request that is no WebSocket's any more. */
function refuse(socket: Duplex, status: number): void {
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
