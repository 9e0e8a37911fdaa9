import type {KubernetesObject} from '@kubernetes/client-node';
import {customResourceDefinition} from '../../src/operator/api/crd';
import {KIND} from '../../src/operator/api/group';
import {pathOf, resourceOf} from '../../src/operator/runtime/resources';
import {kubectl} from '../support/kubectl';
import {OperatorCluster} from '../support/operator-cluster';
import {upgradesOfCharts} from './chart-upgrades';
import type {Row} from './types';

const NAMES = ['um', 'dois', 'tres'];

interface Schema {
  spec: {
    versions: {
      schema: {openAPIV3Schema: {properties: Record<string, {properties: Record<string, object>}>}};
    }[];
  };
}

/**
 * K7: another operator over the same objects changes no pod, and takes away nothing that a newer one has said; nor does this
 * chart after any that was released.
 */
export const upgrade: Row = async () => {
  const on = await OperatorCluster.start();
  try {
    await Promise.all(NAMES.map(name => on.create(name, {replicas: 1})));
    for (const name of NAMES) await on.hasReady(name, 'True');
    const before = await generations(on);
    await on.operators[0]!.process.stop();

    await on.cluster.applyCrd(futureCrd());
    // Under the operator's own name, as its successor would.
    for (const name of NAMES) await writeStatus(on, name, {futuro: 'x'});
    await on.operators[0]!.process.start();
    await on.leader();
    for (const name of NAMES) await on.change(name, {deletionPolicy: 'Delete'});
    for (const name of NAMES) await on.hasReady(name, 'True');
    const differences = (await generations(on)).filter(
      (generation, index) => generation !== before[index],
    ).length;
    for (const name of NAMES) await on.change(name, {rateLimit: 7});
    const waited = await waitForReady(on);
    const kept = await Promise.all(
      NAMES.map(async name => ((await on.get(name)).status as {futuro?: string}).futuro === 'x'),
    );
    const pruned = kept.filter(is => !is).length;
    await on.cluster.applyCrd(customResourceDefinition());
    const {charts, changedTemplates} = await upgradesOfCharts();
    return {
      passed: charts > 0 && differences + changedTemplates === 0 && pruned === 0 && waited,
      figure: `${NAMES.length} objects: ${differences} pod templates changed by another operator, ${changedTemplates} by this chart after ${charts} released; ${pruned} status fields pruned; kubectl wait ${waited ? 'ends' : 'does not end'}, helm upgrade --wait ends`,
      bar: '0; 0; ends',
    };
  } finally {
    await on.cluster.applyCrd(customResourceDefinition());
    await on.stop();
  }
};

/** A Deployment's generation counts the changes of what it asks for. */
async function generations(on: OperatorCluster): Promise<(number | undefined)[]> {
  const names = NAMES.flatMap(name => [`${name}-api`, `${name}-worker`]);
  return Promise.all(names.map(async name => (await on.deployment(name))?.metadata?.generation));
}

/** The CRD of a release that says one thing more. */
function futureCrd(): KubernetesObject {
  const crd = structuredClone(customResourceDefinition()) as KubernetesObject & Schema;
  for (const {schema} of crd.spec.versions) {
    schema.openAPIV3Schema.properties.status!.properties.futuro = {type: 'string'};
  }
  return crd;
}

async function writeStatus(on: OperatorCluster, name: string, more: object): Promise<void> {
  const {apiVersion, kind, status} = await on.get(name);
  await on.cluster.client.call({
    method: 'PATCH',
    path: pathOf(resourceOf(KIND), on.namespace, name, 'status'),
    query: {fieldManager: 'artistas-operator', force: true},
    contentType: 'application/apply-patch+yaml',
    body: {apiVersion, kind, metadata: {name, namespace: on.namespace}, status: {...status, ...more}},
  });
}

async function waitForReady(on: OperatorCluster): Promise<boolean> {
  const args = ['wait', 'artapi', '--all', '--for=condition=Ready', '-n', on.namespace, '--timeout=50s'];
  return (await kubectl(args)).exitCode === 0;
}
