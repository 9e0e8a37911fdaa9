import {once} from 'node:events';
import {join} from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import {Worker} from 'node:worker_threads';
import {sql} from './sql';

const THREAD = join(__dirname, 'traffic-thread.js');
/** Of a few MiB it is swept often, each time for moments, of which the service has nothing. */
const YOUNG_GENERATION_MB = 6;
/** By then processes have compiled what they do most, and connections stand. */
const WARM_UP_MS = 10_000;
/** With what comes each ten seconds anyway, such as a collection of the old generation: whatever is done to them lasts a minute. */
const QUIET_MS = 30_000;
const MAX_QUIET_MS = 200;
const MAX_QUIET_PHASES = 3;

export interface TrafficOptions {
  readonly url: string;
  readonly perSecond: number;
  /** Share of creates among the requests, 0 to 1; the others read the list and an album. */
  readonly writes: number;
  /** Connections that are kept. */
  readonly connections?: number;
}

/** What the thread is told. */
export interface ThreadData extends TrafficOptions {
  /** Of the clock that outcomes are told by. */
  readonly timeOrigin: number;
}

/** What became of one request, as the client saw it. */
export interface Outcome {
  /** Milliseconds of `performance.now()` at which it was due. */
  readonly at: number;
  /** From then to the end of the answer. */
  readonly ms: number;
  /** From when it was sent. */
  readonly tookMs: number;
  /** 0: there was none. */
  readonly status: number;
  /** Name of the album that was to be made. */
  readonly nome?: string;
  /** Its id, where that was answered. */
  readonly id?: number;
  /** Whether a refusal said when to come back. */
  readonly retryAfter?: boolean;
  readonly error?: string;
}

/**
 * Requests at a steady pace, however slow the answers are, and the client's own record of what became of them. They are sent
 * by a thread of its own: pauses of who runs a row, which has much in its heap, are not the service's.
 */
export class Traffic {
  readonly outcomes: Outcome[] = [];
  private thread?: Worker;
  private ended?: Promise<unknown>;

  constructor(private readonly options: TrafficOptions) {}

  start(): void {
    const workerData: ThreadData = {...this.options, timeOrigin: performance.timeOrigin};
    const resourceLimits = {maxYoungGenerationSizeMb: YOUNG_GENERATION_MB};
    this.thread = new Worker(THREAD, {workerData, resourceLimits, execArgv: []});
    this.thread.on('message', (outcome: Outcome) => this.outcomes.push(outcome));
    this.ended = once(this.thread, 'exit');
  }

  /**
   * Starts, warms up whoever answers, and measures what answers take as long as nothing is done to them. Bars are multiples of
   * that: a phase in which the machine itself stood still would let anything pass, and is measured again.
   * @returns 99 % of them take so many milliseconds at most
   */
  async startQuietly(): Promise<number> {
    this.start();
    await delay(WARM_UP_MS);
    for (let phase = 1; ; phase++) {
      const from = performance.now();
      await delay(QUIET_MS);
      const p99 = quantile(this.since(from), 0.99);
      if (p99 <= MAX_QUIET_MS || phase === MAX_QUIET_PHASES) return p99;
    }
  }

  /** Resolves when every request has its outcome. */
  async stop(): Promise<void> {
    this.thread?.postMessage('stop');
    await this.ended;
  }

  /** Outcomes of requests that were due from then on. */
  since(at: number, until = Infinity): Outcome[] {
    return this.outcomes.filter(outcome => outcome.at >= at && outcome.at < until);
  }
}

/** Creates by what is known of them. */
export interface Ledger {
  /** Answered with 200, but the row is not there, or is another one. */
  readonly lost: readonly string[];
  /** No answer, or one of 5xx, and whether the row is there. */
  readonly unknown: readonly {readonly nome: string; readonly isThere: boolean}[];
  /** Names of which there are several rows. */
  readonly doubled: readonly string[];
  readonly acknowledged: number;
}

/** Compares what a client was told with what the database has. */
export async function ledgerOf(databaseUrl: string, outcomes: readonly Outcome[]): Promise<Ledger> {
  const creates = outcomes.filter(
    (outcome): outcome is Outcome & {nome: string} => outcome.nome !== undefined,
  );
  const rows = await sql<{id: number; nome: string}>(
    databaseUrl,
    'select id::int, nome from album where nome = any ($1)',
    [creates.map(({nome}) => nome)],
  );
  const ids = new Map<string, number[]>();
  for (const {id, nome} of rows) ids.set(nome, [...(ids.get(nome) ?? []), id]);
  const acknowledged = creates.filter(({status}) => status === 200);
  return {
    lost: acknowledged.filter(({id, nome}) => !ids.get(nome)?.includes(id!)).map(({nome}) => nome),
    unknown: creates
      .filter(({status}) => status === 0 || status >= 500)
      .map(({nome}) => ({nome, isThere: ids.has(nome)})),
    doubled: [...ids].filter(([, found]) => found.length > 1).map(([nome]) => nome),
    acknowledged: acknowledged.length,
  };
}

/** @param part 0 to 1 @returns milliseconds; 0 without outcomes */
export function quantile(outcomes: readonly Outcome[], part: number, of: 'ms' | 'tookMs' = 'ms'): number {
  const sorted = outcomes.map(outcome => outcome[of]).sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}

/** How many there were of each status and error that is none of `expected`. */
export function describeFailures(
  outcomes: readonly Outcome[],
  isExpected = ({status}: Outcome) => status === 200,
): string {
  const counts = new Map<string, number>();
  for (const outcome of outcomes) {
    if (isExpected(outcome)) continue;
    const kind = outcome.error ?? String(outcome.status);
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return [...counts].map(([kind, count]) => `${count} × ${kind}`).join(', ');
}
