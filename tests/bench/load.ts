import type {Socket} from 'node:net';
import {bodyOf, connectBare} from '../support/bare-connection';

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

const RIGHT = Buffer.from('HTTP/1.1 200');

interface Prepared {
  readonly text: Buffer;
  readonly body: Buffer;
  readonly isBeginning: boolean;
}

/** A connection that sends one request after the other and compares what comes back, byte for byte. */
class Caller {
  private readonly socket: Socket;
  private next: number;
  private sentAt = 0;
  private expected: Prepared;

  constructor(
    port: number,
    first: number,
    private readonly prepared: readonly Prepared[],
    private readonly tell: (tookMs: number, wrong?: string) => boolean,
  ) {
    this.next = first % prepared.length;
    this.expected = prepared[this.next]!;
    const onAnswer = this.onAnswer.bind(this);
    this.socket = connectBare({host: '127.0.0.1', port, onAnswer});
    this.socket.once('connect', () => this.send());
    this.socket.on('error', () => undefined);
    this.socket.once('close', hadError => hadError && this.tell(0, 'connection lost'));
  }

  private send(): void {
    this.expected = this.prepared[this.next]!;
    this.next = (this.next + 1) % this.prepared.length;
    this.sentAt = performance.now();
    this.socket.write(this.expected.text);
  }

  private onAnswer(answer: Buffer, headEnd: number): void {
    const {body, isBeginning} = this.expected;
    const came = bodyOf(answer, headEnd);
    const isRight =
      RIGHT.equals(answer.subarray(0, RIGHT.length)) &&
      (isBeginning ? came.subarray(0, body.length) : came).equals(body);
    if (this.tell(performance.now() - this.sentAt, isRight ? undefined : answer.toString())) this.send();
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
    for (let i = 0; i < load.connections; i++) new Caller(load.port, i * 7, prepared, tell);
  });
  const perSecond = (took.length * 1000) / (performance.now() - from);
  took.sort((a, b) => a - b);
  const at = (part: number): number => took[Math.floor((took.length - 1) * part)] ?? 0;
  return {perSecond, p50Ms: at(0.5), p99Ms: at(0.99), wrong: wrong.length, firstWrong: wrong[0]};
}

// In a process of its own, so that who measures is not who is busy.
if (require.main === module)
  process.on('message', (load: Load) => void run(load).then(figures => process.send!(figures)));
