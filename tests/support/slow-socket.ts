import {connect, Socket} from 'node:net';
import {clearInterval, setInterval} from 'node:timers';
import {basic} from './auth';

/** One more byte comes after so long. */
const DRIP_MS = 1_000;
const HEAD = ['POST /api/v1/album HTTP/1.1', 'Host: localhost', `Authorization: ${basic().authorization}`];
const BODY_HEAD = [...HEAD, 'Content-Type: application/json', 'Content-Length: 1000', '', ''];
const STARTS = {header: [...HEAD, 'X-Lento: '].join('\r\n'), body: BODY_HEAD.join('\r\n')};

/** A connection whose client never comes to the end of its header, or of its body. */
export class SlowSocket {
  readonly openedAt = performance.now();
  /** Once the server has ended it. */
  closedAt?: number;
  private readonly socket: Socket;
  private readonly timer: NodeJS.Timeout;

  constructor(url: string, part: keyof typeof STARTS) {
    const {hostname, port} = new URL(url);
    this.socket = connect(Number(port), hostname, () => this.socket.write(STARTS[part]));
    this.timer = setInterval(() => this.socket.write(' '), DRIP_MS);
    // What it is told does not matter to it.
    this.socket.resume();
    for (const event of ['error', 'end', 'close'] as const) this.socket.on(event, () => this.ended());
  }

  close(): void {
    this.ended();
  }

  private ended(): void {
    clearInterval(this.timer);
    this.closedAt ??= performance.now();
    this.socket.destroy();
  }
}
