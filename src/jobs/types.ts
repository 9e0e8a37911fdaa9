/** What asks for a run of the regional synchronisation. */
export interface SincronizarRegionais {
  /** Why it runs: by the clock, after the start of the cluster, or because somebody asked and did not wait. */
  readonly origem: 'AGENDADA' | 'INICIO' | 'MANUAL';
  /** Deactivates however many it takes. */
  readonly forcar?: boolean;
}

/** Covers whose thumbnails are to be made. */
export interface GerarVariantes {
  readonly imagemIds: readonly number[];
}

/** Payload of each kind of job, by its name, which is that of its queue. */
export interface JobPayloads {
  'sincronizar-regionais': SincronizarRegionais;
  'gerar-variantes': GerarVariantes;
  'remover-objetos': Readonly<Record<string, never>>;
  'varrer-imagens': Readonly<Record<string, never>>;
  'limpar-auditoria': Readonly<Record<string, never>>;
  'varrer-idempotencia': Readonly<Record<string, never>>;
}

export type JobName = keyof JobPayloads;

/** One run of a job. */
export interface JobRun {
  /** The same at each attempt, and of no other job ever. */
  readonly id: string;
  /** Whether it is tried again when it fails now. */
  readonly isTriedAgain: boolean;
  /** Aborted when the process stops: what throws then goes back to the queue, and counts as no attempt. */
  readonly signal: AbortSignal;
}

/** Does one kind of job. It may run more than once for one job, so its effect must not add up. */
export interface JobHandler<N extends JobName = JobName> {
  readonly name: N;
  run(payload: JobPayloads[N], run: JobRun): Promise<unknown>;
}

/** How often and how many at once. */
export interface JobPolicy {
  /** Failed runs before a job is kept as failed, for a person to look at. */
  readonly attempts: number;
  /** Wait before the second run; each later wait is twice as long. Half of it is chance. */
  readonly backoffMs: number;
  /** Runs at once in one process. */
  readonly concurrency: number;
}

/** A job that comes again and again, once in the whole cluster. */
export interface JobSchedule<N extends JobName = JobName> {
  /** Names it among all schedules of its job. */
  readonly id: string;
  readonly job: N;
  /** Cron, five or six fields, in the time zone of the process. Absent: only at the start. */
  readonly pattern?: string;
  readonly payload: JobPayloads[N];
  /** One more run so long after the cluster starts. */
  readonly atStart?: {readonly delayMs: number; readonly payload: JobPayloads[N]};
}

/** What a new job may say of itself. */
export interface AddOptions {
  /** Its id, where that has to be known before; never used for any other job. */
  readonly id?: string;
  readonly delayMs?: number;
  /** Of several jobs with this id within so many seconds the first one counts. */
  readonly once?: {readonly id: string; readonly seconds: number};
}

/** How a process begins to do jobs, where it serves somebody, too. */
export interface Pace {
  /** From its start to the first queue that it opens. */
  readonly afterMs: number;
  /** From one queue to the next. */
  readonly betweenMs: number;
}
