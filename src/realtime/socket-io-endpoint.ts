import {BindingScope, inject, injectable} from '@loopback/core';
import {EventEmitter} from 'node:events';
import type {IncomingMessage, ServerResponse} from 'node:http';
import type {Duplex} from 'node:stream';
import type {Server, Socket} from 'socket.io';
import type {Connections} from './connections';
import type {Credential, Credentials} from './credential';
import type {Hub} from './hub';
import {RealtimeKeys} from './keys';
import {MAX_MESSAGE_BYTES, PING_AFTER_MS, SEND_LIMIT_MS} from './limits';
import type {MetricsFeed} from './metrics-feed';
import {SocketIoConnection, toEverybody} from './socket-io-connection';
import type {RealtimeSettings} from './types';

const PATH = '/socket.io/';
const NAMESPACE = '/notificacoes';

/** What a client may say of itself when it connects: `io(url, {auth: {...}})`. */
interface Handshake {
  readonly token?: unknown;
  readonly lastEventId?: unknown;
}

/** Socket.IO: the same events, as `novo-album` and `evento`. Loaded when the first client comes: it is 20 MB. */
@injectable({scope: BindingScope.SINGLETON})
export class SocketIoEndpoint {
  private server?: {readonly io: Server; readonly emitter: EventEmitter};

  constructor(
    @inject(RealtimeKeys.HUB) private readonly hub: Hub,
    @inject(RealtimeKeys.METRICS) private readonly metrics: MetricsFeed,
    @inject(RealtimeKeys.CREDENTIALS) private readonly credentials: Credentials,
    @inject(RealtimeKeys.CONNECTIONS) private readonly connections: Connections,
    @inject(RealtimeKeys.SETTINGS) private readonly settings: RealtimeSettings,
  ) {}

  serves(path: string): boolean {
    return path === PATH;
  }

  request(request: IncomingMessage, response: ServerResponse): void {
    this.open().emit('request', request, response);
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.open().emit('upgrade', request, socket, head);
  }

  async stop(): Promise<void> {
    await this.server?.io.close();
  }

  private open(): EventEmitter {
    this.server ??= this.start();
    return this.server.emitter;
  }

  private start(): {io: Server; emitter: EventEmitter} {
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const socketIo = require('socket.io') as typeof import('socket.io');
    // It listens to a server; this one passes it what is its own, and has nothing to close.
    const emitter = Object.assign(new EventEmitter(), {close: (done: () => void) => done()});
    const io = new socketIo.Server({
      serveClient: false,
      maxHttpBufferSize: MAX_MESSAGE_BYTES,
      pingInterval: PING_AFTER_MS,
      connectTimeout: SEND_LIMIT_MS,
      destroyUpgrade: false,
    });
    io.attach(emitter as never);
    const namespace = io.of(NAMESPACE);
    namespace.use((socket, next) => {
      this.identify(socket).then(
        () => next(),
        (error: Error) => next(error),
      );
    });
    namespace.on('connection', socket => this.accept(socket));
    this.hub.follow(toEverybody(namespace));
    // Nothing is to be had in the namespace of everybody.
    io.of('/').use((_socket, next) => next(new Error(`Use ${NAMESPACE}`)));
    return {io, emitter};
  }

  private async identify(socket: Socket): Promise<void> {
    const {token} = socket.handshake.auth as Handshake;
    // A token that cannot be looked at is as good as none.
    const read = (text: string) => this.credentials.read(text).catch(() => undefined);
    const credential = typeof token === 'string' ? await read(token) : undefined;
    if (this.settings.login && !credential) throw new Error('Token de acesso ausente, inválido ou expirado');
    (socket.data as {credential?: Credential}).credential = credential;
  }

  private accept(socket: Socket): void {
    const {credential} = socket.data as {credential?: Credential};
    const {lastEventId} = socket.handshake.auth as Handshake;
    const connection = new SocketIoConnection(socket, this.credentials, credential);
    this.connections.add(connection);
    socket.on('disconnect', () => this.connections.remove(connection));
    const after = typeof lastEventId === 'string' ? lastEventId : undefined;
    connection.begin(this.hub, after, credential ? this.metrics : undefined);
  }
}
