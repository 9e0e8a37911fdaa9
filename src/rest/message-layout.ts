import {createServer} from 'node:http';
import {Duplex} from 'node:stream';
import {SERVER_OPTIONS} from './http-limits';

/** V8 watches the first seven objects of a class. */
const MESSAGES = 16;
const REQUEST = 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n';

/**
 * Has V8 lay out Node's requests and responses, once for a process. From the eighth object of a class on it gives them as
 * many fields within the object as those before have used. A collection of the old generation in between makes it forget
 * what they have used, and then it gives none: every field of each later object goes into an array beside it that grows by
 * three, for as long as the process lives (`%DebugPrint`: 49 fields of a response, or 0). Probes come seconds apart, so the
 * chances were good; it took 8 KB and a third of the time of a read more. Here they are made at once, by a connection
 * within the process.
 */
export async function layOutMessages(): Promise<void> {
  const {promise: answered, resolve} = Promise.withResolvers<void>();
  const alive: unknown[] = [];
  const server = createServer(SERVER_OPTIONS, (request, response) => {
    const made = alive.push([request, request.headers, response]);
    if (made === MESSAGES) response.once('close', resolve);
    response.writeHead(200, ['Content-Length', '0']).end();
  });
  const connection = new Duplex({read: () => undefined, write: (_bytes, _encoding, done) => done()});
  server.emit('connection', connection);
  connection.push(REQUEST.repeat(MESSAGES));
  await answered;
  connection.destroy();
}
