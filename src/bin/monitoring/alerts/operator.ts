import type {AlertGroup} from '../types';

const holds = (condition: string): string =>
  `max by (namespace) (artistas_operator_objects{condition="${condition}"}) > 0`;

/** The operator, and what it says of its objects. */
export const operator: AlertGroup = {
  name: 'artistas-operator',
  alerts: [
    {
      name: 'ArtistasOperatorWithoutLeader',
      severity: 'warning',
      expr: 'sum by (namespace) (artistas_operator_leader) == 0',
      for: '5m',
      summary: 'No operator leads in {{ $labels.namespace }}',
      description: 'Installations run on; changes of them wait, and nothing is repaired.',
      resumo: 'Nenhum operador lidera em {{ $labels.namespace }}',
    },
    {
      name: 'ArtistasOperatorIdle',
      severity: 'warning',
      expr:
        'max by (namespace) (artistas_operator_queue_keys{state="due"}) > 0' +
        ' unless on (namespace) sum by (namespace) (increase(artistas_operator_pass_seconds_count[10m])) > 0',
      for: '10m',
      summary: '{{ $value | humanize }} objects are due in {{ $labels.namespace }}, and none is passed over',
      description: 'The leader hangs: changes of installations wait.',
      resumo: '{{ $value | humanize }} objetos aguardam em {{ $labels.namespace }} e nenhum é tratado',
    },
    {
      name: 'ArtistasOperatorPassesFail',
      severity: 'warning',
      expr: 'max by (namespace) (artistas_operator_queue_keys{state="failing"}) > 0',
      for: '15m',
      summary: 'Passes over {{ $value | humanize }} objects fail in {{ $labels.namespace }}',
      description: 'They are tried again and again; changes of these installations wait.',
      resumo: 'O tratamento de {{ $value | humanize }} objetos falha em {{ $labels.namespace }}',
    },
    {
      name: 'ArtistasOperatorWatchStale',
      severity: 'warning',
      // A quiet watch hears of the API server each minute.
      expr: 'max by (namespace, kind) (artistas_operator_watch_age_seconds and on (instance) artistas_operator_leader == 1) > 180',
      for: '5m',
      summary: 'The operator has not heard of {{ $labels.kind }} objects for {{ $value | humanizeDuration }}',
      description: 'It acts by what it knew then: changes may be missed.',
      resumo: 'O operador não tem notícia de objetos {{ $labels.kind }} há {{ $value | humanizeDuration }}',
    },
    {
      name: 'ArtistasOperatorRepairsOften',
      severity: 'warning',
      expr: 'sum by (namespace, kind) (increase(artistas_operator_repairs_total[1h])) > 10',
      for: '0m',
      summary: '{{ $labels.kind }} objects were put right {{ $value | humanize }} times within an hour',
      description: 'Somebody, or another controller, changes the same fields again and again.',
      resumo: 'Objetos {{ $labels.kind }} foram corrigidos {{ $value | humanize }} vezes em uma hora',
    },
    {
      name: 'ArtistasInstallationStalled',
      severity: 'critical',
      expr: holds('Stalled'),
      for: '5m',
      summary: '{{ $value | humanize }} installations wait for a person',
      description:
        'The operator cannot go on: a migration failed, a name is taken, or an object was refused.',
      resumo: '{{ $value | humanize }} instalações esperam por uma pessoa',
    },
    {
      name: 'ArtistasInstallationDegraded',
      severity: 'warning',
      expr: holds('Degraded'),
      for: '15m',
      summary: '{{ $value | humanize }} installations serve with less than was asked for',
      description: 'Pods are missing, or a release did not come up and the last good one serves.',
      resumo: '{{ $value | humanize }} instalações atendem com menos do que foi pedido',
    },
    {
      name: 'ArtistasBackupStale',
      severity: 'warning',
      expr: holds('BackupStale'),
      for: '15m',
      summary: '{{ $value | humanize }} installations have no backup as young as it has to be',
      description: 'What was done since the last backup would be lost with the database or the covers.',
      resumo: '{{ $value | humanize }} instalações não têm um backup tão recente quanto deveriam',
    },
    {
      name: 'ArtistasBackupFailed',
      severity: 'warning',
      expr: 'max by (namespace, installation, work) (artistas_operator_archive_failed) > 0',
      for: '0m',
      summary: 'The last {{ $labels.work }} of {{ $labels.installation }} failed',
      description:
        'A backup was not made, or one could not be restored for a test: it may not be there when it is needed.',
      resumo: 'O último {{ $labels.work }} de {{ $labels.installation }} falhou',
    },
    {
      name: 'ArtistasInstallationUnsettled',
      severity: 'warning',
      expr: holds('Reconciling'),
      for: '30m',
      summary: '{{ $value | humanize }} installations have not settled for half an hour',
      description: 'A migration or a rollout hangs.',
      resumo: '{{ $value | humanize }} instalações não se estabilizam há meia hora',
    },
  ],
};
