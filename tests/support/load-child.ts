import type {Socket} from 'node:net';
import {setTimeout as delay} from 'node:timers/promises';
import {clearInterval, setInterval} from 'node:timers';
import {basic} from './auth';
import {connectBare} from './bare-connection';

const TICK_MS = 5;
/** A caller waits no longer than this for an answer. */
const ANSWER_LIMIT_MS = 15_000;
/** Opened at once: a server's queue of connections is not endless. */
const CONNECT_STEP = 50;
/** Looks for callers that have waited too long; a timer for each would cost more than what is measured. */
const SWEEP_MS = 1_000;
/** One request in so many creates an album; the others read the list and an album. */
const WRITE_EVERY = 5;

const CLOSE = Buffer.from('\r\nConnection: close');
const RETRY_AFTER = Buffer.from('\r\nRetry-After: ');

/** What became of a load. */
export interface LoadResult {
  readonly sent: number;
  readonly admitted: number;
  /** Of those, in milliseconds. */
  readonly p99Ms: number;
  /** Told to come back, and when. */
  readonly refused: number;
  /** Of those, in milliseconds. */
  readonly refusedP99Ms: number;
  /** Everything else. */
  readonly wrong: string;
}

/** A connection that sends one request after the other. */
class Line {
  sentAt = 0;
  private socket?: Socket;

  constructor(
    private readonly url: URL,
    private readonly onAnswer: (line: Line, kind: string, tookMs: number) => void,
  ) {}

  async open(): Promise<void> {
    const {port, hostname: host} = this.url;
    const socket = connectBare({host, port: Number(port), onAnswer: this.read.bind(this)});
    this.socket = socket;
    socket.on('error', () => undefined);
    socket.on('close', () => this.socket === socket && this.sentAt && this.answered('cut'));
    await new Promise(resolve => socket.once('connect', resolve).once('close', resolve));
  }

  /** Over a new connection where the server has ended the last one, as it may between two requests. */
  send(request: Buffer): void {
    this.sentAt = performance.now();
    if (this.socket!.writable) this.socket!.write(request);
    else void this.open().then(() => this.socket!.write(request));
  }

  close(): void {
    this.socket?.destroy();
  }

  private read(answer: Buffer, headEnd: number): void {
    const head = answer.subarray(0, headEnd);
    const status = head.toString('latin1', 9, 12);
    const isRefusal = (status === '503' || status === '429') && head.includes(RETRY_AFTER);
    if (head.includes(CLOSE)) this.socket!.destroy();
    this.answered(isRefusal ? 'refused' : status);
  }

  private answered(kind: string): void {
    const tookMs = performance.now() - this.sentAt;
    this.sentAt = 0;
    this.onAnswer(this, kind, tookMs);
  }
}

/** Requests as they go over the wire, in turn. */
function requestsFor({host}: URL): readonly Buffer[] {
  const fields = `Host: ${host}\r\nAuthorization: ${basic().authorization}\r\n`;
  const body = '{"nome":"Carga"}';
  const entity = `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n`;
  return Array.from({length: 2 * WRITE_EVERY}, (_, i) =>
    Buffer.from(
      i % WRITE_EVERY === 0
        ? `POST /api/v1/album HTTP/1.1\r\n${fields}${entity}\r\n${body}`
        : `GET /api/v1/album${i % 2 ? '/1' : '?size=20'} HTTP/1.1\r\n${fields}\r\n`,
    ),
  );
}

/** Connections, what they have been told, and which of them wait for nothing. */
class Load {
  private readonly requests: readonly Buffer[];
  private readonly probe: Buffer;
  private readonly lines: readonly Line[];
  private readonly idle: Line[] = [];
  /** How long the answers of each kind took, in milliseconds. */
  private readonly took = new Map<string, number[]>();
  private due = 0;
  private sent = 0;
  private isOn = false;

  constructor(
    url: URL,
    connections: number,
    private readonly perSecond: number,
  ) {
    this.requests = requestsFor(url);
    this.probe = Buffer.from(`GET /live HTTP/1.1\r\nHost: ${url.host}\r\n\r\n`);
    const onAnswer = this.onAnswer.bind(this);
    this.lines = Array.from({length: connections}, () => new Line(url, onAnswer));
  }

  async run(seconds: number): Promise<LoadResult> {
    const {lines} = this;
    const sweep = setInterval(() => this.sweep(), SWEEP_MS);
    for (let i = 0; i < lines.length; i += CONNECT_STEP) await this.open(lines.slice(i, i + CONNECT_STEP));
    this.took.clear();
    this.isOn = true;
    const from = performance.now();
    const timer = setInterval(() => this.sendUntil(performance.now() - from), TICK_MS);
    await delay(seconds * 1000);
    clearInterval(timer);
    this.isOn = false;
    while (this.idle.length < lines.length) await delay(TICK_MS);
    clearInterval(sweep);
    for (const line of lines) line.close();
    return this.result();
  }

  /**
   * The system says that a connection is there while the server has still to take it, which a busy one does for one in each
   * turn of its loop; so each has to be answered once.
   */
  private async open(lines: readonly Line[]): Promise<void> {
    const open = this.idle.length + lines.length;
    await Promise.all(lines.map(line => line.open()));
    for (const line of lines) line.send(this.probe);
    while (this.idle.length < open) await delay(TICK_MS);
  }

  private sendUntil(ms: number): void {
    if (this.perSecond === 0) while (this.idle.length > 0) this.send();
    else for (const until = (ms / 1000) * this.perSecond; this.due < until; this.due++) this.send();
  }

  private send(): void {
    const line = this.idle.shift();
    if (line) line.send(this.requests[this.sent++ % this.requests.length]!);
  }

  private onAnswer(line: Line, kind: string, tookMs: number): void {
    const took = this.took.get(kind);
    if (took) took.push(tookMs);
    else this.took.set(kind, [tookMs]);
    this.idle.push(line);
    if (this.perSecond === 0 && this.isOn) this.send();
  }

  private sweep(): void {
    const before = performance.now() - ANSWER_LIMIT_MS;
    for (const line of this.lines) if (line.sentAt > 0 && line.sentAt < before) line.close();
  }

  private result(): LoadResult {
    const {'200': admitted = [], refused = [], ...others} = Object.fromEntries(this.took);
    return {
      sent: this.sent,
      admitted: admitted.length,
      p99Ms: p99(admitted),
      refused: refused.length,
      refusedP99Ms: p99(refused),
      wrong: Object.entries(others)
        .map(([kind, {length}]) => `${length} × ${kind}`)
        .join(', '),
    };
  }
}

const p99 = (values: readonly number[]): number =>
  Float64Array.from(values).sort()[Math.floor(values.length * 0.99)] ?? 0;

/**
 * A process that sends requests, so that who measures is not who is busy: `node load-child.js <url> <a second> <seconds>
 * <connections>`. 0 a second: each connection sends its next one when it is answered.
 */
async function main([address = '', ...numbers]: readonly string[]): Promise<void> {
  const [perSecond = 0, seconds = 0, connections = 0] = numbers.map(Number);
  const result = await new Load(new URL(address), connections, perSecond).run(seconds);
  process.send!(result, () => process.exit(0));
}

if (process.send) void main(process.argv.slice(2));
