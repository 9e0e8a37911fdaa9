import type {ArtistasApiStatus} from '../api/artistas-api';
import {Reason, Reasons} from '../api/conditions';
import {componentOf} from '../manifests/names';
import type {KeptObject} from '../runtime/applier';
import type {OperatorEvent} from '../runtime/event-recorder';
import {ArchiveReport, failureOf, onlyKnown, reportIn} from './archive-report';
import {conditionOfJob, endOf, isOver} from './job-state';
import type {Facts, StepContext} from './types';

/** What is new of backups and drills. */
export interface ArchiveNews {
  readonly facts: Facts;
  /** For people. */
  readonly events: readonly OperatorEvent[];
}

type Backup = NonNullable<ArtistasApiStatus['backup']>;
type Drill = NonNullable<ArtistasApiStatus['drill']>;

/** One of the two kinds of work: what its status keeps of a report, and what people are told. */
interface Kind<T> {
  readonly work: 'backup' | 'drill';
  readonly figures: (report: ArchiveReport) => Partial<T>;
  readonly succeeded: readonly [Reason, told: (archive: string) => string];
  readonly failed: Reason;
}

const backups: Kind<Backup> = {
  work: 'backup',
  figures: ({id, bytes, objects, seconds}) => ({
    archive: id,
    sizeBytes: bytes,
    objects,
    durationSeconds: seconds,
  }),
  succeeded: [Reasons.BACKED_UP, archive => `The archive ${archive} was made.`],
  failed: Reasons.BACKUP_FAILED,
};
const drills: Kind<Drill> = {
  work: 'drill',
  figures: ({id, recoverySeconds, lostSeconds}) => ({archive: id, recoverySeconds, lostSeconds}),
  succeeded: [Reasons.RESTORED, archive => `The archive ${archive} was restored for a test.`],
  failed: Reasons.DRILL_FAILED,
};

/** Notes what Jobs that are over have shown, be it by the clock or asked for; each is looked at once. */
export async function noteArchives(
  context: Pick<StepContext, 'cr' | 'observed' | 'cluster'>,
): Promise<ArchiveNews> {
  const {status} = context.cr;
  const events: OperatorEvent[] = [];
  const backup = await noted(backups, status?.backup, context, events);
  const drill = await noted(drills, status?.drill, context, events);
  return {facts: {...(backup && {backup}), ...(drill && {drill})}, events};
}

async function noted<T extends Backup | Drill>(
  kind: Kind<T>,
  before: T | undefined,
  {observed, cluster}: Pick<StepContext, 'observed' | 'cluster'>,
  events: OperatorEvent[],
): Promise<T | undefined> {
  const {work, figures, succeeded, failed} = kind;
  let known = before;
  for (const job of jobsOf(work, observed)) {
    const at = endOf(job);
    if (at <= (known?.lastSuccessTime ?? '') || at <= (known?.lastFailureTime ?? '')) continue;
    const ending = await cluster.endingOf(job);
    if (conditionOfJob(job, 'Complete')) {
      const report = reportIn(ending);
      known = onlyKnown({lastSuccessTime: at, ...figures(report)}) as T;
      const [reason, told] = succeeded;
      events.push(eventOf('Normal', work, reason, told(report.id ?? 'unknown')));
    } else {
      const {message} = failureOf(job, ending, failed);
      known = {...known, lastFailureTime: at, failure: message} as T;
      events.push(eventOf('Warning', work, failed, message));
    }
  }
  return known;
}

/** Those that are over, in the order of their ends. */
const jobsOf = (work: string, {children}: Pick<StepContext['observed'], 'children'>): KeptObject[] =>
  [...children.values()]
    .filter(({kind, metadata}) => kind === 'Job' && componentOf(metadata) === work)
    .filter(isOver)
    .sort((a, b) => endOf(a).localeCompare(endOf(b)));

const eventOf = (type: OperatorEvent['type'], work: string, reason: Reason, note: string): OperatorEvent => ({
  type,
  reason,
  action: work === 'backup' ? 'Backup' : 'Drill',
  note,
});
