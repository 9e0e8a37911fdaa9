import type {ArtistasApi} from '../api/artistas-api';
import type {Manifest} from '../api/manifest';
import {serviceAccount} from './accounts';
import {backupCronJob, drillCronJob} from './archives';
import {autoscaler, disruptionBudgets} from './availability';
import {apiDeployment, workerDeployment} from './deployments';
import {apiService, httpRoute, ingress} from './exposure';
import {networkPolicies} from './network-policies';
import type {ReleaseOptions} from './pod-template';
import {syncCronJob} from './tasks';

/** What stands before the migration may run: who pods are, and whom they may talk to. */
export function groundwork(cr: ArtistasApi): Manifest[] {
  return [serviceAccount(cr), ...networkPolicies(cr)];
}

/** What runs and serves a release, once the schema is what it needs. */
export function workloads(cr: ArtistasApi, release: ReleaseOptions = {}): Manifest[] {
  const wanted: readonly (Manifest | undefined)[] = [
    autoscaler(cr),
    apiDeployment(cr, release),
    workerDeployment(cr, release),
    apiService(cr),
    ingress(cr),
    httpRoute(cr),
    ...disruptionBudgets(cr),
    syncCronJob(cr, release),
    backupCronJob(cr, release),
    drillCronJob(cr, release),
  ];
  return wanted.filter(manifest => manifest !== undefined);
}
