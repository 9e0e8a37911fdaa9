import type {
  V1Deployment,
  V1EnvVar,
  V1PodDisruptionBudget,
  V1PolicyRule,
  V1Probe,
  V1Role,
  V1RoleBinding,
  V1Service,
  V1ServiceAccount,
} from '@kubernetes/client-node';
import type {VariableName} from '../../config/variables';
import {BACKUP_PLURAL, FIELD_MANAGER, GROUP, PLURAL, RESTORE_PLURAL} from '../api/group';
import type {Manifest} from '../api/manifest';
import {Labels} from './names';
import type {NetworkPolicy} from './network-policies';
import {METRICS_PORT, TMP_FOLDER} from './settings';

/** Name of all that the operator itself consists of. */
const NAME = FIELD_MANAGER;
const LABELS: Labels = {'app.kubernetes.io/name': NAME, 'app.kubernetes.io/part-of': 'artistas-api'};
const SELECTOR: Labels = {'app.kubernetes.io/name': NAME};
/** One leads, the other takes over. */
const REPLICAS = 2;
/** Of memory it has little: what is young is swept often, and what is old before it is much. */
export const OPERATOR_FLAGS = ['--max-semi-space-size=2', '--optimize-for-size'];
const READ = ['get', 'list', 'watch'];
const OWN = [...READ, 'create', 'patch', 'delete'];

export interface InstallationOptions {
  readonly namespace: string;
  readonly image: string;
}

/** What the operator has to be allowed in each namespace that it looks after: named kinds and verbs, nothing else. */
export const operatorRules: readonly V1PolicyRule[] = [
  {apiGroups: [GROUP], resources: [PLURAL, BACKUP_PLURAL, RESTORE_PLURAL], verbs: READ},
  {
    apiGroups: [GROUP],
    resources: [PLURAL, BACKUP_PLURAL, RESTORE_PLURAL].map(plural => `${plural}/status`),
    verbs: ['get', 'patch'],
  },
  {apiGroups: ['apps'], resources: ['deployments'], verbs: OWN},
  {apiGroups: ['batch'], resources: ['cronjobs', 'jobs'], verbs: OWN},
  {apiGroups: [''], resources: ['secrets', 'serviceaccounts', 'services'], verbs: OWN},
  {apiGroups: [''], resources: ['configmaps', 'pods'], verbs: READ},
  {apiGroups: ['autoscaling'], resources: ['horizontalpodautoscalers'], verbs: OWN},
  {apiGroups: ['gateway.networking.k8s.io'], resources: ['httproutes'], verbs: OWN},
  {apiGroups: ['networking.k8s.io'], resources: ['ingresses', 'networkpolicies'], verbs: OWN},
  {apiGroups: ['policy'], resources: ['poddisruptionbudgets'], verbs: OWN},
  {apiGroups: ['events.k8s.io'], resources: ['events'], verbs: ['create', 'patch']},
  {apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: ['get', 'create', 'update']},
];

/** All that the operator consists of, in one namespace, which is the one that it looks after. */
export function installation(options: InstallationOptions): Manifest[] {
  const {namespace} = options;
  const metadata = {name: NAME, namespace, labels: LABELS};
  const account: V1ServiceAccount & Manifest = {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata,
    automountServiceAccountToken: false,
  };
  const role: V1Role & Manifest = {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'Role',
    metadata,
    rules: [...operatorRules],
  };
  const binding: V1RoleBinding & Manifest = {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata,
    roleRef: {apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: NAME},
    subjects: [{kind: 'ServiceAccount', name: NAME, namespace}],
  };
  const service: V1Service & Manifest = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {...metadata, name: `${NAME}-metrics`},
    spec: {selector: SELECTOR, ports: [{name: 'metrics', port: METRICS_PORT, targetPort: 'metrics'}]},
  };
  const budget: V1PodDisruptionBudget & Manifest = {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata,
    spec: {maxUnavailable: 1, selector: {matchLabels: SELECTOR}},
  };
  return [account, role, binding, operatorDeployment(options), service, budget, operatorPolicy(namespace)];
}

/** Whom it calls is the API server, whose port is another in every cluster: that is left open. */
const operatorPolicy = (namespace: string): Omit<NetworkPolicy, 'spec'> & {readonly spec: object} => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: {name: NAME, namespace, labels: LABELS},
  spec: {
    podSelector: {matchLabels: SELECTOR},
    policyTypes: ['Ingress'],
    ingress: [{from: [{namespaceSelector: {}}], ports: [{protocol: 'TCP', port: 'metrics'}]}],
  },
});

function operatorDeployment({namespace, image}: InstallationOptions): V1Deployment & Manifest {
  const fromField = (name: VariableName, fieldPath: string): V1EnvVar => ({
    name,
    valueFrom: {fieldRef: {fieldPath}},
  });
  const fixed = (name: VariableName, value: string): V1EnvVar => ({name, value});
  const probe = (path: string): V1Probe => ({httpGet: {path, port: 'metrics'}, timeoutSeconds: 3});
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {name: NAME, namespace, labels: LABELS},
    spec: {
      replicas: REPLICAS,
      selector: {matchLabels: SELECTOR},
      template: {
        metadata: {labels: LABELS},
        spec: {
          serviceAccountName: NAME,
          // Unlike the pods that it makes, it talks to the API server.
          automountServiceAccountToken: true,
          enableServiceLinks: false,
          securityContext: {runAsNonRoot: true, seccompProfile: {type: 'RuntimeDefault'}},
          topologySpreadConstraints: [
            {
              maxSkew: 1,
              topologyKey: 'kubernetes.io/hostname',
              whenUnsatisfiable: 'ScheduleAnyway',
              labelSelector: {matchLabels: SELECTOR},
            },
          ],
          containers: [
            {
              name: 'operator',
              image,
              command: ['node', ...OPERATOR_FLAGS, 'dist/src/bin/operator.js'],
              env: [
                fixed('NODE_ENV', 'production'),
                fixed('METRICS_PORT', String(METRICS_PORT)),
                fromField('POD_NAME', 'metadata.name'),
                fromField('POD_NAMESPACE', 'metadata.namespace'),
              ],
              ports: [{name: 'metrics', containerPort: METRICS_PORT}],
              startupProbe: {...probe('/live'), periodSeconds: 2, failureThreshold: 30},
              livenessProbe: {...probe('/live'), periodSeconds: 10},
              readinessProbe: {...probe('/ready'), periodSeconds: 5},
              resources: {
                requests: {cpu: '50m', memory: '96Mi'},
                limits: {cpu: '500m', memory: '192Mi'},
              },
              securityContext: {
                allowPrivilegeEscalation: false,
                readOnlyRootFilesystem: true,
                capabilities: {drop: ['ALL']},
              },
              terminationMessagePolicy: 'FallbackToLogsOnError',
              volumeMounts: [{name: 'tmp', mountPath: TMP_FOLDER}],
            },
          ],
          volumes: [{name: 'tmp', emptyDir: {sizeLimit: '16Mi'}}],
        },
      },
    },
  };
}
