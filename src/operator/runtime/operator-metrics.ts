import {Counter, Gauge, Histogram, Registry} from 'prom-client';
import type {Reflector} from './reflector';
import type {WorkQueue} from './work-queue';

const PREFIX = 'artistas_operator';
const SECONDS = [0.01, 0.05, 0.1, 0.5, 1, 5, 30];

/** What the operator tells of itself. */
export class OperatorMetrics {
  readonly registry = new Registry();
  private readonly calls = new Histogram({
    name: `${PREFIX}_api_call_seconds`,
    help: 'Calls of the API server, by method and status; status 0: no answer',
    labelNames: ['method', 'status'],
    buckets: SECONDS,
    registers: [this.registry],
  });
  private readonly waits = new Histogram({
    name: `${PREFIX}_queue_wait_seconds`,
    help: 'How long keys waited for a pass since they were due',
    buckets: SECONDS,
    registers: [this.registry],
  });
  private readonly passes = new Histogram({
    name: `${PREFIX}_pass_seconds`,
    help: 'Passes over one object, by what came of them',
    labelNames: ['outcome'],
    buckets: SECONDS,
    registers: [this.registry],
  });
  private readonly retries = new Counter({
    name: `${PREFIX}_retries_total`,
    help: 'Passes that failed and are tried again',
    registers: [this.registry],
  });
  private readonly repairs = new Counter({
    name: `${PREFIX}_repairs_total`,
    help: 'Objects that somebody had changed or deleted and that were put right, by kind',
    labelNames: ['kind'],
    registers: [this.registry],
  });

  onAnswer = (method: string, status: number, seconds: number): void =>
    this.calls.observe({method, status: String(status)}, seconds);

  onTaken = (waitedMs: number): void => this.waits.observe(waitedMs / 1000);

  onPass(outcome: 'done' | 'failed', seconds: number): void {
    this.passes.observe({outcome}, seconds);
    if (outcome === 'failed') this.retries.inc();
  }

  onRepair(kind: string): void {
    this.repairs.inc({kind});
  }

  /** What is read when somebody asks. */
  watchState(parts: {
    /** Numbers of objects, by condition. */
    readonly objects: () => ReadonlyMap<string, number>;
    readonly queue: WorkQueue;
    readonly reflectors: () => readonly Pick<Reflector<unknown>, 'kind' | 'ageSeconds'>[];
    readonly isLeading: () => boolean;
  }): void {
    const {registry} = this;
    new Gauge({
      name: `${PREFIX}_leader`,
      help: '1 in the process that leads',
      registers: [registry],
      collect() {
        this.set(parts.isLeading() ? 1 : 0);
      },
    });
    new Gauge({
      name: `${PREFIX}_objects`,
      help: 'ArtistasApi objects for which a condition holds; one may count under several',
      labelNames: ['condition'],
      registers: [registry],
      collect() {
        for (const [condition, count] of parts.objects()) this.set({condition}, count);
      },
    });
    new Gauge({
      name: `${PREFIX}_queue_keys`,
      help: 'Keys by state; failing: their last pass failed',
      labelNames: ['state'],
      registers: [registry],
      collect() {
        this.set({state: 'due'}, parts.queue.depth);
        this.set({state: 'failing'}, parts.queue.failing);
      },
    });
    new Gauge({
      name: `${PREFIX}_watch_age_seconds`,
      help: 'Seconds since the API server last said something of a kind; a quiet watch hears of it each minute',
      labelNames: ['kind'],
      registers: [registry],
      collect() {
        this.reset();
        for (const {kind, ageSeconds} of parts.reflectors()) this.set({kind}, ageSeconds);
      },
    });
  }
}
