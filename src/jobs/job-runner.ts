import {
  BindingScope,
  extensions,
  Getter,
  inject,
  injectable,
  lifeCycleObserver,
  LifeCycleObserver,
} from '@loopback/core';
import type {Job, Worker} from 'bullmq';
import {setTimeout as delay} from 'node:timers/promises';
import type {Logger} from 'pino';
import {ObservabilityKeys} from '../observability/keys';
import {openSpan} from '../tracing/spans';
import type {JobBackend} from './job-backend';
import {jobSpan} from './job-span';
import {JOB_HANDLERS, JobKeys} from './keys';
import type {ScheduleKeeper} from './schedule-keeper';
import type {JobHandler, JobName, Pace} from './types';

const RETRY_MS = 1_000;
/** A Redis that lost its data has lost the schedules too. */
const RECONCILE_EVERY_MS = 60_000;
/** Longest wait for running jobs to give way when the process stops. */
const STOP_LIMIT_MS = 5_000;

/** Does jobs in this process, and keeps the schedules. */
@injectable({scope: BindingScope.SINGLETON})
@lifeCycleObserver('jobs')
export class JobRunner implements LifeCycleObserver {
  private readonly stopping = new AbortController();
  private readonly workers: Worker[] = [];
  private loops: Promise<unknown> = Promise.resolve();
  private stopped?: Promise<void>;

  constructor(
    @extensions(JOB_HANDLERS) private readonly getHandlers: Getter<JobHandler[]>,
    @inject(JobKeys.BACKEND) private readonly backend: JobBackend,
    @inject(JobKeys.SCHEDULE_KEEPER) private readonly schedules: ScheduleKeeper,
    @inject(ObservabilityKeys.LOGGER) private readonly logger: Logger,
    @inject(JobKeys.PACE, {optional: true}) private readonly pace: Pace = {afterMs: 0, betweenMs: 0},
  ) {}

  /** The process serves at once; jobs follow when their store is there. */
  async start(): Promise<void> {
    this.loops = this.work(await this.getHandlers());
  }

  /** Running jobs give way and go back to the queue, or finish. */
  stop(): Promise<void> {
    this.stopped ??= this.end();
    return this.stopped;
  }

  private async end(): Promise<void> {
    this.stopping.abort();
    await this.loops;
    await Promise.all(this.workers.map(worker => this.close(worker)));
    await this.schedules.forgetStart();
  }

  private async work(handlers: readonly JobHandler[]): Promise<void> {
    // A part of the start: later it would hold up those whom the process serves.
    await this.backend.load();
    await this.pause(this.pace.afterMs);
    for (const handler of handlers) {
      await this.untilDone('jobs cannot be fetched yet', () => this.serve(handler));
      await this.pause(this.pace.betweenMs);
    }
    await this.keepSchedules();
  }

  private async serve(handler: JobHandler): Promise<void> {
    const worker = await this.backend.openWorker(handler.name, this.processorOf(handler));
    worker.on('failed', (job, error) => this.logFailure(handler.name, job, error));
    this.workers.push(worker);
    worker
      .run()
      .catch((error: unknown) => this.logger.error({err: error, part: 'jobs'}, 'a worker has ended'));
  }

  private processorOf(handler: JobHandler) {
    // BullMQ counts the parameters: only to a third one does it give the signal.
    return async (job: Job, token: string | undefined, signal: AbortSignal | undefined): Promise<unknown> => {
      const from = {traceparent: job.opts.telemetry?.metadata};
      const span = openSpan(`process ${handler.name}`, jobSpan('process', handler.name, job.id), from);
      const run = () =>
        handler.run(job.data as never, {id: job.id!, isTriedAgain: isTriedAgain(job), signal: signal!});
      try {
        const result = await (span ? span.within(run) : run());
        span?.end();
        return result;
      } catch (error) {
        span?.end({error});
        if (!this.stopping.signal.aborted) throw error;
        const {WaitingError} = await import('bullmq');
        await job.moveToWait(token);
        throw new WaitingError();
      }
    };
  }

  private async keepSchedules(): Promise<void> {
    await this.untilDone('schedules cannot be kept yet', () => this.schedules.addStartJobs());
    while (!this.stopping.signal.aborted) {
      await this.untilDone('schedules cannot be kept', () =>
        this.schedules.reconcile(() => this.pause(this.pace.betweenMs)),
      );
      await this.pause(RECONCILE_EVERY_MS);
    }
  }

  private async close(worker: Worker): Promise<void> {
    worker.cancelAllJobs('the process stops');
    const rested = worker.pause().catch(() => undefined);
    await Promise.race([rested, delay(STOP_LIMIT_MS, undefined, {ref: false})]);
    // By force, for a job that still runs, or a Redis that is away, would be waited for for ever. Another process takes such a
    // job over once its lock has ended.
    await worker.close(true);
  }

  /** Tries again each second until it works or the process stops; the first failure is logged. */
  private async untilDone(complaint: string, work: () => Promise<void>): Promise<void> {
    const {signal} = this.stopping;
    for (let attempt = 1; !signal.aborted; attempt++) {
      try {
        return await work();
      } catch (error) {
        if (attempt === 1) this.logger.warn({err: error, part: 'jobs'}, complaint);
        await this.pause(RETRY_MS);
      }
    }
  }

  /** Shorter when the process stops. */
  private async pause(ms: number): Promise<void> {
    if (ms === 0) return;
    await delay(ms, undefined, {signal: this.stopping.signal}).catch(() => undefined);
  }

  private logFailure(queue: JobName, job: Job | undefined, error: Error): void {
    const isLast = job === undefined || job.finishedOn !== undefined;
    const line = {err: error, part: 'jobs', queue, job: job?.id, attempt: job?.attemptsMade};
    if (isLast) this.logger.error(line, 'job failed for good; it is kept among the failed ones');
    else this.logger.warn(line, 'job failed and will be tried again');
  }
}

/** `attemptsMade` counts those before this one. */
const isTriedAgain = ({attemptsMade, opts: {attempts = 1}}: Job): boolean => attemptsMade + 1 < attempts;
