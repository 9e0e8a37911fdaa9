import {BindingKey, BindingTemplate, extensionFor} from '@loopback/core';
import type {JobBackend} from './job-backend';
import type {JobMetrics} from './job-metrics';
import type {JobRunner} from './job-runner';
import type {JobQueues} from './job-queues';
import type {ScheduleKeeper} from './schedule-keeper';
import type {JobSchedule, Pace} from './types';

export const JobKeys = {
  BACKEND: BindingKey.create<JobBackend>('jobs.backend'),
  METRICS: BindingKey.create<JobMetrics>('jobs.metrics'),
  /** Of a process that serves somebody, too; another one begins all at once. */
  PACE: BindingKey.create<Pace>('jobs.pace'),
  QUEUES: BindingKey.create<JobQueues>('jobs.queues'),
  /** Absent where the process does no jobs. */
  RUNNER: BindingKey.create<JobRunner>('jobs.runner'),
  SCHEDULE_KEEPER: BindingKey.create<ScheduleKeeper>('jobs.schedule-keeper'),
  /** Every schedule that there is; a queue's others are removed. */
  SCHEDULES: BindingKey.create<readonly JobSchedule[]>('jobs.schedules'),
} as const;

/** Extension point of what does the jobs, one for each kind. */
export const JOB_HANDLERS = 'jobs.handlers';
export const asJobHandler: BindingTemplate = extensionFor(JOB_HANDLERS);
