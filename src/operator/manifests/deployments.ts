import type {V1Deployment} from '@kubernetes/client-node';
import type {ArtistasApi} from '../api/artistas-api';
import type {Manifest} from '../api/manifest';
import {metadataFor, selectorFor} from './names';
import {Process, ReleaseOptions, servingPod} from './pod-template';
import {apiSettings, workerSettings} from './settings';

/** For a person who wants to look at older ones; going back takes none of them. */
const KEPT_REVISIONS = 3;

/** The pods that serve. Without a number of them where an autoscaler chooses it. */
export function apiDeployment(cr: ArtistasApi, release: ReleaseOptions = {}): V1Deployment & Manifest {
  const {autoscaling, replicas, resources} = cr.spec;
  const process: Process = {component: 'api', program: 'api', settings: apiSettings(cr), resources};
  return deployment(cr, process, release, autoscaling ? undefined : replicas);
}

/** The pods that do jobs. */
export function workerDeployment(cr: ArtistasApi, release: ReleaseOptions = {}): V1Deployment & Manifest {
  const {replicas, resources} = cr.spec.worker;
  const process: Process = {component: 'worker', program: 'worker', settings: workerSettings(cr), resources};
  return deployment(cr, process, release, replicas);
}

function deployment(
  cr: ArtistasApi,
  process: Process,
  release: ReleaseOptions,
  replicas: number | undefined,
): V1Deployment & Manifest {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: metadataFor(cr, process.component),
    spec: {
      ...(replicas !== undefined && {replicas}),
      revisionHistoryLimit: KEPT_REVISIONS,
      progressDeadlineSeconds: cr.spec.rollout.deadlineSeconds,
      selector: {matchLabels: selectorFor(cr, process.component)},
      // A new pod is ready before an old one goes.
      strategy: {type: 'RollingUpdate', rollingUpdate: {maxUnavailable: 0, maxSurge: 1}},
      template: servingPod(cr, process, release),
    },
  };
}
