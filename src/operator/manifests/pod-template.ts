import type {
  V1Container,
  V1PodSpec,
  V1PodTemplateSpec,
  V1Probe,
  V1ResourceRequirements,
  V1TopologySpreadConstraint,
  V1Volume,
} from '@kubernetes/client-node';
import type {ArtistasApi} from '../api/artistas-api';
import {imageOf} from './image';
import {Component, labelsFor, nameFor, selectorFor} from './names';
import {SecretSource, secretSources} from './references';
import {environmentOf, HTTP_PORT, METRICS_PORT, SECRETS_FOLDER, Settings, TMP_FOLDER} from './settings';

/** What a pass knows and the object does not say. */
export interface ReleaseOptions {
  /** Default: the one that the object asks for; another while it has gone back to it. */
  readonly image?: string;
  /** Of the content of all Secrets and ConfigMaps that the pods read: when it changes, they start anew. */
  readonly referencesHash?: string;
}

/** One process of the image, as a pod runs it. */
export interface Process {
  readonly component: Component;
  /** Name of the program in `dist/src/bin`. */
  readonly program: 'api' | 'worker' | 'migrate' | 'sincronizar' | 'backup' | 'restore' | 'drill';
  readonly args?: readonly string[];
  readonly settings: Settings;
  /** Beside those that every process reads. */
  readonly secrets?: readonly SecretSource[];
  readonly resources: ArtistasApi['spec']['resources'];
  /** Name of its ServiceAccount. Default: that of all pods of the object. */
  readonly account?: string;
}

export const REFERENCES_HASH_ANNOTATION = 'artistas.dev/references-hash';
/** What ends the process beyond the drain: connections, the log. */
const STOP_RESERVE_SECONDS = 15;
const TMP_LIMIT = '64Mi';

/** A pod that serves until it is told to stop. */
export function servingPod(cr: ArtistasApi, process: Process, release: ReleaseOptions): V1PodTemplateSpec {
  const container: Partial<V1Container> = {
    ports: [
      ...(process.component === 'api' ? [{name: 'http', containerPort: HTTP_PORT}] : []),
      {name: 'metrics', containerPort: METRICS_PORT},
    ],
    // Two minutes for a start on a busy node.
    startupProbe: probe('/startup', {periodSeconds: 2, failureThreshold: 60}),
    readinessProbe: probe('/ready', {periodSeconds: 5, failureThreshold: 2}),
    livenessProbe: probe('/live', {periodSeconds: 10, failureThreshold: 3}),
  };
  return template(cr, process, release, container, {
    terminationGracePeriodSeconds: cr.spec.rollout.drainSeconds + STOP_RESERVE_SECONDS,
    topologySpreadConstraints: spreadOf(cr, process.component),
  });
}

/** A pod that does one thing and ends. */
export function taskPod(cr: ArtistasApi, process: Process, release: ReleaseOptions): V1PodTemplateSpec {
  return template(cr, process, release, {}, {restartPolicy: 'Never'});
}

function template(
  cr: ArtistasApi,
  {component, program, args = [], settings, secrets = [], resources, account = nameFor(cr, 'app')}: Process,
  {image = imageOf(cr), referencesHash}: ReleaseOptions,
  container: Partial<V1Container>,
  pod: Partial<V1PodSpec>,
): V1PodTemplateSpec {
  const {spec} = cr;
  const overrides = spec.pod;
  const annotations = {
    ...overrides.annotations,
    ...(referencesHash !== undefined && {[REFERENCES_HASH_ANNOTATION]: referencesHash}),
  };
  return {
    metadata: {
      labels: {...overrides.labels, ...labelsFor(cr, component)},
      ...(Object.keys(annotations).length > 0 && {annotations}),
    },
    spec: {
      serviceAccountName: account,
      automountServiceAccountToken: false,
      // Variables of other Services in the namespace could be taken for settings.
      enableServiceLinks: false,
      ...(spec.image.pullSecrets.length > 0 && {
        imagePullSecrets: spec.image.pullSecrets.map(name => ({name})),
      }),
      securityContext: {runAsNonRoot: true, seccompProfile: {type: 'RuntimeDefault'}},
      ...pod,
      ...schedulingOf(cr),
      containers: [
        {
          name: component,
          image,
          imagePullPolicy: spec.image.pullPolicy,
          command: ['node', `dist/src/bin/${program}.js`, ...args],
          env: environmentOf(cr, settings),
          resources: resources as V1ResourceRequirements,
          securityContext: {
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: {drop: ['ALL']},
          },
          ...container,
          // What a process printed last says why it failed, and status can tell it.
          terminationMessagePolicy: 'FallbackToLogsOnError',
          volumeMounts: [
            {name: 'secrets', mountPath: SECRETS_FOLDER, readOnly: true},
            {name: 'tmp', mountPath: TMP_FOLDER},
            ...overrides.extraVolumeMounts,
          ],
        },
      ],
      volumes: [
        secretsVolume([...secretSources(cr), ...secrets]),
        {name: 'tmp', emptyDir: {sizeLimit: TMP_LIMIT}},
        ...(overrides.extraVolumes as V1Volume[]),
      ],
    },
  };
}

/** Every secret as a file that has the name of its setting. */
function secretsVolume(secrets: readonly SecretSource[]): V1Volume {
  const sources = secrets.map(({setting, name, key}) => ({
    secret: {name, items: [{key, path: setting}]},
  }));
  return {name: 'secrets', projected: {sources}};
}

function probe(path: string, times: Pick<V1Probe, 'periodSeconds' | 'failureThreshold'>): V1Probe {
  return {httpGet: {path, port: 'metrics'}, timeoutSeconds: 3, ...times};
}

function schedulingOf({spec: {pod}}: ArtistasApi): Partial<V1PodSpec> {
  return {
    ...(Object.keys(pod.nodeSelector).length > 0 && {nodeSelector: pod.nodeSelector}),
    ...(pod.tolerations.length > 0 && {tolerations: pod.tolerations}),
    ...(pod.affinity && {affinity: pod.affinity}),
    ...(pod.priorityClassName !== undefined && {priorityClassName: pod.priorityClassName}),
  };
}

/** Over nodes and zones as well as it goes, unless the object says how. */
function spreadOf(cr: ArtistasApi, component: Component): V1TopologySpreadConstraint[] {
  const labelSelector = {matchLabels: selectorFor(cr, component)};
  const wanted = cr.spec.pod.topologySpreadConstraints as V1TopologySpreadConstraint[] | undefined;
  if (wanted) return wanted.map(constraint => ({labelSelector, ...constraint}));
  return ['kubernetes.io/hostname', 'topology.kubernetes.io/zone'].map(topologyKey => ({
    maxSkew: 1,
    topologyKey,
    whenUnsatisfiable: 'ScheduleAnyway',
    labelSelector,
  }));
}
