import type {Client} from 'pg';
import {BACKUP_EXIT} from '../config/exit-codes';
import {StartupError} from '../config/startup-error';
import {LOCK_SPACE, Locks} from './advisory-locks';

/** An expression that is true while a backup or a restore of this database runs: then no object of a cover may go. */
export const BACKUP_RUNS = `exists (
  select from pg_locks
   where locktype = 'advisory' and granted and classid = ${LOCK_SPACE} and objid = ${Locks.BACKUP} and objsubid = 2
     and database = (select oid from pg_database where datname = current_database()))`;

/**
 * Keeps others from a backup or a restore of this database, and objects from being removed, until the session ends.
 * @throws StartupError when another one runs
 */
export async function takeBackupLock(client: Client): Promise<void> {
  const {rows} = await client.query<{taken: boolean}>(
    `select pg_try_advisory_lock(${LOCK_SPACE}, ${Locks.BACKUP}) as taken`,
  );
  if (rows[0]?.taken) return;
  throw new StartupError('Another backup or restore of this database runs; wait for its end.', {
    exitCode: BACKUP_EXIT.busy,
  });
}
