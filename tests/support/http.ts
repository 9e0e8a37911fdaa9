import {Agent, IncomingHttpHeaders, IncomingMessage, OutgoingHttpHeaders, request} from 'node:http';
import {connect} from 'node:net';

/** One answer as it came off the wire. */
export interface Answer {
  readonly status: number;
  /** Names in lower case; fields that came in several lines are joined. */
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** The body read as JSON. @throws SyntaxError when it is none */
  readonly json: ReturnType<typeof JSON.parse>;
  /** The lines of one header field, in order. */
  lines(name: string): string[];
}

export interface Exchange {
  readonly method: string;
  /** As it shall stand in the request line: nothing is cleaned or encoded. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string | Buffer;
}

/** Those of the header fields that an answer has; names in lower case. */
export const presentOf = ({headers}: Answer, names: readonly string[]): string[] =>
  names.filter(name => name in headers);

/** Sends one request. @param baseUrl `http://127.0.0.1:<port>` */
export async function exchange(
  baseUrl: string,
  {method, path, headers = {}, body}: Exchange,
  agent: Agent,
): Promise<Answer> {
  const {hostname, port} = new URL(baseUrl);
  // Node sends a body without its length where a method has none by habit, DELETE for one.
  const framed = body === undefined ? headers : {'content-length': Buffer.byteLength(body), ...headers};
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const outgoing = request({hostname, port, agent, method, path, headers: framed as OutgoingHttpHeaders});
    outgoing.once('response', resolve).once('error', reject);
    outgoing.end(body);
  });
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return toAnswer(response, Buffer.concat(chunks).toString('utf8'));
}

function toAnswer({statusCode = 0, headers, rawHeaders}: IncomingMessage, text: string): Answer {
  const isNamed = (name: string, i: number) => i % 2 === 0 && rawHeaders[i]!.toLowerCase() === name;
  return {
    status: statusCode,
    headers,
    text,
    get json() {
      return JSON.parse(text) as unknown;
    },
    lines: name => rawHeaders.flatMap((_, i) => (isNamed(name.toLowerCase(), i) ? [rawHeaders[i + 1]!] : [])),
  };
}

/**
 * Sends text as it is, for requests that no HTTP client would send.
 * @param options `ends`: nothing more will come from us, whatever was announced
 * @returns all that came back until the server closed the connection
 */
export async function rawExchange(
  baseUrl: string,
  bytes: string | Buffer,
  {ends = false}: {ends?: boolean} = {},
): Promise<string> {
  const {hostname, port} = new URL(baseUrl);
  const socket = connect(Number(port), hostname);
  if (ends) socket.end(bytes);
  else socket.write(bytes);
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of socket) chunks.push(chunk as Buffer);
  } catch (error) {
    // The server may close while it still had something to read; what it said before counts.
    if ((error as {code?: string}).code !== 'ECONNRESET' && (error as {code?: string}).code !== 'EPIPE')
      throw error;
  }
  return Buffer.concat(chunks).toString('utf8');
}
