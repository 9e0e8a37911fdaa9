import {once} from 'node:events';
import {createServer, request, Server} from 'node:http';
import type {AddressInfo} from 'node:net';

/** `cut`: no answer; `broken`: half of one; `busy`: the store says so. */
export type Fault = 'cut' | 'broken' | 'busy';

/** A way to an HTTP server on which requests fail as a test says, each of those that are due once, and else go through. */
export class FaultyWay {
  private due: Fault[] = [];
  /** Requests that came by. */
  count = 0;

  private constructor(private readonly server: Server) {}

  static async open(target: string): Promise<FaultyWay> {
    const {hostname, port} = new URL(target);
    const server = createServer((incoming, outgoing) => {
      way.count++;
      const fault = way.due.shift();
      if (fault === 'cut') return void incoming.socket.destroy();
      if (fault === 'busy') {
        incoming.resume();
        outgoing.writeHead(503, {'Content-Type': 'application/xml'});
        return void outgoing.end(
          '<?xml version="1.0"?><Error><Code>SlowDown</Code><Message>x</Message></Error>',
        );
      }
      const {method, url, headers} = incoming;
      const onward = request({hostname, port, method, path: url, headers}, answer => {
        outgoing.writeHead(answer.statusCode!, answer.headers);
        if (fault !== 'broken') return void answer.pipe(outgoing);
        answer.once('data', (piece: Buffer) => {
          outgoing.write(piece.subarray(0, piece.length >> 1), () => incoming.socket.destroy());
        });
      });
      onward.on('error', () => incoming.socket.destroy());
      incoming.pipe(onward);
    });
    const way = new FaultyWay(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return way;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** The next requests fail so. */
  fail(...faults: Fault[]): void {
    this.due = faults;
  }

  /** Faults that no request has met. */
  get left(): number {
    return this.due.length;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}
