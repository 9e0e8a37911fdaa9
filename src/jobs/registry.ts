import type {JobName, JobPolicy} from './types';

/** Every kind of job. */
export const registry: Readonly<Record<JobName, JobPolicy>> = {
  'sincronizar-regionais': {attempts: 4, backoffMs: 2_000, concurrency: 1},
};

export const jobNames = Object.keys(registry) as JobName[];
