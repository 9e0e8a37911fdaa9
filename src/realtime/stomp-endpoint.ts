import {BindingScope, inject, injectable} from '@loopback/core';
import type {IncomingMessage} from 'node:http';
import type {Duplex} from 'node:stream';
import {WebSocket, WebSocketServer} from 'ws';
import type {Wire} from './connection';
import type {Connections} from './connections';
import type {Credentials} from './credential';
import type {Frame} from './frame';
import type {Hub} from './hub';
import {RealtimeKeys} from './keys';
import {MAX_MESSAGE_BYTES, PING_AFTER_MS, SILENCE_LIMIT_MS} from './limits';
import type {MetricsFeed} from './metrics-feed';
import {StompSession} from './stomp/session';
import type {RealtimeSettings} from './types';

/** Best first; the first one that the client offers, too. */
const SUBPROTOCOLS = ['v12.stomp', 'v11.stomp', 'v10.stomp'];

/** STOMP sessions of this process, and the raw websocket that carries them. */
@injectable({scope: BindingScope.SINGLETON})
export class StompEndpoint {
  private readonly server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    maxPayload: MAX_MESSAGE_BYTES,
    perMessageDeflate: false,
    handleProtocols: offered => SUBPROTOCOLS.find(name => offered.has(name)) ?? false,
  });

  constructor(
    @inject(RealtimeKeys.HUB) private readonly hub: Hub,
    @inject(RealtimeKeys.METRICS) private readonly metrics: MetricsFeed,
    @inject(RealtimeKeys.CREDENTIALS) private readonly credentials: Credentials,
    @inject(RealtimeKeys.CONNECTIONS) private readonly connections: Connections,
    @inject(RealtimeKeys.SETTINGS) private readonly settings: RealtimeSettings,
  ) {}

  /** A session over a transport that is open. Whoever opens it calls `close` when the transport is gone. */
  open(wire: Wire): {readonly session: StompSession; readonly close: () => void} {
    const {hub, metrics, credentials, settings} = this;
    const session = new StompSession(wire, {hub, metrics, credentials, login: settings.login});
    this.connections.add(session);
    return {session, close: () => this.connections.remove(session)};
  }

  /** Takes over the connection of a request to be upgraded. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.server.handleUpgrade(request, socket, head, websocket => {
      const wire = new WebSocketWire(websocket, request);
      const {session, close} = this.open(wire);
      websocket.on('message', (data: Buffer) => session.data(data.toString('utf8')));
      websocket.on('close', close);
      // A broken frame: the library closes with the code that says so.
      websocket.on('error', () => undefined);
    });
  }
}

class WebSocketWire implements Wire {
  private heardAt = performance.now();
  private isAsked = false;

  constructor(
    private readonly websocket: WebSocket,
    private readonly request: IncomingMessage,
  ) {
    const heard = (): void => {
      this.heardAt = performance.now();
      this.isAsked = false;
    };
    websocket.on('message', heard).on('pong', heard);
  }

  get waitingBytes(): number {
    return this.websocket.bufferedAmount;
  }

  get progress(): number {
    const {socket} = this.request;
    return socket.bytesWritten - socket.writableLength;
  }

  send({bytes}: Frame): void {
    if (this.websocket.readyState === WebSocket.OPEN) this.websocket.send(bytes, {binary: false});
  }

  close(code: number, reason: string): void {
    this.websocket.close(code, reason);
  }

  terminate(): void {
    this.websocket.terminate();
  }

  isAlive(now: number): boolean {
    const silence = now - this.heardAt;
    if (silence > PING_AFTER_MS && !this.isAsked) {
      this.isAsked = true;
      if (this.websocket.readyState === WebSocket.OPEN) this.websocket.ping();
    }
    return silence < SILENCE_LIMIT_MS;
  }
}
