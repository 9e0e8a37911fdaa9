import {asLifeCycleObserver, Binding, Component, createBindingFromClass} from '@loopback/core';
import {GerarVariantesJob} from './gerar-variantes.job';
import {JobBackend} from './job-backend';
import {JobMetrics} from './job-metrics';
import {JobQueues} from './job-queues';
import {JobKeys} from './keys';
import {LimparAuditoriaJob} from './limpar-auditoria.job';
import {RemoverObjetosJob} from './remover-objetos.job';
import {ScheduleKeeper} from './schedule-keeper';
import {SincronizarRegionaisJob} from './sincronizar-regionais.job';
import {VarrerIdempotenciaJob} from './varrer-idempotencia.job';
import {VarrerImagensJob} from './varrer-imagens.job';

/** The queues, for whoever adds a job. Needs `JobKeys.SCHEDULES`; `JobRunner` does the jobs where it is bound too. */
export class JobsComponent implements Component {
  readonly bindings: Binding[] = [
    createBindingFromClass(JobBackend, {key: JobKeys.BACKEND}),
    createBindingFromClass(JobQueues, {key: JobKeys.QUEUES}).apply(asLifeCycleObserver),
    createBindingFromClass(ScheduleKeeper, {key: JobKeys.SCHEDULE_KEEPER}),
    createBindingFromClass(JobMetrics, {key: JobKeys.METRICS}).apply(asLifeCycleObserver),
    createBindingFromClass(SincronizarRegionaisJob, {key: 'jobs.sincronizar-regionais'}),
    createBindingFromClass(GerarVariantesJob, {key: 'jobs.gerar-variantes'}),
    createBindingFromClass(RemoverObjetosJob, {key: 'jobs.remover-objetos'}),
    createBindingFromClass(VarrerImagensJob, {key: 'jobs.varrer-imagens'}),
    createBindingFromClass(LimparAuditoriaJob, {key: 'jobs.limpar-auditoria'}),
    createBindingFromClass(VarrerIdempotenciaJob, {key: 'jobs.varrer-idempotencia'}),
  ];
}
