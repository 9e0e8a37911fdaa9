import {BindingScope, inject, injectable} from '@loopback/core';
import type {Logger} from 'pino';
import {ObservabilityKeys} from '../observability/keys';
import {withLimit} from '../observability/with-limit';
import type {JobQueues} from './job-queues';
import {JobKeys} from './keys';
import {jobNames} from './registry';
import {reconcileSchedules} from './schedules';
import type {JobName, JobSchedule} from './types';

/** Processes that start within this time are one start of the cluster. */
const START_SECONDS = 30;
const FORGET_LIMIT_MS = 1_000;

/** Keeps the schedules that are declared in the store, and adds the jobs of a start. */
@injectable({scope: BindingScope.SINGLETON})
export class ScheduleKeeper {
  constructor(
    @inject(JobKeys.QUEUES) private readonly queues: JobQueues,
    @inject(JobKeys.SCHEDULES) private readonly schedules: readonly JobSchedule[],
    @inject(ObservabilityKeys.LOGGER) private readonly logger: Logger,
  ) {}

  /** Adds what each start does; those of one start of the cluster add it once. @throws queue_unavailable */
  async addStartJobs(): Promise<void> {
    for (const {id, job, atStart} of this.schedules) {
      if (!atStart) continue;
      const {delayMs, payload} = atStart;
      await this.queues.add(job, payload, {delayMs, once: {id: startId(id), seconds: START_SECONDS}});
    }
  }

  /** Makes the schedules of each queue those that are declared. @param pause after each queue @throws Error when the store is away */
  async reconcile(pause: () => Promise<void>): Promise<void> {
    for (const name of jobNames) {
      const declared = this.schedules.filter(({job}) => job === name);
      await reconcileSchedules(await this.queues.open(name), declared);
      await pause();
    }
  }

  /** The next start, however soon, is another one. */
  async forgetStart(): Promise<void> {
    for (const {id, job, atStart} of this.schedules) {
      if (atStart) await this.forget(job, startId(id));
    }
  }

  private async forget(job: JobName, id: string): Promise<void> {
    try {
      const queue = await this.queues.open(job);
      await withLimit(queue.removeDeduplicationKey(id), FORGET_LIMIT_MS);
    } catch (error) {
      this.logger.debug({err: error, part: 'jobs'}, 'the start of the cluster is still remembered');
    }
  }
}

const startId = (scheduleId: string): string => `inicio-${scheduleId}`;
