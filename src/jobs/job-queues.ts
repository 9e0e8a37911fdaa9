import {BindingScope, inject, injectable, LifeCycleObserver} from '@loopback/core';
import type {Queue} from 'bullmq';
import {randomUUID} from 'node:crypto';
import {withLimit} from '../observability/with-limit';
import {problems} from '../problems/catalogue';
import {inStep, traceparent} from '../tracing/spans';
import type {JobBackend} from './job-backend';
import {jobSpan} from './job-span';
import {JobKeys} from './keys';
import type {AddOptions, JobName, JobPayloads} from './types';

const ADD_LIMIT_MS = 2_000;

/** The queues of all jobs, each opened when it is first used. */
@injectable({scope: BindingScope.SINGLETON})
export class JobQueues implements LifeCycleObserver {
  private readonly opened = new Map<JobName, Promise<Queue>>();

  constructor(@inject(JobKeys.BACKEND) private readonly backend: JobBackend) {}

  /** Adds a job. @returns its id @throws queue_unavailable */
  async add<N extends JobName>(
    name: N,
    payload: JobPayloads[N],
    // BullMQ itself would count from 1, and begin anew in a Redis that has lost its data.
    {id: jobId = randomUUID(), delayMs = 0, once}: AddOptions = {},
  ): Promise<string> {
    const deduplication = once && {id: once.id, ttl: once.seconds * 1000};
    const add = async (): Promise<string> => {
      const queue = await this.open(name);
      const metadata = traceparent();
      const telemetry = metadata === undefined ? undefined : {metadata};
      const added = queue.add(name, payload, {jobId, delay: delayMs, deduplication, telemetry});
      return (await withLimit(added, ADD_LIMIT_MS)).id ?? jobId;
    };
    try {
      return await inStep(`send ${name}`, () => jobSpan('send', name), add);
    } catch (cause) {
      throw problems.queueUnavailable({cause});
    }
  }

  /** The queue of that name. @throws Error when its store is away */
  open(name: JobName): Promise<Queue> {
    const present = this.opened.get(name);
    if (present) return present;
    const opening = this.backend.openQueue(name);
    this.opened.set(name, opening);
    opening.catch(() => this.opened.delete(name));
    return opening;
  }

  async stop(): Promise<void> {
    const queues = await Promise.allSettled(this.opened.values());
    await Promise.allSettled(queues.map(async queue => queue.status === 'fulfilled' && queue.value.close()));
  }
}
