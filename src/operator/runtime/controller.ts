import type {Logger} from 'pino';
import type {OperatorMetrics} from './operator-metrics';
import {WorkQueue} from './work-queue';

/** A pass that failed comes again after this, twice that, and so on. */
const RETRY = {firstMs: 250, maxMs: 60_000};
/** Passes of all objects together: what a wave of changes may ask of the API server. */
const BUDGET = {perSecond: 100, burst: 200};
/** What one pass sets off comes back as many small changes, which the next one takes together. */
const REST_MS = 200;
/** Passes at once. Each waits for the API server most of its time. */
const WORKERS = 8;

/**
 * Brings one object nearer to what it says.
 * @param key `namespace/name`
 * @param failureCount how many passes over it have failed in a row
 * @returns when to look again even if nothing changes; absent: not
 */
export type Reconcile = (key: string, failureCount: number) => Promise<{readonly afterMs?: number}>;

/** Takes keys off the queue and passes over their objects, a few at a time, each key by one at a time. */
export class Controller {
  readonly queue: WorkQueue;
  private readonly workers: Promise<void>[] = [];

  constructor(
    private readonly reconcile: Reconcile,
    private readonly metrics: OperatorMetrics,
    private readonly logger: Logger,
  ) {
    this.queue = new WorkQueue({retry: RETRY, budget: BUDGET, restMs: REST_MS, onTaken: metrics.onTaken});
  }

  start(): void {
    for (let worker = 0; worker < WORKERS; worker++) this.workers.push(this.work());
  }

  /** Starts nothing new, and resolves when what had begun is over. */
  async stop(): Promise<void> {
    this.queue.close();
    await Promise.all(this.workers);
  }

  private async work(): Promise<void> {
    for (;;) {
      const key = await this.queue.take();
      if (key === undefined) return;
      await this.pass(key);
      this.queue.done(key);
    }
  }

  private async pass(key: string): Promise<void> {
    const from = performance.now();
    const seconds = (): number => (performance.now() - from) / 1000;
    try {
      const {afterMs} = await this.reconcile(key, this.queue.failureCount(key));
      this.queue.forget(key);
      if (afterMs !== undefined) this.queue.addAfter(key, afterMs);
      this.metrics.onPass('done', seconds());
    } catch (error) {
      const waitMs = Math.round(this.queue.retry(key));
      this.metrics.onPass('failed', seconds());
      this.logger.warn({part: 'pass', object: key, err: error, waitMs}, 'pass failed, will try again');
    }
  }
}
