import {BindingScope, inject, injectable} from '@loopback/core';
import {randomInt} from 'node:crypto';
import {EventEmitter} from 'node:events';
import type {IncomingMessage, ServerResponse} from 'node:http';
import type {Socket} from 'node:net';
import type {Duplex} from 'node:stream';
import type {Connection as SockJsConnection} from 'sockjs';
import type {Wire} from './connection';
import type {Frame} from './frame';
import {RealtimeKeys} from './keys';
import {MAX_MESSAGE_BYTES} from './limits';
import type {StompEndpoint} from './stomp-endpoint';

const INFO = '/ws/info';
/** What the replaced service had: no iframe, no jsonp. Ids are those that the usual client makes. */
const TRANSPORT = /^\/ws(\/|\/[\w-]+\/[\w-]+\/(websocket|xhr|xhr_send|xhr_streaming|eventsource|htmlfile))?$/;
/** A message in the escapes of JSON may take six times its length. */
const MAX_BODY_BYTES = 6 * MAX_MESSAGE_BYTES;
const INT32 = 2 ** 31;

/** STOMP for clients behind SockJS: the protocol's own paths, and the library that serves them. */
@injectable({scope: BindingScope.SINGLETON})
export class SockJsEndpoint {
  /** The library listens to a server; this one passes it what is its own. Loaded when the first client comes: it is 7 MB. */
  private server?: EventEmitter;

  constructor(@inject(RealtimeKeys.STOMP) private readonly stomp: StompEndpoint) {}

  /** Whether the path is one of its own. */
  serves(path: string): boolean {
    return path === INFO || (TRANSPORT.test(path) && !path.includes('__proto__'));
  }

  request(path: string, request: IncomingMessage, response: ServerResponse): void {
    if (path === INFO) return writeInfo(response);
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > MAX_BODY_BYTES) request.destroy();
    });
    this.open().emit('request', request, response);
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.open().emit('upgrade', request, socket, head);
  }

  private open(): EventEmitter {
    if (this.server) return this.server;
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const sockjs = require('sockjs') as typeof import('sockjs');
    const server = sockjs.createServer({
      prefix: '/ws',
      log: () => undefined,
      faye_server_options: {maxLength: MAX_MESSAGE_BYTES},
      // Our own policy has answered for every path.
      disable_cors: true,
    } as Parameters<typeof sockjs.createServer>[0]);
    server.on('connection', connection => this.accept(connection as LibraryConnection | null));
    const emitter = new EventEmitter();
    server.installHandlers(emitter as never);
    return (this.server = emitter);
  }

  private accept(connection: LibraryConnection | null): void {
    if (!connection) return;
    const {session, close} = this.stomp.open(new SockJsWire(connection));
    connection.on('data', (message: unknown) => {
      // Whatever JSON the client sent.
      if (typeof message === 'string') session.data(message);
    });
    connection.on('close', close);
  }
}

/** Members of the library's connection that its types do not show. */
interface LibraryConnection extends SockJsConnection {
  readonly _session: {
    readonly send_buffer: readonly string[];
    readonly recv?: {
      readonly connection?: Socket;
      readonly response?: ServerResponse;
      didAbort(): void;
    } | null;
  };
}

class SockJsWire implements Wire {
  constructor(private readonly connection: LibraryConnection) {}

  get waitingBytes(): number {
    const {send_buffer: messages} = this.connection._session;
    return messages.reduce((sum, {length}) => sum + length, 0) + (this.socket?.writableLength ?? 0);
  }

  get progress(): number {
    return this.socket ? this.socket.bytesWritten - this.socket.writableLength : 0;
  }

  send({text}: Frame): void {
    this.connection.write(text);
  }

  close(code: number, reason: string): void {
    this.connection.close(String(code), reason);
  }

  terminate(): void {
    const {socket} = this;
    this.connection.close();
    socket?.destroy();
  }

  /** The library looks after its clients itself. */
  isAlive(): boolean {
    return true;
  }

  private get socket(): Socket | undefined {
    const receiver = this.connection._session.recv;
    return receiver?.connection ?? receiver?.response?.socket ?? undefined;
  }
}

/** As the replaced service wrote it, byte for byte but the chance. */
function writeInfo(response: ServerResponse): void {
  const entropy = randomInt(-INT32, INT32);
  const body = JSON.stringify({entropy, origins: ['*:*'], cookie_needed: true, websocket: true});
  response.setHeader('Content-Type', 'application/json;charset=UTF-8');
  response.setHeader('Cache-Control', 'no-store, no-cache, must-revalidate, max-age=0');
  response.setHeader('Content-Length', Buffer.byteLength(body));
  response.end(body);
}
