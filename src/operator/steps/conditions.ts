import type {Condition} from '../api/condition';
import {Conditions, ConditionType, Reason, Reasons} from '../api/conditions';
import type {StepResult} from './types';

/** What is needed of an object to judge it. */
export interface Judged {
  readonly metadata: {readonly generation?: number};
  readonly status?: {readonly conditions?: readonly Condition[]};
}

export interface Claim {
  readonly holds: boolean;
  readonly reason: Reason;
  readonly message: string;
}

/** It serves, with less than was asked for. */
const DEGRADED: ReadonlySet<Reason> = new Set([
  Reasons.REPLICAS_UNAVAILABLE,
  Reasons.ROLLED_BACK,
  Reasons.ROLLBACK_REFUSED,
  Reasons.ROLLOUT_FAILED,
]);
/** What tools that wait for an object look at. */
const WAITED_FOR = [Conditions.READY, Conditions.RECONCILING, Conditions.STALLED] as const;

/** A condition, with the time since when it is so. @param now ISO 8601, for what has changed */
export function conditionOf(
  {metadata, status: {conditions = []} = {}}: Judged,
  type: ConditionType,
  {holds, reason, message}: Claim,
  now: string,
): Condition {
  const status = holds ? 'True' : 'False';
  const before = conditions.find(one => one.type === type);
  return {
    type,
    status,
    reason,
    message,
    lastTransitionTime: before?.status === status ? before.lastTransitionTime : now,
    observedGeneration: metadata.generation,
  };
}

/** Conditions as kstatus reads them. @param types default: those of an `ArtistasApi` */
export function conditionsOf(
  object: Judged,
  result: StepResult,
  now: string,
  types: readonly ConditionType[] = [...WAITED_FOR, Conditions.DEGRADED],
): Condition[] {
  const words = wordsOf(result);
  const holds: Readonly<Partial<Record<ConditionType, boolean>>> = {
    // Nobody looks at what runs while it is suspended.
    [Conditions.READY]:
      result.kind === 'done' || (result.kind === 'suspended' && doesHold(object, Conditions.READY)),
    [Conditions.RECONCILING]: result.kind === 'wait',
    [Conditions.STALLED]: result.kind === 'stalled',
    [Conditions.DEGRADED]: DEGRADED.has(words.reason),
  };
  return types.map(type => conditionOf(object, type, {...words, holds: holds[type] === true}, now));
}

/** Conditions of an `ArtistasBackup` or `ArtistasRestore`. @param done what is said when it is done */
export const requestConditions = (
  object: Judged,
  result: StepResult,
  now: string,
  done: Claim,
): Condition[] =>
  WAITED_FOR.map(type =>
    result.kind === 'done'
      ? conditionOf(object, type, {...done, holds: type === Conditions.READY}, now)
      : conditionsOf(object, result, now, [type])[0]!,
  );

/** Whether a condition holds, by what an object says of itself. */
export function doesHold({status}: Pick<Judged, 'status'>, wanted: ConditionType): boolean {
  return status?.conditions?.some(({type, status: is}) => type === wanted && is === 'True') === true;
}

/** For how many objects each condition holds, by what their statuses say. */
export function countByCondition(
  objects: readonly Pick<Judged, 'status'>[],
): ReadonlyMap<ConditionType, number> {
  return new Map(
    Object.values(Conditions).map(type => [type, objects.filter(object => doesHold(object, type)).length]),
  );
}

function wordsOf(result: StepResult): {readonly reason: Reason; readonly message: string} {
  return result.kind === 'done'
    ? {reason: Reasons.AVAILABLE, message: 'All that was asked for is there and serves.'}
    : result;
}
