import {HERE, Row} from './panel';

const DURATION = 'artistas_http_request_duration_seconds';
const quantile = (part: number, more = ''): string =>
  `histogram_quantile(${part}, sum by (le) (rate(${DURATION}_bucket{${HERE}${more}}[$__rate_interval])))`;

/** What callers see first, what is behind it below. */
export const rows: readonly Row[] = [
  {
    title: 'Requests',
    panels: [
      {
        title: 'Requests by status',
        unit: 'reqps',
        queries: [
          {
            expr: `sum by (status) (rate(${DURATION}_count{${HERE}}[$__rate_interval]))`,
            legend: '{{status}}',
          },
        ],
      },
      {
        title: 'Part that fails',
        unit: 'percentunit',
        description: 'Answers with a 5xx; the budget is one of a thousand.',
        queries: [
          {
            expr: `sum(rate(artistas_http_request_errors_total{${HERE}}[$__rate_interval])) / sum(rate(${DURATION}_count{${HERE}}[$__rate_interval]))`,
            legend: 'failing',
          },
        ],
      },
      {
        title: 'Duration of reads',
        unit: 's',
        queries: [
          {expr: quantile(0.5, ',method="GET"'), legend: 'p50'},
          {expr: quantile(0.95, ',method="GET"'), legend: 'p95'},
          {expr: quantile(0.99, ',method="GET"'), legend: 'p99'},
        ],
      },
      {
        title: 'Slowest routes, p95',
        unit: 's',
        queries: [
          {
            expr: `topk(10, histogram_quantile(0.95, sum by (route, method, le) (rate(${DURATION}_bucket{${HERE}}[$__rate_interval]))))`,
            legend: '{{method}} {{route}}',
          },
        ],
      },
      {
        title: 'Admission',
        unit: 'short',
        description: 'How many are answered at once, how many may be, and how many a second are refused.',
        queries: [
          {expr: `sum(artistas_http_requests_running{${HERE}})`, legend: 'running'},
          {expr: `sum(artistas_http_requests_limit{${HERE}})`, legend: 'limit'},
          {
            expr: `sum(rate(artistas_http_requests_refused_total{${HERE}}[$__rate_interval]))`,
            legend: 'refused a second',
          },
        ],
      },
    ],
  },
  {
    title: 'Services that are used',
    panels: [
      {
        title: 'Up',
        unit: 'short',
        queries: [{expr: `min by (dependency) (artistas_dependency_up{${HERE}})`, legend: '{{dependency}}'}],
      },
      {
        title: 'Connections to PostgreSQL',
        unit: 'short',
        queries: [
          {
            expr: `sum by (state) (artistas_database_pool_connections{${HERE}})`,
            legend: '{{state}}',
          },
        ],
      },
      {
        title: 'Pending migrations',
        unit: 'short',
        isFigure: true,
        queries: [{expr: `max(artistas_schema_pending_migrations{${HERE}})`, legend: 'pending'}],
      },
      {
        title: 'Since the last synchronisation',
        unit: 's',
        isFigure: true,
        queries: [
          {
            expr: `time() - max(artistas_sync_last_success_timestamp_seconds{${HERE}} > 0)`,
            legend: 'regional offices',
          },
        ],
      },
    ],
  },
  {
    title: 'Jobs, events, covers',
    panels: [
      {
        title: 'Jobs by state',
        unit: 'short',
        queries: [
          {
            expr: `max by (queue, state) (artistas_jobs{${HERE},state!="delayed"}) > 0`,
            legend: '{{queue}} {{state}}',
          },
        ],
      },
      {
        title: 'Oldest that waits',
        unit: 's',
        queries: [
          {
            expr: `max by (queue) (artistas_job_oldest_waiting_seconds{${HERE}})`,
            legend: 'job of {{queue}}',
          },
          {expr: `max(artistas_event_oldest_pending_seconds{${HERE}})`, legend: 'event'},
        ],
      },
      {
        title: 'Late schedules',
        unit: 'short',
        queries: [{expr: `max by (queue) (artistas_job_schedules_late{${HERE}})`, legend: '{{queue}}'}],
      },
      {
        title: 'Covers',
        unit: 'short',
        queries: [
          {expr: `sum(increase(artistas_storage_images_total{${HERE}}[1h]))`, legend: 'written in an hour'},
          {
            expr: `sum(increase(artistas_storage_images_refused_total{${HERE}}[1h]))`,
            legend: 'refused in an hour',
          },
          {expr: `max by (kind) (artistas_storage_astray{${HERE}})`, legend: 'astray: {{kind}}'},
        ],
      },
    ],
  },
  {
    title: 'Processes',
    panels: [
      {
        title: 'Memory, part of the limit',
        unit: 'percentunit',
        queries: [
          {
            expr: `process_resident_memory_bytes{${HERE}} / artistas_process_memory_limit_bytes`,
            legend: '{{instance}}',
          },
        ],
      },
      {
        title: 'Event loop delay, p99',
        unit: 's',
        queries: [
          {
            expr: `nodejs_eventloop_lag_p99_seconds{${HERE}} and artistas_process_memory_limit_bytes`,
            legend: '{{instance}}',
          },
        ],
      },
      {
        title: 'Processor time',
        unit: 'short',
        queries: [
          {
            expr: `rate(process_cpu_seconds_total{${HERE}}[$__rate_interval]) and artistas_process_memory_limit_bytes`,
            legend: '{{instance}}',
          },
        ],
      },
      {
        title: 'Releases',
        unit: 'short',
        queries: [
          {
            expr: `count by (version, commit) (artistas_build_info{${HERE}})`,
            legend: '{{version}} {{commit}}',
          },
        ],
      },
    ],
  },
  {
    title: 'Operator',
    panels: [
      {
        title: 'Installations by condition',
        unit: 'short',
        queries: [{expr: 'max by (condition) (artistas_operator_objects)', legend: '{{condition}}'}],
      },
      {
        title: 'Keys',
        unit: 'short',
        queries: [{expr: 'sum by (state) (artistas_operator_queue_keys)', legend: '{{state}}'}],
      },
      {
        title: 'Passes a second',
        unit: 'ops',
        queries: [
          {
            expr: 'sum by (outcome) (rate(artistas_operator_pass_seconds_count[$__rate_interval]))',
            legend: '{{outcome}}',
          },
        ],
      },
      {
        title: 'Calls of the API server',
        unit: 'reqps',
        queries: [
          {
            expr: 'sum by (method, status) (rate(artistas_operator_api_call_seconds_count[$__rate_interval]))',
            legend: '{{method}} {{status}}',
          },
        ],
      },
      {
        title: 'Age of watches',
        unit: 's',
        queries: [{expr: 'max by (kind) (artistas_operator_watch_age_seconds)', legend: '{{kind}}'}],
      },
      {
        title: 'Repairs in an hour',
        unit: 'short',
        queries: [
          {expr: 'sum by (kind) (increase(artistas_operator_repairs_total[1h]))', legend: '{{kind}}'},
        ],
      },
    ],
  },
];
