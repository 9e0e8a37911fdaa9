import {BindingScope, inject, injectable} from '@loopback/core';
import {repository} from '@loopback/repository';
import type {JobQueues} from '../jobs/job-queues';
import {JobKeys} from '../jobs/keys';
import type {JobName} from '../jobs/types';
import type {HttpDurations, HttpMetrics} from '../observability/http-metrics';
import {ObservabilityKeys} from '../observability/keys';
import {DatabaseStateRepository} from '../repositories/database-state.repository';
import type {Connections} from './connections';
import {durationsBetween} from './durations';
import {RealtimeKeys} from './keys';

const INTERVAL_MS = 1_000;
/** Job counts are statements, so they are taken less often. */
const JOBS_EVERY = 5;
const QUEUES: readonly JobName[] = ['sincronizar-regionais'];

/** Figures of this process, each second while somebody listens: numbers only, and none of them names anybody. */
@injectable({scope: BindingScope.SINGLETON})
export class MetricsFeed {
  private readonly listeners = new Set<(text: string) => void>();
  private timer?: NodeJS.Timeout;
  private before?: HttpDurations;
  private round = 0;
  private jobs: Readonly<Record<string, number>> = {};

  constructor(
    @inject(ObservabilityKeys.HTTP_METRICS) private readonly http: HttpMetrics,
    @repository(DatabaseStateRepository) private readonly database: DatabaseStateRepository,
    @inject(RealtimeKeys.CONNECTIONS) private readonly connections: Connections,
    @inject(JobKeys.QUEUES) private readonly queues: JobQueues,
  ) {}

  /** @param listener is given JSON @returns ends it */
  follow(listener: (text: string) => void): () => void {
    this.listeners.add(listener);
    this.timer ??= setInterval(() => void this.measure(), INTERVAL_MS);
    return () => {
      this.listeners.delete(listener);
      if (this.listeners.size > 0) return;
      clearInterval(this.timer);
      this.timer = undefined;
      this.before = undefined;
    };
  }

  /**
   * Tells whoever listens now; nobody else will know of it.
   * @param tipo what it is, such as `tarefa` for the progress of a job
   */
  publishMetric(tipo: string, dados: object): void {
    if (this.listeners.size === 0) return;
    const text = JSON.stringify({tipo, ...dados});
    for (const listener of [...this.listeners]) listener(text);
  }

  private async measure(): Promise<void> {
    const now = await this.http.durations();
    const before = this.before ?? now;
    this.before = now;
    if (this.round++ % JOBS_EVERY === 0) void this.countJobs();
    const pool = this.database.poolCounts();
    this.publishMetric('processo', {
      http: durationsBetween(before, now),
      banco: {total: pool.total, livres: pool.idle, espera: pool.waiting},
      conexoes: this.connections.size,
      tarefas: this.jobs,
    });
  }

  private async countJobs(): Promise<void> {
    try {
      const counts = {espera: 0, ativas: 0, atrasadas: 0, falhas: 0};
      for (const name of QUEUES) {
        const queue = await this.queues.open(name);
        const found = await queue.getJobCounts('waiting', 'active', 'delayed', 'failed');
        counts.espera += found['waiting'] ?? 0;
        counts.ativas += found['active'] ?? 0;
        counts.atrasadas += found['delayed'] ?? 0;
        counts.falhas += found['failed'] ?? 0;
      }
      this.jobs = counts;
    } catch {
      // The queue is away: health tells of it, and here the figures are missing.
      this.jobs = {};
    }
  }
}
