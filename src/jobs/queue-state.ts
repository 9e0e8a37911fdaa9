import type {Queue} from 'bullmq';

export const STATES = ['waiting', 'active', 'delayed', 'failed'] as const;

/** A worker fetches what is due within moments; a schedule that is later than this has nobody. */
const LATE_MS = 10_000;

/** State of one queue at a moment. */
export interface QueueState {
  readonly counts: Readonly<Partial<Record<(typeof STATES)[number], number>>>;
  /** Of the job that has waited longest; 0: none waits. */
  readonly oldestSeconds: number;
  /** Schedules whose next run is in the past. */
  readonly lateSchedules: number;
}

/** @throws Error when the store of the queue is away */
export async function stateOf(queue: Queue): Promise<QueueState> {
  const [counts, [oldest], schedules] = await Promise.all([
    queue.getJobCounts(...STATES),
    queue.getJobs(['waiting'], 0, 0, true),
    queue.getJobSchedulers(),
  ]);
  const now = Date.now();
  return {
    counts,
    oldestSeconds: oldest ? Math.max(0, now - oldest.timestamp - oldest.delay) / 1000 : 0,
    lateSchedules: schedules.filter(({next = now}) => next < now - LATE_MS).length,
  };
}
