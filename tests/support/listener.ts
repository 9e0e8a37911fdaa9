import {Client} from '@stomp/stompjs';
import {WebSocket} from 'ws';

/** One subscriber of `/topic/eventos` that comes back by itself and asks for what it missed, as clients should. */
export class Listener {
  /** Numbers of the events, as they came. */
  readonly heard: number[] = [];
  /** Ids of the albums that it was told of. */
  readonly albums: number[] = [];
  connections = 0;
  private lastEventId?: string;
  private readonly client: Client;

  /** @param urls of the replicas, which it tries in turn, beginning with `first` */
  constructor(urls: readonly string[], first: number) {
    let attempt = first;
    this.client = new Client({
      webSocketFactory: () => {
        const url = urls[attempt++ % urls.length]!;
        return new WebSocket(`${url.replace('http', 'ws')}/ws/websocket`, ['v12.stomp'], {
          handshakeTimeout: 2_000,
        });
      },
      reconnectDelay: 100,
      connectionTimeout: 5_000,
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
    this.client.watchForReceipt('inscrito', () => this.connections++);
  }
}
