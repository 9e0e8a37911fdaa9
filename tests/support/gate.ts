import {once} from 'node:events';
import {AddressInfo, connect, createServer, Server, Socket} from 'node:net';

/** A port of a test's own in front of a server that may stop, come back elsewhere, or say nothing any more. */
export class Gate {
  private readonly sockets = new Set<Socket>();
  private target?: {host: string; port: number};
  private isHanging = false;

  private constructor(private readonly server: Server) {}

  static async open(): Promise<Gate> {
    const server = createServer();
    const gate = new Gate(server);
    server.on('connection', socket => gate.pass(socket));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return gate;
  }

  /** The URL with the gate's address in place of its own. */
  urlFor(url: string): string {
    const through = new URL(url);
    through.host = `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    return through.href;
  }

  /** Where new connections go from now on. Those that heard nothing are cut. */
  leadTo(url: string): void {
    const {hostname, port} = new URL(url);
    this.target = {host: hostname, port: Number(port)};
    if (this.isHanging) for (const socket of this.sockets) socket.destroy();
    this.isHanging = false;
  }

  /** Cuts the connections that stand; new ones are taken and hear nothing, until `leadTo`. */
  hang(): void {
    this.isHanging = true;
    for (const socket of this.sockets) socket.destroy();
  }

  /** Connections stand, and hear nothing any more, nor do new ones; until `leadTo`. */
  silence(): void {
    this.isHanging = true;
    for (const socket of this.sockets) socket.unpipe().pause();
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
    await once(this.server, 'close');
  }

  private pass(client: Socket): void {
    if (this.isHanging) return void this.sockets.add(client.on('error', () => client.destroy()));
    if (!this.target) return void client.destroy();
    const server = connect(this.target);
    for (const [from, to] of [
      [client, server],
      [server, client],
    ] as const) {
      this.sockets.add(from);
      from.pipe(to);
      from.on('error', () => to.destroy());
      from.on('close', () => {
        this.sockets.delete(from);
        to.destroy();
      });
    }
  }
}
