import {Gauge, Registry} from 'prom-client';
import type {ArtistasApi, ArtistasApiStatus} from '../api/artistas-api';

type Status = Pick<ArtistasApiStatus, 'backup' | 'drill'>;

const seconds = (time: string | undefined): number | undefined =>
  time === undefined ? undefined : Date.parse(time) / 1000;

/** What each figure is, and where a status has it. */
const FIGURES: readonly (readonly [
  name: string,
  help: string,
  of: (status: Status) => number | undefined,
])[] = [
  [
    'backup_last_success_timestamp_seconds',
    'When the last backup of an installation was made',
    ({backup}) => seconds(backup?.lastSuccessTime),
  ],
  ['backup_size_bytes', 'Size of all that it holds', ({backup}) => backup?.sizeBytes],
  ['backup_duration_seconds', 'How long it took', ({backup}) => backup?.durationSeconds],
  [
    'drill_last_success_timestamp_seconds',
    'When a backup of an installation was last restored for a test',
    ({drill}) => seconds(drill?.lastSuccessTime),
  ],
  ['drill_recovery_seconds', 'How long that took: the recovery time', ({drill}) => drill?.recoverySeconds],
  [
    'drill_lost_seconds',
    'How much work would have been lost then: the recovery point',
    ({drill}) => drill?.lostSeconds,
  ],
];

/** Figures of backups and drills, by what the statuses of installations say. */
export function watchArchives(registry: Registry, installations: () => readonly ArtistasApi[]): void {
  const nameOf = ({metadata}: ArtistasApi): string => `${metadata.namespace}/${metadata.name}`;
  for (const [name, help, of] of FIGURES) {
    new Gauge({
      name: `artistas_operator_${name}`,
      help,
      labelNames: ['installation'],
      registers: [registry],
      collect() {
        this.reset();
        for (const object of installations()) {
          const value = of(object.status ?? {});
          if (value !== undefined) this.set({installation: nameOf(object)}, value);
        }
      },
    });
  }
  new Gauge({
    name: 'artistas_operator_archive_failed',
    help: '1 while the last backup or drill of an installation is one that failed',
    labelNames: ['installation', 'work'],
    registers: [registry],
    collect() {
      this.reset();
      for (const object of installations()) {
        for (const work of ['backup', 'drill'] as const) {
          const known = object.status?.[work];
          if (known) this.set({installation: nameOf(object), work}, known.failure === undefined ? 0 : 1);
        }
      }
    },
  });
}
