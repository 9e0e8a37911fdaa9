import type {V1PodDisruptionBudget, V2HorizontalPodAutoscaler} from '@kubernetes/client-node';
import type {ArtistasApi} from '../api/artistas-api';
import type {Manifest} from '../api/manifest';
import {Component, metadataFor, nameFor, selectorFor} from './names';

/** @returns undefined where the object says the number of pods itself */
export function autoscaler(cr: ArtistasApi): (V2HorizontalPodAutoscaler & Manifest) | undefined {
  const {autoscaling} = cr.spec;
  if (!autoscaling) return undefined;
  const {minReplicas, maxReplicas, targetCPUUtilizationPercentage} = autoscaling;
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: metadataFor(cr, 'api'),
    spec: {
      scaleTargetRef: {apiVersion: 'apps/v1', kind: 'Deployment', name: nameFor(cr, 'api')},
      minReplicas,
      maxReplicas,
      metrics: [
        {
          type: 'Resource',
          resource: {
            name: 'cpu',
            target: {type: 'Utilization', averageUtilization: targetCPUUtilizationPercentage},
          },
        },
      ],
    },
  };
}

/** Nodes are emptied one pod at a time. A single pod gets none: it would be in the way for nothing. */
export function disruptionBudgets(cr: ArtistasApi): (V1PodDisruptionBudget & Manifest)[] {
  const {autoscaling, replicas, worker} = cr.spec;
  const counts: readonly [Component, number][] = [
    ['api', autoscaling?.maxReplicas ?? replicas],
    ['worker', worker.replicas],
  ];
  return counts.filter(([, count]) => count > 1).map(([component]) => disruptionBudget(cr, component));
}

function disruptionBudget(cr: ArtistasApi, component: Component): V1PodDisruptionBudget & Manifest {
  return {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: metadataFor(cr, component),
    spec: {
      maxUnavailable: 1,
      selector: {matchLabels: selectorFor(cr, component)},
      // A pod that is not ready serves nobody, and must not keep a node from being emptied.
      unhealthyPodEvictionPolicy: 'AlwaysAllow',
    },
  };
}
