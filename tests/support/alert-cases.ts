import type {Series} from './promtool';

/** When an alarm has to fire, and what must leave it silent at the same moment. */
export interface AlertCase {
  readonly fires: Series;
  readonly silent: Series;
  /** After the beginning of the series. */
  readonly at: string;
}

const API = '{namespace="a",instance="i:9080"}';
/** One value for three days. */
const steady = (value: number): string => `${value}+0x4320`;
const counting = (perMinute: number): string => `0+${perMinute}x4320`;

const requests = (status: number, method = 'GET'): string =>
  `artistas_http_request_duration_seconds_count{namespace="a",method="${method}",route="/x",status="${status}"}`;
const bucket = (le: string): string =>
  `artistas_http_request_duration_seconds_bucket{namespace="a",method="GET",route="/x",status="200",le="${le}"}`;
const ours = {[`artistas_process_memory_limit_bytes${API}`]: steady(1000)};
const errors = 'artistas_http_request_errors_total{namespace="a",method="GET",route="/x",status="500"}';

/** The same series with one value or another. */
const pair = (series: string, bad: string, good: string, at: string, more: Series = {}): AlertCase => ({
  fires: {...more, [series]: bad},
  silent: {...more, [series]: good},
  at,
});
const away = (dependency: string, at: string): AlertCase => ({
  // One process of two does not reach it.
  fires: {
    [`artistas_dependency_up{namespace="a",instance="1",dependency="${dependency}"}`]: steady(1),
    [`artistas_dependency_up{namespace="a",instance="2",dependency="${dependency}"}`]: steady(0),
  },
  silent: {
    [`artistas_dependency_up{namespace="a",instance="1",dependency="${dependency}"}`]: steady(1),
    [`artistas_dependency_up{namespace="a",instance="1",dependency="other"}`]: steady(0),
  },
  at,
});
const installation = (condition: string, at: string): AlertCase =>
  pair(`artistas_operator_objects{namespace="a",condition="${condition}"}`, steady(1), steady(0), at);

/** A day, so that ages from the epoch on have a beginning. */
const LATE = '1650m';

export const alertCases: Readonly<Record<string, AlertCase>> = {
  ArtistasAbsent: {
    fires: {up: steady(1)},
    silent: {[`artistas_http_requests_running${API}`]: steady(0)},
    at: '6m',
  },
  ArtistasErrorBudgetBurnsFast: {
    fires: {[requests(200)]: counting(90), [requests(500)]: counting(10), [errors]: counting(10)},
    // The same part of next to nothing.
    silent: {[requests(200)]: counting(0.09), [requests(500)]: counting(0.01), [errors]: counting(0.01)},
    at: '70m',
  },
  ArtistasErrorBudgetBurnsSlowly: {
    fires: {[requests(200)]: counting(996), [requests(500)]: counting(4)},
    silent: {[requests(200)]: counting(9999), [requests(500)]: counting(1)},
    at: '1500m',
  },
  ArtistasReadsSlow: {
    fires: {[bucket('1')]: counting(95), [bucket('2.5')]: counting(100), [bucket('+Inf')]: counting(100)},
    silent: {[bucket('1')]: counting(100), [bucket('2.5')]: counting(100), [bucket('+Inf')]: counting(100)},
    at: '25m',
  },
  ArtistasRequestsRefused: pair(`artistas_http_requests_refused_total${API}`, counting(5), steady(7), '15m'),
  ArtistasRestarting: pair(
    `process_start_time_seconds${API}`,
    '1 1 2 2 3 3 4+0x60',
    '1 1 2 2 2+0x60',
    '30m',
    ours,
  ),
  ArtistasMemoryNearLimit: pair(`process_resident_memory_bytes${API}`, steady(950), steady(800), '20m', ours),
  ArtistasEventLoopBlocked: {
    fires: {...ours, [`nodejs_eventloop_lag_p99_seconds${API}`]: steady(0.4)},
    // Somebody else's process.
    silent: {...ours, 'nodejs_eventloop_lag_p99_seconds{instance="other"}': steady(0.4)},
    at: '15m',
  },
  ArtistasDescriptorsNearLimit: pair(`process_open_fds${API}`, steady(90), steady(70), '15m', {
    ...ours,
    [`process_max_fds${API}`]: steady(100),
  }),
  ArtistasDatabasePoolWaiting: pair(
    'artistas_database_pool_connections{namespace="a",instance="i",state="waiting"}',
    steady(3),
    // Now and then is no alarm.
    '0 0 3 0 0 0 0 3 0 0 0 0 0 0 3 0 0 0 0 0 0',
    '16m',
  ),
  ArtistasDatabaseAway: away('database', '2m'),
  ArtistasStorageAway: away('storage', '6m'),
  ArtistasRedisAway: away('redis', '6m'),
  ArtistasSchemaBehind: pair(
    'artistas_schema_pending_migrations{namespace="a"}',
    steady(2),
    steady(0),
    '12m',
  ),
  ArtistasEventsWait: pair(
    'artistas_event_oldest_pending_seconds{namespace="a"}',
    '0+60x60',
    steady(1),
    '12m',
  ),
  ArtistasJobsWait: pair(
    'artistas_job_oldest_waiting_seconds{namespace="a",queue="gerar-variantes"}',
    '0+60x60',
    steady(20),
    '20m',
  ),
  ArtistasJobsFailed: {
    fires: {'artistas_jobs{namespace="a",queue="gerar-variantes",state="failed"}': steady(1)},
    silent: {'artistas_jobs{namespace="a",queue="gerar-variantes",state="waiting"}': steady(9)},
    at: '16m',
  },
  ArtistasSchedulesLate: pair(
    'artistas_job_schedules_late{namespace="a",queue="varrer-imagens"}',
    steady(1),
    steady(0),
    '12m',
  ),
  // promtool's clock begins at 1970.
  ArtistasSyncStale: pair(
    'artistas_sync_last_success_timestamp_seconds{namespace="a"}',
    steady(60),
    '60+60x4320',
    LATE,
  ),
  ArtistasCoversWithoutObject: {
    fires: {'artistas_storage_astray{namespace="a",kind="cover"}': steady(1)},
    // Those the sweep removes.
    silent: {'artistas_storage_astray{namespace="a",kind="object"}': steady(9)},
    at: '2m',
  },
  ArtistasSweepStale: {
    fires: {'artistas_storage_last_sweep_timestamp_seconds{namespace="a"}': steady(60)},
    // A process that has just started, and has not swept.
    silent: {'artistas_storage_last_sweep_timestamp_seconds{namespace="a"}': steady(0)},
    at: LATE,
  },
  ArtistasOperatorWithoutLeader: {
    fires: {
      'artistas_operator_leader{namespace="a",instance="1"}': steady(0),
      'artistas_operator_leader{namespace="a",instance="2"}': steady(0),
    },
    silent: {
      'artistas_operator_leader{namespace="a",instance="1"}': steady(0),
      'artistas_operator_leader{namespace="a",instance="2"}': steady(1),
    },
    at: '7m',
  },
  ArtistasOperatorIdle: {
    fires: {
      'artistas_operator_queue_keys{namespace="a",state="due"}': steady(3),
      'artistas_operator_pass_seconds_count{namespace="a",outcome="done"}': steady(5),
    },
    silent: {
      'artistas_operator_queue_keys{namespace="a",state="due"}': steady(3),
      'artistas_operator_pass_seconds_count{namespace="a",outcome="done"}': counting(5),
    },
    at: '25m',
  },
  ArtistasOperatorPassesFail: {
    fires: {'artistas_operator_queue_keys{namespace="a",state="failing"}': steady(1)},
    silent: {'artistas_operator_queue_keys{namespace="a",state="due"}': steady(1)},
    at: '17m',
  },
  ArtistasOperatorWatchStale: {
    fires: {
      'artistas_operator_leader{namespace="a",instance="1"}': steady(1),
      'artistas_operator_watch_age_seconds{namespace="a",instance="1",kind="Secret"}': '0+60x60',
    },
    // Who does not lead does not watch.
    silent: {
      'artistas_operator_leader{namespace="a",instance="1"}': steady(0),
      'artistas_operator_watch_age_seconds{namespace="a",instance="1",kind="Secret"}': '0+60x60',
    },
    at: '12m',
  },
  ArtistasOperatorRepairsOften: pair(
    'artistas_operator_repairs_total{namespace="a",kind="Deployment"}',
    counting(1),
    steady(3),
    '40m',
  ),
  ArtistasInstallationStalled: installation('Stalled', '7m'),
  ArtistasInstallationDegraded: installation('Degraded', '17m'),
  ArtistasBackupStale: installation('BackupStale', '17m'),
  ArtistasBackupFailed: pair(
    'artistas_operator_archive_failed{namespace="a",installation="a/b",work="drill"}',
    steady(1),
    steady(0),
    '2m',
  ),
  ArtistasInstallationUnsettled: installation('Reconciling', '32m'),
};
