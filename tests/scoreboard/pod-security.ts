import type {V1PodTemplateSpec, V1Role} from '@kubernetes/client-node';
import {parseAllDocuments} from 'yaml';
import {join} from 'node:path';
import {readdirSync, readFileSync} from 'node:fs';
import {yamlOf} from '../../src/bin/kubernetes/yaml';
import type {Manifest} from '../../src/operator/api/manifest';
import {groundwork, workloads} from '../../src/operator/manifests/children';
import {migrationJob} from '../../src/operator/manifests/tasks';
import {artistasApiCases} from '../support/artistas-api-cases';
import {TestCluster} from '../support/cluster';
import {manifestsIn, render, valueSets} from '../support/helm';
import {kubectl} from '../support/kubectl';
import {podsOf} from '../support/pods';
import {ROOT} from '../support/source-files';
import type {Row} from './types';

const LEVELS = ['enforce', 'warn', 'audit'].map(mode => [`pod-security.kubernetes.io/${mode}`, 'restricted']);
/** Of these the cluster has no definition unless somebody installs Prometheus' operator. */
const FOREIGN = ['ServiceMonitor', 'PrometheusRule'];
/** Who talks to the API server. */
const WITH_TOKEN = /-(operator|prepare|removal|deletion)$/;

/** What a person applies, by folder or file. */
async function sources(): Promise<[string, Manifest[]][]> {
  const folders = ['crd', 'operator', 'standalone'].map(async (name): Promise<[string, Manifest[]]> => {
    const {exitCode, stdout, stderr} = await kubectl(['kustomize', join(ROOT, 'k8s', name)]);
    if (exitCode !== 0) throw new Error(`k8s/${name}: ${stderr}`);
    return [`k8s/${name}`, documents(stdout)];
  });
  const samples = readdirSync(join(ROOT, 'k8s/samples')).map((name): [string, Manifest[]] => [
    `k8s/samples/${name}`,
    documents(readFileSync(join(ROOT, 'k8s/samples', name), 'utf8')),
  ]);
  const made = Object.entries(artistasApiCases).map(([name, cr]): [string, Manifest[]] => [
    `operator ${name}`,
    [...groundwork(cr), migrationJob(cr), ...workloads(cr)],
  ]);
  const chart = valueSets.map(async ([name, path]): Promise<[string, Manifest[]]> => [
    `chart ${name}`,
    manifestsIn(await render({files: [path]})),
  ]);
  return [...(await Promise.all([...folders, ...chart])), ...samples, ...made];
}

const documents = (text: string): Manifest[] => parseAllDocuments(text).map(one => one.toJS() as Manifest);

/** What is missing in a pod, beyond what the API server looks at. */
function lacksOf(where: string, {spec}: V1PodTemplateSpec): string[] {
  const containers = [...(spec!.initContainers ?? []), ...spec!.containers];
  const [container] = spec!.containers;
  const serves = /^(Deployment|StatefulSet)/.test(where);
  const lacks = {
    limits: !containers.every(({resources: {limits, requests} = {}}) =>
      [limits?.cpu, limits?.memory, requests?.cpu, requests?.memory].every(amount => !!amount),
    ),
    probes: serves && !(container!.startupProbe && container!.readinessProbe && container!.livenessProbe),
    token: spec!.automountServiceAccountToken !== WITH_TOKEN.test(where),
    readOnlyRoot: !containers.every(({securityContext}) => securityContext?.readOnlyRootFilesystem),
  };
  return Object.entries(lacks).flatMap(([name, lacking]) => (lacking ? [`${where}: ${name}`] : []));
}

function wildcardsOf(manifest: Manifest): string[] {
  if (!/Role$/.test(manifest.kind)) return [];
  const {rules = []} = manifest as unknown as V1Role;
  const words = (rules ?? []).flatMap(rule => [
    ...(rule.apiGroups ?? []),
    ...(rule.resources ?? []),
    ...rule.verbs,
  ]);
  return words
    .filter(word => word.includes('*'))
    .map(() => `${manifest.kind} ${manifest.metadata.name}: wildcard`);
}

/** Pods as they would be, since of what makes them the API server only warns. */
const asPods = (manifests: readonly Manifest[]): object[] =>
  podsOf(manifests).map(([, {metadata, spec}], i) => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {...metadata, name: `pod-${i}`},
    // An account that is not there yet would be told first.
    spec: {...spec, serviceAccountName: 'default'},
  }));

/** S11: everything that we hand to an API server, in a namespace of pod security `restricted`. */
export const podSecurity: Row = async () => {
  const cluster = await TestCluster.joinWithCrd();
  const {namespace, client} = cluster;
  try {
    await client.call({
      method: 'PATCH',
      path: `/api/v1/namespaces/${namespace}`,
      contentType: 'application/merge-patch+json',
      body: {metadata: {labels: Object.fromEntries(LEVELS) as object}},
    });
    const servesRoutes = await cluster.serves('HTTPRoute');
    const wrong: string[] = [];
    let [objectCount, podCount, leftOut] = [0, 0, 0];
    for (const [name, manifests] of await sources()) {
      const judged = manifests.filter(({kind}) =>
        kind === 'HTTPRoute' ? servesRoutes : !FOREIGN.includes(kind),
      );
      leftOut += manifests.length - judged.length;
      const moved = [...judged, ...asPods(judged)].map(manifest =>
        inNamespace(manifest as Manifest, namespace),
      );
      objectCount += judged.length;
      podCount += moved.length - judged.length;
      const apply = ['apply', '--server-side', '--force-conflicts', '--dry-run=server', '-f', '-'];
      const {exitCode, stderr} = await kubectl(apply, yamlOf(moved));
      if (exitCode !== 0 || stderr !== '') wrong.push(`${name}: ${stderr}`);
      wrong.push(
        ...podsOf(judged)
          .flatMap(([where, pod]) => lacksOf(where, pod))
          .map(lack => `${name}: ${lack}`),
      );
      wrong.push(...judged.flatMap(wildcardsOf).map(lack => `${name}: ${lack}`));
    }
    for (const line of wrong) process.stderr.write(`${line}\n`);
    return {
      passed: wrong.length === 0,
      figure: `${objectCount} objects and ${podCount} pods: ${wrong.length} refusals, warnings or lacks (${leftOut} of kinds that the cluster lacks not judged)`,
      bar: '100 % accepted, 0 warnings; policy, limits, probes; 0 wildcards; no token in app pods',
    };
  } finally {
    await cluster.leave();
  }
};

/** Namespaces and definitions belong to no namespace. */
function inNamespace(manifest: Manifest, namespace: string): object {
  if (['CustomResourceDefinition', 'Namespace'].includes(manifest.kind)) return manifest;
  return {...manifest, metadata: {...manifest.metadata, namespace}};
}
