import {BindingScope, inject, injectable} from '@loopback/core';
import {repository} from '@loopback/repository';
import type {JobMetrics} from '../jobs/job-metrics';
import {JobKeys} from '../jobs/keys';
import type {Contagens, Estado} from '../models/sincronizacao';
import type {HttpDurations, HttpMetrics} from '../observability/http-metrics';
import {ObservabilityKeys} from '../observability/keys';
import {DatabaseStateRepository} from '../repositories/database-state.repository';
import type {SincronizacaoRepository} from '../repositories/sincronizacao.repository';
import type {Connections} from './connections';
import {durationsBetween} from './durations';
import {RealtimeKeys} from './keys';

const INTERVAL_MS = 1_000;
/** Job counts are statements, so they are taken less often. */
const JOBS_EVERY = 5;
/** Whose progress is told: more do not run at once. */
const LATEST_RUNS = 5;
const OPEN: ReadonlySet<Estado> = new Set(['PENDENTE', 'BUSCANDO', 'APLICANDO']);

/** Figures of this process, each second while somebody listens: numbers only, and none of them names anybody. */
@injectable({scope: BindingScope.SINGLETON})
export class MetricsFeed {
  private readonly listeners = new Set<(text: string) => void>();
  private timer?: NodeJS.Timeout;
  private before?: HttpDurations;
  private round = 0;
  private telling?: Promise<void>;
  private jobs: Readonly<Record<string, number>> = {};
  /** Of the latest runs of the synchronisation, as they were told. */
  private estados: ReadonlyMap<number, Estado> = new Map();

  constructor(
    @inject(ObservabilityKeys.HTTP_METRICS) private readonly http: HttpMetrics,
    @repository(DatabaseStateRepository) private readonly database: DatabaseStateRepository,
    @inject(RealtimeKeys.CONNECTIONS) private readonly connections: Connections,
    @inject(JobKeys.METRICS) private readonly jobMetrics: JobMetrics,
    @inject('repositories.SincronizacaoRepository') private readonly runs: SincronizacaoRepository,
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
   * @param tipo what it is: `processo`, or `sincronizacao` for the progress of a run
   */
  private publishMetric(tipo: string, dados: object): void {
    if (this.listeners.size === 0) return;
    const text = JSON.stringify({tipo, ...dados});
    for (const listener of [...this.listeners]) listener(text);
  }

  private async measure(): Promise<void> {
    const now = await this.http.durations();
    const before = this.before ?? now;
    this.before = now;
    if (this.round++ % JOBS_EVERY === 0) void this.countJobs();
    // While the database hangs, one question waits for it, not one each second.
    this.telling ??= this.tellProgress().finally(() => (this.telling = undefined));
    const pool = this.database.poolCounts();
    this.publishMetric('processo', {
      http: durationsBetween(before, now),
      banco: {total: pool.total, livres: pool.idle, espera: pool.waiting},
      conexoes: this.connections.size,
      tarefas: this.jobs,
    });
  }

  /** A queue whose store is away has no figures; health tells of it. */
  private async countJobs(): Promise<void> {
    const states = [...(await this.jobMetrics.read()).values()].map(({counts}) => counts);
    const sum = (state: keyof (typeof states)[number]): number =>
      states.reduce((total, counts) => total + (counts[state] ?? 0), 0);
    this.jobs = {
      espera: sum('waiting'),
      ativas: sum('active'),
      atrasadas: sum('delayed'),
      falhas: sum('failed'),
    };
  }

  /** A run may be another process's, so its progress is read from its row. */
  private async tellProgress(): Promise<void> {
    try {
      const latest = await this.runs.listLatest(LATEST_RUNS);
      for (const {id, origem, estado, ...counts} of latest.toReversed()) {
        if (this.estados.get(id) === estado) continue;
        // What had ended before anybody listened is no progress.
        const isNews = this.estados.size > 0 || OPEN.has(estado);
        if (isNews) this.publishMetric('sincronizacao', {id, origem, estado, ...progressOf(counts)});
      }
      this.estados = new Map(latest.map(({id, estado}) => [id, estado]));
    } catch {
      // The database is away, which other figures show.
    }
  }
}

function progressOf({lidas, incluidas, renomeadas, desativadas, inalteradas}: Partial<Contagens>): object {
  return {lidas, incluidas, renomeadas, desativadas, inalteradas};
}
