import type {Manifest} from '../api/manifest';
import {childKey, StepContext} from './types';

/**
 * Applies objects at once, since none of them waits for another, and notes what came of each. When one fails, the others
 * have come to their end before it is thrown.
 */
export async function applyAll(
  {cluster, applied}: StepContext,
  manifests: readonly Manifest[],
): Promise<void> {
  const outcomes = await Promise.allSettled(manifests.map(manifest => cluster.apply(manifest)));
  for (const [index, outcome] of outcomes.entries()) {
    if (outcome.status === 'fulfilled') applied.set(childKey(manifests[index]!), outcome.value);
  }
  const failed = outcomes.find(outcome => outcome.status === 'rejected');
  if (failed) throw failed.reason;
}
