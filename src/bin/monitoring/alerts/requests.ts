import type {AlertGroup} from '../types';

/** One request of a thousand may fail; what is refused under load is told by an alarm of its own. */
const BUDGET = 0.001;
const WINDOWS = ['5m', '30m', '1h', '2h', '6h', '1d', '3d'] as const;
type Window = (typeof WINDOWS)[number];

const COUNT = 'artistas_http_request_duration_seconds_count';
const ratio = (window: Window): string => `artistas:http_errors:ratio_rate${window}`;

/**
 * The budget goes this many times as fast as it may, over a long time and still now (Google's SRE workbook, chapter 5,
 * "Multiwindow, Multi-Burn-Rate Alerts").
 */
const burning = (times: number, long: Window, short: Window): string =>
  `(${ratio(long)} > ${times} * ${BUDGET} and ${ratio(short)} > ${times} * ${BUDGET})`;

/** What callers see. */
export const requests: AlertGroup = {
  name: 'artistas-requests',
  recordings: WINDOWS.map(window => ({
    record: ratio(window),
    expr: `sum by (namespace) (rate(${COUNT}{status=~"5.."}[${window}])) / sum by (namespace) (rate(${COUNT}[${window}]))`,
  })),
  alerts: [
    {
      name: 'ArtistasAbsent',
      severity: 'critical',
      expr: 'absent(artistas_http_requests_running)',
      for: '5m',
      summary: 'No API process is seen',
      description: 'Either nothing serves, or Prometheus does not reach the port of the metrics.',
      resumo: 'Nenhum processo da API é visto',
    },
    {
      name: 'ArtistasErrorBudgetBurnsFast',
      severity: 'critical',
      // One failure at night is no reason to wake somebody, however large a part of the traffic it is.
      expr:
        `(${burning(14.4, '1h', '5m')} or ${burning(6, '6h', '30m')})` +
        ' and on (namespace) sum by (namespace) (increase(artistas_http_request_errors_total[1h])) >= 10',
      for: '2m',
      summary: '{{ $value | humanizePercentage }} of requests fail in {{ $labels.namespace }}',
      description: 'At this rate a month of allowed failures is gone within days: callers notice.',
      resumo: '{{ $value | humanizePercentage }} das requisições falham em {{ $labels.namespace }}',
    },
    {
      name: 'ArtistasErrorBudgetBurnsSlowly',
      severity: 'warning',
      expr: `${burning(3, '1d', '2h')} or ${burning(1, '3d', '6h')}`,
      for: '15m',
      summary: '{{ $value | humanizePercentage }} of requests have been failing in {{ $labels.namespace }}',
      description: 'A few failures, for long: the allowed ones of a month do not last for it.',
      resumo: '{{ $value | humanizePercentage }} das requisições vêm falhando em {{ $labels.namespace }}',
    },
    {
      name: 'ArtistasReadsSlow',
      severity: 'warning',
      expr: 'histogram_quantile(0.99, sum by (namespace, le) (rate(artistas_http_request_duration_seconds_bucket{method="GET"}[10m]))) > 1',
      for: '10m',
      summary:
        'One read of a hundred takes longer than {{ $value | humanizeDuration }} in {{ $labels.namespace }}',
      description: 'Pages are slow to come. Uploads and synchronisations are not counted.',
      resumo: 'Uma leitura em cem leva mais de {{ $value | humanizeDuration }} em {{ $labels.namespace }}',
    },
    {
      name: 'ArtistasRequestsRefused',
      severity: 'warning',
      expr: 'sum by (namespace) (rate(artistas_http_requests_refused_total[5m])) > 0',
      for: '5m',
      summary: '{{ $value | humanize }} requests a second are refused in {{ $labels.namespace }}',
      description: 'More comes than can be answered in time; callers get a 503 with Retry-After.',
      resumo: '{{ $value | humanize }} requisições por segundo são recusadas em {{ $labels.namespace }}',
    },
  ],
};
