import {z} from 'zod';
import {BACKUP_EXIT} from '../../config/exit-codes';
import {Reason, Reasons} from '../api/conditions';
import type {KeptObject} from '../runtime/applier';
import {conditionOfJob} from './job-state';
import type {Ending} from './types';

const amount = z.number().min(0).transform(Math.round);
/** Last words of `backup`, `restore` and `drill`: what of them a status keeps. */
const report = z
  .object({
    id: z.string(),
    snapshotAt: z.iso.datetime(),
    seconds: amount,
    rows: amount,
    objects: amount,
    bytes: amount,
    missingObjects: amount,
    recoverySeconds: amount,
    lostSeconds: amount,
  })
  .partial();
export type ArchiveReport = z.output<typeof report>;

/** @returns empty where the pod is gone, or said nothing that can be read */
export function reportIn(ending: Ending | undefined): ArchiveReport {
  const line = lastLineOf(ending);
  try {
    return report.parse(JSON.parse(line));
  } catch {
    return {};
  }
}

/** Without the members that nobody knows: a status has none that are empty. */
export const onlyKnown = <T extends object>(members: T): T =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as T;

/** What the exit codes stand for. */
const REASON_OF: ReadonlyMap<number, Reason> = new Map([
  [BACKUP_EXIT.schemaAhead, Reasons.SCHEMA_AHEAD],
  [BACKUP_EXIT.databaseUnreachable, Reasons.DATABASE_UNREACHABLE],
  [BACKUP_EXIT.storageUnreachable, Reasons.STORAGE_UNREACHABLE],
  [BACKUP_EXIT.noArchive, Reasons.ARCHIVE_MISSING],
  [BACKUP_EXIT.archiveDamaged, Reasons.ARCHIVE_DAMAGED],
  [BACKUP_EXIT.deadline, Reasons.DEADLINE_EXCEEDED],
]);
/** Last words may be long; a status is read by people. */
const MAX_MESSAGE_CHARS = 500;

/** Why a Job that failed did. @param otherwise the reason where its exit code says none */
export function failureOf(
  job: KeptObject,
  ending: Ending | undefined,
  otherwise: Reason,
): {readonly reason: Reason; readonly message: string} {
  const failure = conditionOfJob(job, 'Failed');
  const known = ending && REASON_OF.get(ending.exitCode);
  const isLate = failure?.reason === 'DeadlineExceeded';
  const words = (!isLate && lastLineOf(ending)) || failure?.message || `exit code ${ending?.exitCode}`;
  return {
    reason: isLate ? Reasons.DEADLINE_EXCEEDED : (known ?? otherwise),
    message: words.slice(0, MAX_MESSAGE_CHARS).replace(/\.?$/, '.'),
  };
}

const lastLineOf = (ending: Ending | undefined): string => ending?.message.trim().split('\n').at(-1) ?? '';
