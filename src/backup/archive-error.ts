import {BACKUP_EXIT} from '../config/exit-codes';
import {StartupError} from '../config/startup-error';

/** An archive that is not what its manifest says. Nothing was touched because of it. */
export function damaged(id: string, what: string, cause?: unknown): StartupError {
  return new StartupError(`The archive ${id} is damaged: ${what}.`, {
    cause,
    exitCode: BACKUP_EXIT.archiveDamaged,
  });
}

/** A place of archives that cannot be used. */
export function vaultUnusable(place: string, cause: unknown): StartupError {
  const {message} = cause as Error;
  return new StartupError(`The backups in ${place} cannot be reached: ${message}.`, {
    cause,
    exitCode: BACKUP_EXIT.storageUnreachable,
  });
}
