import {connect, type Socket} from 'node:net';
import {setTimeout as delay} from 'node:timers/promises';
import {clearInterval, setInterval} from 'node:timers';
import {basic} from './auth';

const TICK_MS = 5;
/** A caller waits no longer than this for an answer. */
const ANSWER_LIMIT_MS = 15_000;
/** Opened at once: a server's queue of connections is not endless. */
const CONNECT_STEP = 100;
/** One request in so many creates an album; the others read the list and an album. */
const WRITE_EVERY = 5;

/** What became of a load. */
export interface LoadResult {
  readonly sent: number;
  /** Were due while every connection waited for an answer. */
  readonly unsent: number;
  readonly admitted: number;
  /** Of those, in milliseconds. */
  readonly p99Ms: number;
  /** Told to come back, and when. */
  readonly refused: number;
  /** Everything else. */
  readonly wrong: string;
}

/**
 * A connection that sends one request after the other. A client of a library costs more of a small machine than a
 * refusal does, and what is to be measured is the server.
 */
class Line {
  private received = '';
  private socket?: Socket;
  private sentAt = 0;

  constructor(
    private readonly url: URL,
    private readonly onAnswer: (line: Line, kind: string, tookMs: number) => void,
  ) {}

  async open(): Promise<void> {
    const socket = connect(Number(this.url.port), this.url.hostname);
    this.socket = socket.setNoDelay().setEncoding('latin1').setTimeout(ANSWER_LIMIT_MS);
    socket.on('data', (text: string) => this.read(text));
    socket.on('timeout', () => this.sentAt && socket.destroy());
    socket.on('error', () => undefined);
    socket.on('close', () => this.socket === socket && this.sentAt && this.answered('cut'));
    await new Promise(resolve => socket.once('connect', resolve).once('close', resolve));
  }

  /** Over a new connection where the server has ended the last one, as it may between two requests. */
  async send(text: string): Promise<void> {
    this.sentAt = performance.now();
    if (!this.socket!.writable) await this.open();
    this.socket!.write(text);
  }

  close(): void {
    this.socket?.destroy();
  }

  private read(text: string): void {
    this.received += text;
    const end = this.received.indexOf('\r\n\r\n');
    if (end < 0) return;
    const head = this.received.slice(0, end);
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1]);
    if (this.received.length < end + 4 + length) return;
    const status = head.slice(9, 12);
    const isRefusal = (status === '503' || status === '429') && /\r\nretry-after: /i.test(head);
    if (/\r\nconnection: close/i.test(head)) this.socket!.destroy();
    this.answered(isRefusal ? 'refused' : status);
  }

  private answered(kind: string): void {
    const tookMs = performance.now() - this.sentAt;
    this.received = '';
    this.sentAt = 0;
    this.onAnswer(this, kind, tookMs);
  }
}

/** A request as it goes over the wire. */
function textOf(url: URL, number: number): string {
  const fields = `Host: ${url.host}\r\nAuthorization: ${basic().authorization}\r\n`;
  if (number % WRITE_EVERY > 0)
    return `GET /api/v1/album${number % 2 ? '/1' : '?size=20'} HTTP/1.1\r\n${fields}\r\n`;
  const body = `{"nome":"Carga ${number}"}`;
  const entity = `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n`;
  return `POST /api/v1/album HTTP/1.1\r\n${fields}${entity}\r\n${body}`;
}

/** A process that sends requests, so that who measures is not who is busy: `node load-child.js <url> <a second> <seconds> <connections>`. */
async function main([
  address = '',
  perSecond = '0',
  seconds = '0',
  connections = '0',
]: readonly string[]): Promise<void> {
  const url = new URL(address);
  const counts = new Map<string, number>();
  const admitted: number[] = [];
  const idle: Line[] = [];
  const onAnswer = (line: Line, kind: string, tookMs: number): void => {
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
    if (kind === '200') admitted.push(tookMs);
    idle.push(line);
  };
  const lines = Array.from({length: Number(connections)}, () => new Line(url, onAnswer));
  for (let i = 0; i < lines.length; i += CONNECT_STEP)
    await Promise.all(lines.slice(i, i + CONNECT_STEP).map(line => line.open()));
  idle.push(...lines);
  const from = performance.now();
  let due = 0;
  let sent = 0;
  const timer = setInterval(() => {
    for (const until = ((performance.now() - from) / 1000) * Number(perSecond); due < until; due++) {
      const line = idle.shift();
      if (line) void line.send(textOf(url, sent++));
    }
  }, TICK_MS);
  await delay(Number(seconds) * 1000);
  clearInterval(timer);
  while (idle.length < lines.length) await delay(TICK_MS);
  for (const line of lines) line.close();
  admitted.sort((a, b) => a - b);
  const refused = counts.get('refused') ?? 0;
  const others = [...counts].filter(([kind]) => kind !== '200' && kind !== 'refused');
  const result: LoadResult = {
    sent,
    unsent: due - sent,
    admitted: admitted.length,
    p99Ms: admitted[Math.floor(admitted.length * 0.99)] ?? 0,
    refused,
    wrong: others.map(([kind, count]) => `${count} × ${kind}`).join(', '),
  };
  process.send!(result, () => process.exit(0));
}

if (process.send) void main(process.argv.slice(2));
