import type {JobName, JobPolicy} from './types';

/** Every kind of job. */
export const registry: Readonly<Record<JobName, JobPolicy>> = {
  'sincronizar-regionais': {attempts: 4, backoffMs: 2_000, concurrency: 1},
  // One decode at a time a core.
  'gerar-variantes': {attempts: 6, backoffMs: 5_000, concurrency: 1},
  'remover-objetos': {attempts: 6, backoffMs: 5_000, concurrency: 1},
  'varrer-imagens': {attempts: 3, backoffMs: 60_000, concurrency: 1},
  'limpar-auditoria': {attempts: 3, backoffMs: 60_000, concurrency: 1},
  'varrer-idempotencia': {attempts: 3, backoffMs: 60_000, concurrency: 1},
};

export const jobNames = Object.keys(registry) as JobName[];
