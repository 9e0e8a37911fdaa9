import {asLifeCycleObserver, Binding, Component, createBindingFromClass} from '@loopback/core';
import {JobBackend} from './job-backend';
import {JobMetrics} from './job-metrics';
import {JobQueues} from './job-queues';
import {JobKeys} from './keys';
import {SincronizarRegionaisJob} from './sincronizar-regionais.job';

/** The queues, for whoever adds a job. Needs `JobKeys.SCHEDULES`; `JobRunner` does the jobs where it is bound too. */
export class JobsComponent implements Component {
  readonly bindings: Binding[] = [
    createBindingFromClass(JobBackend, {key: JobKeys.BACKEND}),
    createBindingFromClass(JobQueues, {key: JobKeys.QUEUES}).apply(asLifeCycleObserver),
    createBindingFromClass(JobMetrics, {key: 'jobs.metrics'}).apply(asLifeCycleObserver),
    createBindingFromClass(SincronizarRegionaisJob, {key: 'jobs.sincronizar-regionais'}),
  ];
}
