import {Client} from '@stomp/stompjs';
import {setTimeout as delay} from 'node:timers/promises';
import {WebSocket} from 'ws';
import {REPLICA_FIELD} from './balancer';

const HANDSHAKE_LIMIT_MS = 2_000;
const CONNECT_LIMIT_MS = 5_000;

/** One subscriber of `/topic/eventos` that comes back by itself and asks for what it missed, as clients should. */
export class Listener {
  /** Numbers of the events, as they came. */
  readonly heard: number[] = [];
  /** Ids of the albums that it was told of. */
  readonly albums: number[] = [];
  connections = 0;
  /** When it began to connect, each time, in milliseconds of `performance.now()`. */
  readonly attempts: number[] = [];
  isConnected = false;
  /** Host and port of the replica that took it last, where a balancer tells. */
  replica?: string;
  private pauseMs = 0;
  private lastEventId?: string;
  private readonly client: Client;

  /**
   * @param urls of the replicas, which it tries in turn, beginning with `first`
   * @param pauseMs before it comes back, by the code of the close
   */
  constructor(urls: readonly string[], first: number, pauseMs: (code: number) => number = () => 100) {
    let attempt = first;
    this.client = new Client({
      webSocketFactory: () => {
        const url = urls[attempt++ % urls.length]!;
        this.attempts.push(performance.now());
        const socket = new WebSocket(`${url.replace('http', 'ws')}/ws/websocket`, ['v12.stomp'], {
          handshakeTimeout: HANDSHAKE_LIMIT_MS,
        });
        socket.once('upgrade', ({headers}) => (this.replica = headers[REPLICA_FIELD] as string | undefined));
        return socket;
      },
      connectionTimeout: CONNECT_LIMIT_MS,
      // The library's own delay is chosen before the connection, whatever ends it.
      reconnectDelay: 1,
      beforeConnect: () => delay(this.pauseMs),
      onWebSocketClose: ({code}: {code: number}) => {
        this.isConnected = false;
        this.pauseMs = pauseMs(code);
      },
      onConnect: () => this.subscribe(),
    });
  }

  start(): void {
    this.client.activate();
  }

  async stop(): Promise<void> {
    await this.client.deactivate();
  }

  private subscribe(): void {
    const headers: Record<string, string> = this.lastEventId ? {'last-event-id': this.lastEventId} : {};
    this.client.subscribe(
      '/topic/eventos',
      message => {
        const {sequencia, type, data} = JSON.parse(message.body) as {
          sequencia: number;
          type: string;
          data: {id: number};
        };
        this.heard.push(sequencia);
        if (type === 'dev.artistas.album.criado') this.albums.push(data.id);
        this.lastEventId = message.headers['id'];
      },
      {...headers, receipt: 'inscrito'},
    );
    this.client.watchForReceipt('inscrito', () => {
      this.connections++;
      this.isConnected = true;
    });
  }
}
