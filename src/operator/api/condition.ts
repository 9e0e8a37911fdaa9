import {z} from 'zod';

const condition = z.object({
  type: z.string().max(316).describe('Such as `Ready`, `Reconciling`, `Stalled`.'),
  status: z.enum(['True', 'False', 'Unknown']).describe('Whether it holds.'),
  reason: z.string().max(1024).describe('Why, in a word for programs.'),
  message: z.string().max(32_768).describe('Why, in a sentence for people.'),
  lastTransitionTime: z.string().meta({format: 'date-time'}).describe('Since when it holds, or does not.'),
  observedGeneration: z.int().min(0).optional().describe('Generation of the object that it is about.'),
});

/** What the status of every object of ours begins with. */
export const observedGeneration = z.int().min(0).optional().describe('Generation that the rest is about.');
export const conditions = z
  .array(condition)
  .meta({'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['type']})
  .optional()
  .describe('What holds, and why.');
export type Condition = z.output<typeof condition>;

/** ISO 8601, as the API server writes it. */
export const time = (description: string): z.ZodOptional<z.ZodString> =>
  z.string().meta({format: 'date-time'}).optional().describe(description);
/** A number that is not negative, and has no unit but that of its name. */
export const count = (description: string): z.ZodOptional<z.ZodInt> =>
  z.int().min(0).optional().describe(description);
