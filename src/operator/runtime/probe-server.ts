import {once} from 'node:events';
import {createServer, IncomingMessage, Server, ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import type {Registry} from 'prom-client';

/** A scrape is a short GET; whatever takes longer than this is none. */
const REQUEST_TIMEOUT_MS = 5_000;
const MAX_CONNECTIONS = 20;

/** Serves `/metrics`, `/live` and `/ready` of the operator, which has no other port. */
export class ProbeServer {
  private readonly server: Server;

  constructor(
    private readonly registry: Registry,
    private readonly isReady: () => boolean,
  ) {
    this.server = createServer((request, response) => void this.answer(request, response));
    this.server.requestTimeout = REQUEST_TIMEOUT_MS;
    this.server.headersTimeout = REQUEST_TIMEOUT_MS;
    this.server.maxConnections = MAX_CONNECTIONS;
  }

  /** @returns the port, which is another than asked for when that was 0 */
  async listen(host: string, port: number): Promise<number> {
    this.server.listen({host, port});
    await once(this.server, 'listening');
    return (this.server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, 'close');
  }

  private async answer({method, url = ''}: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = method === 'GET' ? url.split('?', 1)[0] : undefined;
    if (path === '/metrics') {
      const text = await this.registry.metrics();
      response.writeHead(200, {'Content-Type': this.registry.contentType}).end(text);
    } else if (path === '/live' || path === '/ready') {
      const isUp = path === '/live' || this.isReady();
      const body = JSON.stringify({status: isUp ? 'UP' : 'OUT_OF_SERVICE'});
      response.writeHead(isUp ? 200 : 503, {'Content-Type': 'application/json'}).end(body);
    } else {
      response.writeHead(404).end();
    }
  }
}
