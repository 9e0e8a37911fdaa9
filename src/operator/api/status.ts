import {z} from 'zod';

const condition = z.object({
  type: z.string().max(316).describe('`Ready`, `Reconciling`, `Stalled` or `Degraded`.'),
  status: z.enum(['True', 'False', 'Unknown']).describe('Whether it holds.'),
  reason: z.string().max(1024).describe('Why, in a word for programs.'),
  message: z.string().max(32_768).describe('Why, in a sentence for people.'),
  lastTransitionTime: z.string().meta({format: 'date-time'}).describe('Since when it holds, or does not.'),
  observedGeneration: z.int().min(0).optional().describe('Generation of the object that it is about.'),
});

/** What the operator says of an object; it alone writes it. */
export const status = z
  .object({
    observedGeneration: z.int().min(0).optional().describe('Generation that the rest is about.'),
    conditions: z
      .array(condition)
      .meta({'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['type']})
      .optional()
      .describe('What holds, and why.'),
    replicas: z.int().min(0).optional().describe('Number of API pods.'),
    readyReplicas: z.int().min(0).optional().describe('How many of them are ready.'),
    workerReplicas: z.int().min(0).optional().describe('Number of worker pods.'),
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
    lastSyncTime: z
      .string()
      .meta({format: 'date-time'})
      .optional()
      .describe('When the regional offices were last brought in step.'),
  })
  .describe('What is there.');
