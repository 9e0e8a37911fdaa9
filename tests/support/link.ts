import {once} from 'node:events';
import {AddressInfo, connect, createServer, Server, Socket} from 'node:net';

/** A network path of a test's own to a server: it can be cut, made slow, or go silent without either end being told. */
export class Link {
  private readonly sockets = new Set<Socket>();
  private isSilent = false;
  private isCut = false;
  private delayMs = 0;

  private constructor(
    private readonly server: Server,
    private readonly target: URL,
  ) {}

  static async to(url: string): Promise<Link> {
    const server = createServer({allowHalfOpen: false});
    const link = new Link(server, new URL(url));
    server.on('connection', socket => link.join(socket));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return link;
  }

  get url(): string {
    return `${this.target.protocol}//127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  get connectionCount(): number {
    return this.sockets.size / 2;
  }

  /** Ends the connections that stand. */
  drop(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  /** Ends all connections and refuses new ones, until `restore`. */
  cut(): void {
    this.isCut = true;
    this.drop();
  }

  /** What stands stays, and nothing passes in either direction any more; new connections are good. */
  silence(): void {
    for (const socket of this.sockets) socket.unpipe().pause();
  }

  /** Nothing passes, also on new connections, until `restore`. */
  silenceAll(): void {
    this.isSilent = true;
    this.silence();
  }

  /** Each piece takes so much longer on its way to the client, on new connections. */
  slow(delayMs: number): void {
    this.delayMs = delayMs;
  }

  restore(): void {
    this.isCut = false;
    this.isSilent = false;
    this.delayMs = 0;
  }

  async close(): Promise<void> {
    this.drop();
    this.server.close();
    await once(this.server, 'close');
  }

  private join(client: Socket): void {
    if (this.isCut) return void client.destroy();
    const server = connect(Number(this.target.port || 443), this.target.hostname);
    for (const [from, to] of [
      [client, server],
      [server, client],
    ] as const) {
      this.sockets.add(from);
      from.on('error', () => to.destroy());
      from.on('close', () => {
        this.sockets.delete(from);
        to.destroy();
      });
    }
    if (this.isSilent) return;
    client.pipe(server);
    if (this.delayMs === 0) return void server.pipe(client);
    const {delayMs} = this;
    server.on('data', (piece: Buffer) => setTimeout(() => client.write(piece), delayMs));
    server.on('end', () => setTimeout(() => client.end(), delayMs));
  }
}
