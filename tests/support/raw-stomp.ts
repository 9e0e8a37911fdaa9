import {once} from 'node:events';
import {WebSocket} from 'ws';
import {eventually} from './eventually';

/** A STOMP client that says exactly what it is told, over a raw websocket. */
export class RawStomp {
  /** What came, a message of the websocket each. */
  readonly received: string[] = [];
  /** Code and reason of the close, once it came. */
  closed?: {readonly code: number; readonly reason: string};

  private constructor(private readonly socket: WebSocket) {
    socket.on('message', (data: Buffer) => this.received.push(data.toString('utf8')));
    socket.on('close', (code, reason) => (this.closed = {code, reason: reason.toString('utf8')}));
    socket.on('error', () => undefined);
  }

  /** @param url of the API, `http://…` */
  static async open(url: string, {protocols = ['v12.stomp'], headers = {}} = {}): Promise<RawStomp> {
    const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/ws/websocket`, protocols, {headers});
    const client = new RawStomp(socket);
    await once(socket, 'open');
    return client;
  }

  /** Opened and connected. @param headers of the CONNECT frame */
  static async connect(url: string, headers: readonly string[] = []): Promise<RawStomp> {
    const client = await RawStomp.open(url);
    client.say('CONNECT', ['accept-version:1.2', ...headers]);
    await client.until('CONNECTED', text => text.startsWith('CONNECTED'));
    return client;
  }

  get protocol(): string {
    return this.socket.protocol;
  }

  say(command: string, headers: readonly string[] = [], body = ''): void {
    this.raw(`${[command, ...headers].join('\n')}\n\n${body}\0`);
  }

  raw(text: string): void {
    this.socket.send(text);
  }

  /** Stops reading, so that what is sent to it piles up. */
  pause(): void {
    this.socket.pause();
  }

  /** Subscribes, and waits until that has been seen. */
  async subscribe(
    destination: string,
    {id = 'sub-0', headers = [] as readonly string[]} = {},
  ): Promise<void> {
    this.say('SUBSCRIBE', [`id:${id}`, `destination:${destination}`, `receipt:${id}`, ...headers]);
    await this.until(`the receipt of ${id}`, text => text.includes(`receipt-id:${id}\n`));
  }

  /** The first frame that came and is one of those. */
  until(what: string, isWanted: (text: string) => boolean): Promise<string> {
    return eventually(what, () => this.received.find(isWanted));
  }

  messages(): string[] {
    return this.received.filter(text => text.startsWith('MESSAGE\n'));
  }

  untilClosed(limitMs?: number): Promise<{readonly code: number; readonly reason: string}> {
    return eventually('the connection is closed', () => this.closed, limitMs);
  }

  async close(): Promise<void> {
    this.socket.terminate();
    await this.untilClosed();
  }
}

/** One header of a frame, or its body. */
export const headerOf = (frame: string, name: string): string | undefined =>
  new RegExp(`^${name}:(.*)$`, 'm').exec(frame.split('\n\n', 1)[0]!)?.[1];

export const bodyOf = (frame: string): string =>
  frame.slice(frame.indexOf('\n\n') + 2, frame.lastIndexOf('\0'));
