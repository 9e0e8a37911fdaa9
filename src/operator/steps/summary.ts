import type {V1CronJobStatus, V1DeploymentStatus} from '@kubernetes/client-node';
import type {ArtistasApi, ArtistasApiStatus} from '../api/artistas-api';
import {publicUrl} from '../manifests/exposure';
import {versionOf} from '../manifests/image';
import {nameFor, selectorFor} from '../manifests/names';
import type {KeptObject} from '../runtime/applier';
import {backupStale} from './backup-age';
import {conditionsOf} from './conditions';
import type {Facts, Observed, Release, StepResult} from './types';

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
  const stale = backupStale(cr, observed, facts.backup ?? before.backup, now);
  const isUp = result.kind === 'done' || release.hasGoneBack;
  const status = {
    ...before,
    ...facts,
    observedGeneration: cr.metadata.generation,
    conditions: [...conditionsOf(cr, result, now), ...(stale ? [stale] : [])],
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
