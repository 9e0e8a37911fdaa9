import type {AlertGroup} from '../types';

const away = (dependency: string): string =>
  `min by (namespace) (artistas_dependency_up{dependency="${dependency}"}) == 0`;

/** Services that this one uses. */
export const dependencies: AlertGroup = {
  name: 'artistas-dependencies',
  alerts: [
    {
      name: 'ArtistasDatabaseAway',
      severity: 'critical',
      expr: away('database'),
      for: '1m',
      summary: 'PostgreSQL does not answer in {{ $labels.namespace }}',
      description: 'Every request that needs it is a 503; nothing that was acknowledged is lost.',
      resumo: 'O PostgreSQL não responde em {{ $labels.namespace }}',
    },
    {
      name: 'ArtistasStorageAway',
      severity: 'critical',
      expr: away('storage'),
      for: '5m',
      summary: 'The object store does not answer in {{ $labels.namespace }}',
      description: 'Covers cannot be uploaded, and those that are there may not be shown; the rest works.',
      resumo: 'O armazenamento de objetos não responde em {{ $labels.namespace }}',
    },
    {
      name: 'ArtistasRedisAway',
      severity: 'warning',
      expr: away('redis'),
      for: '5m',
      summary: 'Redis does not answer in {{ $labels.namespace }}',
      description: 'Jobs wait, each replica counts limits for itself, events come up to a second later.',
      resumo: 'O Redis não responde em {{ $labels.namespace }}',
    },
    {
      name: 'ArtistasSchemaBehind',
      severity: 'critical',
      expr: 'max by (namespace) (artistas_schema_pending_migrations) > 0',
      for: '10m',
      summary: '{{ $value | humanize }} migrations are pending in {{ $labels.namespace }}',
      description: 'Processes of the newer release are not ready until they have run.',
      resumo: '{{ $value | humanize }} migrações pendentes em {{ $labels.namespace }}',
    },
  ],
};
