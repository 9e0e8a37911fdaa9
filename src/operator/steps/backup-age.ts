import type {ArtistasApi, ArtistasApiStatus} from '../api/artistas-api';
import type {Condition} from '../api/condition';
import {Conditions, Reasons} from '../api/conditions';
import {nameFor} from '../manifests/names';
import {conditionOf} from './conditions';
import type {Observed} from './types';

const HOUR_MS = 3_600_000;

/**
 * Whether the last backup is older than it may be. Where there is none yet, its age is that of the CronJob that is to make it.
 * @param now ISO 8601
 * @returns undefined where no backups are asked for
 */
export function backupStale(
  cr: ArtistasApi,
  observed: Observed,
  backup: ArtistasApiStatus['backup'],
  now: string,
): Condition | undefined {
  if (!cr.spec.backup) return undefined;
  const {maxAgeHours} = cr.spec.backup;
  const isOverdue = staleAt(cr, observed, backup, now) <= Date.parse(now);
  const last = backup?.lastSuccessTime
    ? `The last backup is of ${backup.lastSuccessTime}`
    : 'There is no backup yet';
  const why = backup?.failure ? `; the last one failed: ${backup.failure}` : '.';
  const [reason, message] = isOverdue
    ? [Reasons.BACKUP_OVERDUE, `${last}, and may be ${maxAgeHours} h old${why}`]
    : [Reasons.BACKUP_RECENT, `${last}${why}`];
  return conditionOf(cr, Conditions.BACKUP_STALE, {holds: isOverdue, reason, message}, now);
}

/** In how many milliseconds that changes by itself; undefined: it does not. */
export function staleInMs(
  cr: ArtistasApi,
  observed: Observed,
  backup: ArtistasApiStatus['backup'],
  now: string,
): number | undefined {
  if (!cr.spec.backup) return undefined;
  const left = staleAt(cr, observed, backup, now) - Date.parse(now);
  return left > 0 ? left : undefined;
}

function staleAt(
  cr: ArtistasApi,
  {children}: Observed,
  backup: ArtistasApiStatus['backup'],
  now: string,
): number {
  const since = children.get(`CronJob ${nameFor(cr, 'backup')}`)?.metadata.creationTimestamp;
  const from = backup?.lastSuccessTime ?? (since ? String(since) : now);
  return Date.parse(from) + cr.spec.backup!.maxAgeHours * HOUR_MS;
}
