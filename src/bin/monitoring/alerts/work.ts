import type {AlertGroup} from '../types';

/** Longer than a day, so that what runs once a day is not late. */
const A_DAY_AND_MORE = '26 * 3600';

/** What is done in the background. */
export const work: AlertGroup = {
  name: 'artistas-work',
  alerts: [
    {
      name: 'ArtistasEventsWait',
      severity: 'warning',
      expr: 'max by (namespace) (artistas_event_oldest_pending_seconds) > 60',
      for: '5m',
      summary: 'Events have waited for {{ $value | humanizeDuration }} in {{ $labels.namespace }}',
      description: 'Changes are kept, and nobody hears of them yet: no relay works.',
      resumo: 'Eventos esperam há {{ $value | humanizeDuration }} em {{ $labels.namespace }}',
    },
    {
      name: 'ArtistasJobsWait',
      severity: 'warning',
      expr: 'max by (namespace, queue) (artistas_job_oldest_waiting_seconds) > 300',
      for: '10m',
      summary: 'A job of {{ $labels.queue }} has waited for {{ $value | humanizeDuration }}',
      description: 'No worker takes jobs of this queue, or they come faster than they are done.',
      resumo: 'Uma tarefa de {{ $labels.queue }} espera há {{ $value | humanizeDuration }}',
    },
    {
      name: 'ArtistasJobsFailed',
      severity: 'warning',
      expr: 'max by (namespace, queue) (artistas_jobs{state="failed"}) > 0',
      for: '15m',
      summary: '{{ $value | humanize }} jobs of {{ $labels.queue }} have failed for good',
      description: 'They were tried as often as they may be, and wait for a person.',
      resumo: '{{ $value | humanize }} tarefas de {{ $labels.queue }} falharam de vez',
    },
    {
      name: 'ArtistasSchedulesLate',
      severity: 'warning',
      expr: 'max by (namespace, queue) (artistas_job_schedules_late) > 0',
      for: '10m',
      summary: 'Schedules of {{ $labels.queue }} are late',
      description: 'Their time has come, and no worker has begun them.',
      resumo: 'Agendamentos de {{ $labels.queue }} estão atrasados',
    },
    {
      name: 'ArtistasSyncStale',
      severity: 'warning',
      expr: `time() - max by (namespace) (artistas_sync_last_success_timestamp_seconds) > ${A_DAY_AND_MORE}`,
      for: '30m',
      summary: 'The regional offices in {{ $labels.namespace }} were not brought in step for more than a day',
      description: 'The last good list is served still; what changed since is not known.',
      resumo: 'As regionais em {{ $labels.namespace }} não são sincronizadas há mais de um dia',
    },
    {
      name: 'ArtistasCoversWithoutObject',
      severity: 'warning',
      expr: 'max by (namespace) (artistas_storage_astray{kind="cover"}) > 0',
      for: '0m',
      summary: '{{ $value | humanize }} covers in {{ $labels.namespace }} have no object',
      description: 'Their links lead nowhere: something was lost or removed in the object store.',
      resumo: '{{ $value | humanize }} capas em {{ $labels.namespace }} não têm objeto',
    },
    {
      name: 'ArtistasSweepStale',
      severity: 'warning',
      // A process that has not swept says 0.
      expr: `time() - max by (namespace) (artistas_storage_last_sweep_timestamp_seconds > 0) > ${A_DAY_AND_MORE}`,
      for: '30m',
      summary: 'Covers and objects in {{ $labels.namespace }} were not compared for more than a day',
      description: 'What failed uploads leave behind stays, and a loss would not be seen.',
      resumo: 'Capas e objetos em {{ $labels.namespace }} não são comparados há mais de um dia',
    },
  ],
};
