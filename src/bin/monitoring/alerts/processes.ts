import type {AlertGroup} from '../types';

/** Every Node.js process exports the others; of ours alone there is this one, with the same labels. */
const OURS = 'artistas_process_memory_limit_bytes';

/** What one process lacks. */
export const processes: AlertGroup = {
  name: 'artistas-processes',
  alerts: [
    {
      name: 'ArtistasRestarting',
      severity: 'warning',
      expr: `changes(process_start_time_seconds[1h]) > 2 and ${OURS}`,
      for: '0m',
      summary: '{{ $labels.instance }} has started {{ $value | humanize }} times within an hour',
      description: 'It ends by itself, is killed for its memory, or fails its probe of liveness.',
      resumo: '{{ $labels.instance }} iniciou {{ $value | humanize }} vezes em uma hora',
    },
    {
      name: 'ArtistasMemoryNearLimit',
      severity: 'warning',
      expr:
        `process_resident_memory_bytes / ${OURS} > 0.9` +
        ' or nodejs_heap_size_used_bytes / artistas_process_heap_limit_bytes > 0.9',
      for: '15m',
      summary: '{{ $labels.instance }} uses {{ $value | humanizePercentage }} of its memory',
      description: 'The next large upload or list may end the process.',
      resumo: '{{ $labels.instance }} usa {{ $value | humanizePercentage }} da memória',
    },
    {
      name: 'ArtistasEventLoopBlocked',
      severity: 'warning',
      expr: `nodejs_eventloop_lag_p99_seconds > 0.25 and ${OURS}`,
      for: '10m',
      summary: 'The event loop of {{ $labels.instance }} is {{ $value | humanizeDuration }} late',
      description: 'Everything in that process waits: requests, sockets, probes.',
      resumo: 'O laço de eventos de {{ $labels.instance }} atrasa {{ $value | humanizeDuration }}',
    },
    {
      name: 'ArtistasDescriptorsNearLimit',
      severity: 'warning',
      expr: `process_open_fds / process_max_fds > 0.8 and ${OURS}`,
      for: '10m',
      summary: '{{ $labels.instance }} holds {{ $value | humanizePercentage }} of the files that it may',
      description: 'At the limit no connection is taken any more.',
      resumo: '{{ $labels.instance }} ocupa {{ $value | humanizePercentage }} dos arquivos permitidos',
    },
    {
      name: 'ArtistasDatabasePoolWaiting',
      severity: 'warning',
      expr: 'avg_over_time(artistas_database_pool_connections{state="waiting"}[5m]) > 1',
      for: '10m',
      summary: '{{ $value | humanize }} requests wait for a connection in {{ $labels.instance }}',
      description: 'All connections of the pool are busy: the database is slow, or the pool too small.',
      resumo: '{{ $value | humanize }} requisições esperam por uma conexão em {{ $labels.instance }}',
    },
  ],
};
