import {
  type IncomingMessage,
  type Server,
  type ServerOptions,
  type ServerResponse,
  STATUS_CODES,
} from 'node:http';
import type {Server as SecureServer} from 'node:https';
import type {Duplex} from 'node:stream';

/** How the server that takes requests is made. */
export const SERVER_OPTIONS: ServerOptions = {
  /** Longer ones come from slow or hostile clients. */
  headersTimeout: 10_000,
  /** With its body, however large: ten files of 100 MB over a slow line. JSON has a limit of its own. */
  requestTimeout: 15 * 60_000,
  /** Longer than that of proxies in front, so that they close an idle connection first. */
  keepAliveTimeout: 75_000,
  /** How often Node looks for those that are late; by itself it does so every 30 s. */
  connectionsCheckingInterval: 1_000,
  /** Node's own refusal of a request without a host has no header fields: the sequence does it. */
  requireHostHeader: false,
  /** A request that announces no body has one that was read to its end already: no events of it, nor what they cost. */
  optimizeEmptyRequests: true,
};
/** What a client still sends after its answer is passed over for so long. */
const LINGER_MS = 2_000;

const STATUS_OF_ERROR: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

export interface ServerLimits {
  /** Connections at once; one more is closed at once. */
  readonly maxConnections: number;
  /** Header fields of answers to what was no request, a line each. */
  readonly refusalHeaders: readonly string[];
}

/** Limits of a server that it is not made with. */
export function limitServer(
  server: Server | SecureServer,
  {maxConnections, refusalHeaders}: ServerLimits,
): void {
  server.maxConnections = maxConnections;
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => refuse(error, socket, refusalHeaders));
}

/** Answers what the parser could not read as a request, and closes the connection: nobody knows where a next one begins. */
function refuse(error: NodeJS.ErrnoException, socket: Duplex, headers: readonly string[]): void {
  // Node's own way to know whether an answer is on its way already.
  const {_httpMessage: answer} = socket as {_httpMessage?: ServerResponse};
  if (!socket.writable || error.code === 'ECONNRESET' || answer?.headersSent)
    return void socket.destroy(error);
  const status = STATUS_OF_ERROR[error.code ?? ''] ?? 400;
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    ...headers,
    'Content-Length: 0',
    'Connection: close',
  ];
  socket.end(`${lines.join('\r\n')}\r\n\r\n`, () => socket.destroy());
}

/** Whether a request is to have a body, which may be on its way. */
export function hasBody({headers}: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0';
}

/** Whether nothing of a request is on its way any more. Node says so of one without a body only after it has been heard of. */
export const isWhole = (request: IncomingMessage): boolean => request.complete || !hasBody(request);

/**
 * Ends an answer. While its request still comes, what comes is passed over for a while, since a connection that is closed
 * over unread bytes is reset, and the client might never see the answer that it is just being sent; then it is closed. A head
 * that is written already has to say so.
 */
export function endAnswer(
  request: IncomingMessage,
  response: ServerResponse,
  content: string | Buffer,
): void {
  if (isWhole(request)) return void response.end(content);
  if (!response.headersSent) response.setHeader('Connection', 'close');
  response.write(content);
  const end = (): void => {
    clearTimeout(timer);
    response.end();
  };
  const timer = setTimeout(end, LINGER_MS);
  request.once('end', end).once('close', end).resume();
}
