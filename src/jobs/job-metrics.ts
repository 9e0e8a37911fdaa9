import {BindingScope, inject, injectable, LifeCycleObserver} from '@loopback/core';
import {Gauge, Registry} from 'prom-client';
import {ObservabilityKeys} from '../observability/keys';
import {SharedCheck} from '../observability/shared-check';
import type {JobQueues} from './job-queues';
import {JobKeys} from './keys';
import {QueueState, STATES, stateOf} from './queue-state';
import {jobNames} from './registry';
import type {JobName} from './types';

type States = ReadonlyMap<JobName, QueueState>;

/** What the queues are doing, looked up when somebody reads the metrics. A queue whose store is away has no values. */
@injectable({scope: BindingScope.SINGLETON})
export class JobMetrics implements LifeCycleObserver {
  /** The gauges are read one by one, and stand for one moment all the same. */
  private readonly states = new SharedCheck(() => this.read());

  constructor(
    @inject(JobKeys.QUEUES) private readonly queues: JobQueues,
    @inject(ObservabilityKeys.REGISTRY) private readonly registry: Registry,
  ) {}

  start(): void {
    this.addGauge(
      'artistas_jobs',
      'Jobs by queue and state; failed ones wait for a person',
      (gauge, queue, {counts}) => {
        for (const state of STATES) gauge.set({queue, state}, counts[state] ?? 0);
      },
    );
    this.addGauge(
      'artistas_job_oldest_waiting_seconds',
      'Age of the job that has waited longest; 0 when none waits',
      (gauge, queue, {oldestSeconds}) => gauge.set({queue}, oldestSeconds),
    );
    this.addGauge(
      'artistas_job_schedules_late',
      'Schedules whose next run is in the past: nobody does them',
      (gauge, queue, {lateSchedules}) => gauge.set({queue}, lateSchedules),
    );
  }

  /** State of each queue that answers within a second. */
  async read(): Promise<States> {
    const states = await Promise.allSettled(
      jobNames.map(async name => [name, await stateOf(await this.queues.open(name))] as const),
    );
    return new Map(states.flatMap(state => (state.status === 'fulfilled' ? [state.value] : [])));
  }

  private addGauge(
    name: string,
    help: string,
    set: (gauge: Gauge, queue: JobName, state: QueueState) => void,
  ): void {
    const gauge = new Gauge({
      name,
      help,
      labelNames: ['queue', 'state'],
      registers: [this.registry],
      collect: async () => {
        const states = await this.states.get().catch(() => new Map<JobName, QueueState>());
        gauge.reset();
        for (const [queue, state] of states) set(gauge, queue, state);
      },
    });
  }
}
