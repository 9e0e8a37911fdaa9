import {z} from 'zod';
import {conditions, count, observedGeneration, time} from './condition';

/** The last of what is done by the clock, and what came of it. */
const backup = z
  .object({
    lastSuccessTime: time('When the last backup was done, by the clock or asked for.'),
    archive: z.string().optional().describe('Id of its archive, by which it can be restored.'),
    sizeBytes: count('Size of all that it holds.'),
    objects: count('Objects of covers that it holds.'),
    durationSeconds: count('How long it took.'),
    lastFailureTime: time('When the last one failed that did.'),
    failure: z.string().optional().describe('Why; absent once another one succeeded.'),
  })
  .optional()
  .describe('What backups have shown.');

const drill = z
  .object({
    lastSuccessTime: time('When the last drill was done.'),
    archive: z.string().optional().describe('Id of the archive that it restored.'),
    recoverySeconds: count('How long it takes to have it all back: the recovery time.'),
    lostSeconds: count('How much work would have been lost then: the recovery point.'),
    lastFailureTime: time('When the last one failed that did.'),
    failure: z.string().optional().describe('Why; absent once another one succeeded.'),
  })
  .optional()
  .describe('What drills have shown.');

/** What the operator says of an object; it alone writes it. */
export const status = z
  .object({
    observedGeneration,
    conditions,
    replicas: count('Number of API pods.'),
    readyReplicas: count('How many of them are ready.'),
    workerReplicas: count('Number of worker pods.'),
    selector: z.string().optional().describe('Labels of the API pods, for `kubectl scale` and autoscalers.'),
    image: z.string().optional().describe('Image that is asked for or was gone back to.'),
    lastGoodImage: z.string().optional().describe('Last image whose rollout ended well.'),
    failedImage: z
      .string()
      .optional()
      .describe('Image whose rollout failed; it is tried again once another one was asked for.'),
    version: z.string().optional().describe('Tag or digest of that which runs.'),
    schemaVersion: z.string().optional().describe('Newest migration that is known to have run.'),
    url: z.string().optional().describe('Where the API is.'),
    lastSyncTime: time('When the regional offices were last brought in step.'),
    backup,
    drill,
  })
  .describe('What is there.');
