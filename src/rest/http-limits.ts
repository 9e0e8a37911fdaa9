import type {IncomingMessage, Server, ServerResponse} from 'node:http';
import type {Server as SecureServer} from 'node:https';

/** A request with its body, however large: ten files of 100 MB over a slow line. JSON has a limit of its own. */
const REQUEST_TIMEOUT_MS = 15 * 60_000;
/** What a client still sends after its answer is passed over for so long. */
const LINGER_MS = 2_000;

/** Limits of the HTTP server that the framework has no setting for. */
export function limitServer(server: Server | SecureServer): void {
  server.requestTimeout = REQUEST_TIMEOUT_MS;
}

/**
 * Ends an answer. While its request still comes, what comes is passed over for a while, since a connection that is closed
 * over unread bytes is reset, and the client might never see the answer that it is just being sent; then it is closed.
 */
export function endAnswer(
  request: IncomingMessage,
  response: ServerResponse,
  content: string | Buffer,
): void {
  if (request.complete) return void response.end(content);
  response.setHeader('Connection', 'close');
  response.write(content);
  const end = (): void => {
    clearTimeout(timer);
    response.end();
  };
  const timer = setTimeout(end, LINGER_MS);
  request.once('end', end).once('close', end).resume();
}
