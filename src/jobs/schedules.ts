import type {Queue} from 'bullmq';
import {isDeepStrictEqual} from 'node:util';
import type {JobSchedule} from './types';

/**
 * Makes the schedules of a queue those that are declared: strangers go, changed ones are replaced, and one whose next
 * run got lost gets it back. What is right already is left alone, so any number of processes may do this at any time.
 */
export async function reconcileSchedules(queue: Queue, declared: readonly JobSchedule[]): Promise<void> {
  const present = new Map((await queue.getJobSchedulers()).map(found => [found.key, found]));
  for (const id of present.keys()) {
    if (!declared.some(schedule => schedule.id === id && schedule.pattern !== undefined))
      await queue.removeJobScheduler(id);
  }
  for (const {id, job, pattern, payload} of declared) {
    if (pattern === undefined) continue;
    const found = present.get(id);
    const isRight =
      found?.pattern === pattern &&
      isDeepStrictEqual(found.template?.data, payload) &&
      (await isArmed(queue, id, found.next));
    if (!isRight) await queue.upsertJobScheduler(id, {pattern}, {name: job, data: payload});
  }
}

/** Whether the job of the next run waits or runs. Its id is BullMQ's own form. */
async function isArmed(queue: Queue, id: string, next: number | undefined): Promise<boolean> {
  const job = await queue.getJob(`repeat:${id}:${next}`);
  return job !== undefined && job.finishedOn === undefined;
}
