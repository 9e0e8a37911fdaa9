import {BindingScope, inject, injectable} from '@loopback/core';
import {randomUUID} from 'node:crypto';
import type {Logger} from 'pino';
import {ClientKeys} from '../clients/keys';
import type {RegionaisClient} from '../clients/regionais.client';
import type {JobQueues} from '../jobs/job-queues';
import {JobKeys} from '../jobs/keys';
import {Mudanca, Origem, Simulacao, Sincronizacao} from '../models/sincronizacao';
import {ObservabilityKeys} from '../observability/keys';
import {regionaisSincronizadas} from '../outbox/events/regionais.event';
import {OutboxKeys} from '../outbox/keys';
import type {Outbox} from '../outbox/outbox';
import {problems} from '../problems/catalogue';
import {Problem} from '../problems/problem';
import {RegionalListRepository} from '../repositories/regional-list.repository';
import {RegionalRepository, RegionalRow} from '../repositories/regional.repository';
import {SincronizacaoRepository} from '../repositories/sincronizacao.repository';
import {Transactions} from '../repositories/transactions.repository';
import {refusalOf} from './regional-guard';
import {ServiceKeys} from './keys';

/** Who wants the list to be in step, and how much. */
export interface SyncRequest {
  readonly origem: Origem;
  readonly usuario?: string;
  /** An administrator accepts that many offices go. */
  readonly forcar?: boolean;
  /** What fails now is tried again, so the run has not ended. */
  readonly isTriedAgain?: boolean;
  readonly signal?: AbortSignal;
}

/** Keeps the list of active offices in step with that of the external API. */
@injectable({scope: BindingScope.SINGLETON})
export class SincronizacaoService {
  constructor(
    @inject(ClientKeys.REGIONAIS) private readonly client: RegionaisClient,
    @inject('repositories.SincronizacaoRepository') private readonly runs: SincronizacaoRepository,
    @inject('repositories.RegionalListRepository') private readonly lists: RegionalListRepository,
    @inject('repositories.RegionalRepository') private readonly regionais: RegionalRepository,
    @inject('repositories.Transactions') private readonly transactions: Transactions,
    @inject(ServiceKeys.MAX_REMOVED_PERCENT) private readonly maxRemovedPercent: number,
    @inject(JobKeys.QUEUES) private readonly queues: JobQueues,
    @inject(OutboxKeys.OUTBOX) private readonly outbox: Outbox,
    @inject(ObservabilityKeys.LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * Asks for the list and applies it; the run is recorded, however it ends.
   * @throws regionais_*, overloaded, sincronizacao_refused, database_unavailable
   */
  async synchronise(request: SyncRequest): Promise<Sincronizacao> {
    const id = await this.runs.begin(request);
    return this.carryOut(id, request);
  }

  /** The same for a job, which may have been done already by a worker that did not live to say so. */
  async synchroniseOnce(tarefa: string, request: SyncRequest): Promise<Sincronizacao | undefined> {
    const id = await this.runs.beginOnce(tarefa, request);
    return id === undefined ? undefined : this.carryOut(id, request);
  }

  /** Leaves it to a worker. @returns the run, which `get` tells the progress of @throws queue_unavailable */
  async request({usuario, forcar}: Pick<SyncRequest, 'usuario' | 'forcar'>): Promise<Sincronizacao> {
    const tarefa = randomUUID();
    const id = await this.runs.begin({origem: 'MANUAL', usuario, estado: 'PENDENTE', tarefa});
    try {
      await this.queues.add('sincronizar-regionais', {origem: 'MANUAL', forcar}, {id: tarefa});
    } catch (error) {
      await this.recordFailure(id, error);
      throw error;
    }
    return this.get(id);
  }

  /** What the list would change, as it is now. @throws regionais_*, overloaded */
  async simulate({forcar}: Pick<SyncRequest, 'forcar'>): Promise<Simulacao> {
    const list = await this.client.fetchAll({insist: true});
    return this.transactions.run(async options => {
      await this.lists.load(list, options);
      const {ativas, ...counts} = await this.lists.compare(options);
      const recusa = refusalOf({...counts, ativas}, {maxRemovedPercent: this.maxRemovedPercent, forcar});
      const diferenca = (await this.lists.showDifference(options)).map(withoutNulls);
      return {...counts, ...(recusa !== undefined && {recusa}), diferenca};
    });
  }

  /**
   * Makes the list the active one that was so before a run.
   * @returns the run that did it
   * @throws sincronizacao_not_found, sincronizacao_not_applied
   */
  async undo(id: number, usuario: string | undefined): Promise<Sincronizacao> {
    const {versao} = await this.runs.getById(id);
    if (versao === null) throw problems.sincronizacaoNotApplied();
    return this.transactions.run(async options => {
      const made = await this.regionais.beginVersion(options);
      const run = await this.runs.begin(
        {origem: 'DESFAZER', usuario, estado: 'APLICANDO', desfaz: id},
        options,
      );
      await this.lists.loadBefore(versao, options);
      const counts = await this.lists.compare(options);
      await this.lists.apply(made, options);
      const ended = await this.runs.end(run, {estado: 'APLICADA', versao: made, ...counts}, options);
      await this.outbox.append(regionaisSincronizadas(ended), options);
      return ended;
    });
  }

  /** One run with what it changed. @throws sincronizacao_not_found */
  async get(id: number): Promise<Sincronizacao & {readonly diferenca?: readonly Mudanca[]}> {
    const {versao, ...run} = await this.runs.getById(id);
    if (versao === null) return run;
    return {...run, diferenca: (await this.lists.differenceOf(versao)).map(withoutNulls)};
  }

  private async carryOut(id: number, request: SyncRequest): Promise<Sincronizacao> {
    const {origem, forcar, isTriedAgain, signal} = request;
    try {
      const list = await this.client.fetchAll({signal, insist: origem === 'MANUAL'});
      await this.runs.setEstado(id, 'APLICANDO');
      return await this.apply(id, list, forcar);
    } catch (error) {
      // A job that is cut off because its process stops goes back to the queue.
      const isOver = !isTriedAgain && !signal?.aborted;
      await this.recordFailure(id, error, isOver ? 'FALHOU' : 'PENDENTE');
      throw error;
    }
  }

  /** Compares and applies in one short transaction, alone: no other change of the list comes in between. */
  private async apply(id: number, list: readonly RegionalRow[], forcar?: boolean): Promise<Sincronizacao> {
    const run = await this.transactions.run(async options => {
      const versao = await this.regionais.beginVersion(options);
      if (await this.runs.isSuperseded(id, options)) return this.runs.end(id, {estado: 'SUPERADA'}, options);
      await this.lists.load(list, options);
      const counts = await this.lists.compare(options);
      const motivo = refusalOf(counts, {maxRemovedPercent: this.maxRemovedPercent, forcar});
      if (motivo !== undefined) return this.runs.end(id, {estado: 'RECUSADA', motivo, ...counts}, options);
      await this.lists.apply(versao, options);
      const ended = await this.runs.end(id, {estado: 'APLICADA', versao, ...counts}, options);
      await this.outbox.append(regionaisSincronizadas(ended), options);
      return ended;
    });
    if (run.estado === 'RECUSADA') throw problems.sincronizacaoRefused(run.motivo ?? '');
    return run;
  }

  /** A refusal is recorded with its counts already. What cannot be recorded now counts as abandoned later. */
  private async recordFailure(
    id: number,
    error: unknown,
    estado: 'FALHOU' | 'PENDENTE' = 'FALHOU',
  ): Promise<void> {
    if (error instanceof Problem && error.code === 'sincronizacao_refused') return;
    const motivo = error instanceof Problem ? error.message : 'interrompida';
    try {
      if (estado === 'FALHOU') await this.runs.end(id, {estado, motivo});
      else await this.runs.setEstado(id, estado, motivo);
    } catch (cause) {
      this.logger.warn({err: cause, part: 'regionais', sincronizacao: id}, 'a failed run cannot be recorded');
    }
  }
}

function withoutNulls({id, de, para}: Mudanca): Mudanca {
  return {id, ...(de !== null && {de}), ...(para !== null && {para})};
}
