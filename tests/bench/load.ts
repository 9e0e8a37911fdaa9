import {connect, type Socket} from 'node:net';

/** One request of a load, and what has to come back. */
export interface LoadStep {
  /** As it goes over the wire. */
  readonly text: string;
  /** The whole body, or its beginning where the rest is new each time. */
  readonly body: string;
  readonly isBeginning?: boolean;
}

export interface Load {
  readonly port: number;
  readonly steps: readonly LoadStep[];
  readonly connections: number;
  readonly seconds: number;
}

export interface LoadFigures {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Answers that were not a 200 with the right body, and connections that were lost. */
  readonly wrong: number;
  /** The first of them. */
  readonly firstWrong?: string;
}

const HEAD_END = Buffer.from('\r\n\r\n');
const LENGTH = 'content-length: ';

/**
 * A connection that sends one request after the other and compares what comes back, byte for byte. A client of a library
 * costs as much as a server does, on a machine that both share.
 */
class Caller {
  private readonly socket: Socket;
  private received: Buffer = Buffer.alloc(0);
  private next: number;
  private sentAt = 0;
  private expected: {readonly body: Buffer; readonly isBeginning: boolean};

  constructor(
    {port, steps}: Load,
    first: number,
    private readonly prepared: readonly {text: Buffer; body: Buffer; isBeginning: boolean}[],
    private readonly tell: (tookMs: number, wrong?: string) => boolean,
  ) {
    this.next = first % steps.length;
    this.expected = prepared[this.next]!;
    this.socket = connect(port, '127.0.0.1').setNoDelay();
    this.socket.once('connect', () => this.send());
    this.socket.on('data', chunk => this.read(chunk));
    this.socket.on('error', () => undefined);
    this.socket.once('close', hadError => hadError && this.tell(0, 'connection lost'));
  }

  private send(): void {
    const step = this.prepared[this.next]!;
    this.next = (this.next + 1) % this.prepared.length;
    this.expected = step;
    this.sentAt = performance.now();
    this.socket.write(step.text);
  }

  private read(chunk: Buffer): void {
    this.received = this.received.length === 0 ? chunk : Buffer.concat([this.received, chunk]);
    const headEnd = this.received.indexOf(HEAD_END);
    if (headEnd < 0) return;
    const head = this.received.toString('latin1', 0, headEnd).toLowerCase();
    const at = head.indexOf(LENGTH) + LENGTH.length;
    const end = headEnd + HEAD_END.length + parseInt(head.slice(at, at + 10), 10);
    if (this.received.length < end) return;
    const body = this.received.subarray(headEnd + HEAD_END.length, end);
    const {body: wanted, isBeginning} = this.expected;
    const isRight =
      head.startsWith('http/1.1 200') &&
      (isBeginning ? body.subarray(0, wanted.length) : body).equals(wanted);
    this.received = this.received.subarray(end);
    if (this.tell(performance.now() - this.sentAt, isRight ? undefined : head + body.toString())) this.send();
    else this.socket.destroy();
  }
}

/** Sends the requests in turn over so many connections, each waiting for its answers, for so long. */
export async function run(load: Load): Promise<LoadFigures> {
  const took: number[] = [];
  const wrong: string[] = [];
  const prepared = load.steps.map(({text, body, isBeginning = false}) => ({
    text: Buffer.from(text),
    body: Buffer.from(body),
    isBeginning,
  }));
  const from = performance.now();
  const until = from + load.seconds * 1000;
  await new Promise<void>(resolve => {
    let open = load.connections;
    const tell = (tookMs: number, complaint?: string): boolean => {
      if (complaint === undefined) took.push(tookMs);
      else wrong.push(complaint);
      if (complaint === undefined && performance.now() < until) return true;
      if (--open === 0) resolve();
      return false;
    };
    for (let i = 0; i < load.connections; i++) new Caller(load, i * 7, prepared, tell);
  });
  const perSecond = (took.length * 1000) / (performance.now() - from);
  took.sort((a, b) => a - b);
  const at = (part: number): number => took[Math.floor((took.length - 1) * part)] ?? 0;
  return {perSecond, p50Ms: at(0.5), p99Ms: at(0.99), wrong: wrong.length, firstWrong: wrong[0]};
}

// In a process of its own, so that who measures is not who is busy.
if (require.main === module)
  process.on('message', (load: Load) => void run(load).then(figures => process.send!(figures)));
