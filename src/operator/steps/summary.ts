import type {V1CronJobStatus, V1DeploymentStatus} from '@kubernetes/client-node';
import type {ArtistasApi, ArtistasApiStatus, Condition} from '../api/artistas-api';
import {Conditions, ConditionType, Reason, Reasons} from '../api/conditions';
import {publicUrl} from '../manifests/exposure';
import {versionOf} from '../manifests/image';
import {nameFor, selectorFor} from '../manifests/names';
import type {KeptObject} from '../runtime/applier';
import type {Facts, Observed, Release, StepResult} from './types';

/** It serves, with less than was asked for. */
const DEGRADED: ReadonlySet<Reason> = new Set([
  Reasons.REPLICAS_UNAVAILABLE,
  Reasons.ROLLED_BACK,
  Reasons.ROLLBACK_REFUSED,
  Reasons.ROLLOUT_FAILED,
]);

export interface Outcome {
  readonly result: StepResult;
  readonly facts: Facts;
  readonly release: Release;
  readonly observed: Observed;
}

/**
 * The whole status after a pass. What no step said anything about stays as it was.
 * @param now ISO 8601, for what has changed
 */
export function summarise(cr: ArtistasApi, outcome: Outcome, now: string): ArtistasApiStatus {
  const {result, facts, release, observed} = outcome;
  const before = cr.status ?? {};
  const api = deploymentStatus(cr, observed, 'api');
  const isUp = result.kind === 'done' || release.hasGoneBack;
  const status = {
    ...before,
    ...facts,
    observedGeneration: cr.metadata.generation,
    conditions: conditionsOf(cr, result, now),
    replicas: api.replicas ?? 0,
    readyReplicas: api.readyReplicas ?? 0,
    workerReplicas: deploymentStatus(cr, observed, 'worker').replicas ?? 0,
    selector: Object.entries(selectorFor(cr, 'api'))
      .map(pair => pair.join('='))
      .join(','),
    image: release.image,
    version: isUp ? versionOf(release.image) : before.version,
    url: publicUrl(cr),
    lastSyncTime: lastSync(cr, observed) ?? before.lastSyncTime,
  };
  const said = Object.entries(status).filter(([, value]) => value !== undefined && value !== null);
  return Object.fromEntries(said);
}

/** Conditions as kstatus reads them, each with the time since when it is so. */
export function conditionsOf(cr: ArtistasApi, result: StepResult, now: string): Condition[] {
  const {reason, message} = wordsOf(result);
  const wasReady = cr.status?.conditions?.some(one => one.type === Conditions.READY && one.status === 'True');
  const holds: Readonly<Record<ConditionType, boolean>> = {
    // Nobody looks at what runs while it is suspended.
    [Conditions.READY]: result.kind === 'done' || (result.kind === 'suspended' && wasReady === true),
    [Conditions.RECONCILING]: result.kind === 'wait',
    [Conditions.STALLED]: result.kind === 'stalled',
    [Conditions.DEGRADED]: DEGRADED.has(reason),
  };
  return Object.values(Conditions).map(type => {
    const status = holds[type] ? 'True' : 'False';
    const before = cr.status?.conditions?.find(one => one.type === type);
    return {
      type,
      status,
      reason,
      message,
      lastTransitionTime: before?.status === status ? before.lastTransitionTime : now,
      observedGeneration: cr.metadata.generation,
    };
  });
}

/** For how many objects each condition holds, by what their statuses say. */
export function countByCondition(
  objects: readonly Pick<ArtistasApi, 'status'>[],
): ReadonlyMap<ConditionType, number> {
  const holds = ({status}: Pick<ArtistasApi, 'status'>, wanted: ConditionType): boolean =>
    status?.conditions?.some(({type, status: is}) => type === wanted && is === 'True') === true;
  return new Map(
    Object.values(Conditions).map(type => [type, objects.filter(object => holds(object, type)).length]),
  );
}

function wordsOf(result: StepResult): {readonly reason: Reason; readonly message: string} {
  return result.kind === 'done'
    ? {reason: Reasons.AVAILABLE, message: 'All that was asked for is there and serves.'}
    : result;
}

function deploymentStatus(
  cr: ArtistasApi,
  {children}: Observed,
  component: 'api' | 'worker',
): V1DeploymentStatus {
  return children.get(`Deployment ${nameFor(cr, component)}`)?.status ?? {};
}

function lastSync(cr: ArtistasApi, {children}: Observed): string | undefined {
  const job: KeptObject | undefined = children.get(`CronJob ${nameFor(cr, 'sincronizar')}`);
  const {lastSuccessfulTime} = (job?.status ?? {}) as V1CronJobStatus;
  return lastSuccessfulTime && String(lastSuccessfulTime);
}
