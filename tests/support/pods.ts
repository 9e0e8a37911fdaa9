import type {V1CronJob, V1Deployment, V1Job, V1PodTemplateSpec, V1StatefulSet} from '@kubernetes/client-node';
import type {Manifest} from '../../src/operator/api/manifest';

/** The pods that an object makes, if it makes some. */
export function templateOf(manifest: Manifest): V1PodTemplateSpec | undefined {
  if (manifest.kind === 'CronJob') return (manifest as V1CronJob).spec?.jobTemplate.spec?.template;
  if (manifest.kind === 'StatefulSet') return withClaims(manifest);
  if (['Deployment', 'Job'].includes(manifest.kind)) {
    return (manifest as V1Deployment | V1Job).spec?.template;
  }
  if (manifest.kind === 'Pod') return manifest;
  return undefined;
}

/** Its pods have a volume for each claim, which their template only mounts. */
function withClaims({spec}: V1StatefulSet): V1PodTemplateSpec {
  const {template, volumeClaimTemplates = []} = spec!;
  const claimed = volumeClaimTemplates.map(({metadata}) => ({
    name: metadata!.name!,
    persistentVolumeClaim: {claimName: metadata!.name!},
  }));
  return {...template, spec: {...template.spec!, volumes: [...(template.spec!.volumes ?? []), ...claimed]}};
}

/** Every pod that these objects make, by kind and name of what makes it. */
export function podsOf(manifests: readonly Manifest[]): (readonly [string, V1PodTemplateSpec])[] {
  return manifests.flatMap(manifest => {
    const template = templateOf(manifest);
    return template ? [[`${manifest.kind} ${manifest.metadata.name}`, template] as const] : [];
  });
}
