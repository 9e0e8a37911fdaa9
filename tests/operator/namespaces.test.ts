import {expect} from '@loopback/testlab';
import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {yamlOf} from '../../src/bin/kubernetes/yaml';
import {FIELD_MANAGER} from '../../src/operator/api/group';
import {installation, operatorRules} from '../../src/operator/manifests/installation';
import {withFolder} from '../support/folder';
import {kubectl} from '../support/kubectl';
import {requireCluster} from '../support/cluster';
import {OperatorCluster} from '../support/operator-cluster';
import {ServiceProcess} from '../support/service-process';

/** One operator for several namespaces. What it may write to is told by its rights, so that no other test is disturbed. */
describe('an operator of several namespaces', function () {
  this.timeout(120_000);
  const folder = withFolder('suite');
  /** One that it lives in, and others. */
  const places: OperatorCluster[] = [];
  let operator: ServiceProcess | undefined;
  before(function () {
    requireCluster(this);
  });
  beforeEach(async () => {
    places.push(await addPlace());
    places.push(await addPlace());
  });
  afterEach(async () => {
    await operator?.stop('SIGKILL');
    for (const place of places.splice(0)) await place.stop();
    await kubectl(['delete', 'clusterrole,clusterrolebinding', '-l', 'teste=namespaces']);
  });

  /** A namespace where the operator may do what it has to. */
  async function addPlace(): Promise<OperatorCluster> {
    const place = await OperatorCluster.start({operators: 0});
    const {namespace} = place;
    const [home = place] = places;
    const subjects = [{kind: 'ServiceAccount', name: FIELD_MANAGER, namespace: home.namespace}];
    const rights = installation({namespace, image: 'unused'})
      .filter(({kind}) => ['ServiceAccount', 'Role', 'RoleBinding'].includes(kind))
      .map(manifest => (manifest.kind === 'RoleBinding' ? {...manifest, subjects} : manifest));
    await apply(rights);
    return place;
  }

  async function apply(objects: readonly object[]): Promise<void> {
    const {exitCode, stderr} = await kubectl(['apply', '-f', '-'], yamlOf(objects));
    expect([exitCode, stderr]).to.eql([0, '']);
  }

  /** Looking at everything takes a right in the whole cluster; changing something does not. */
  async function mayLookEverywhere(): Promise<void> {
    const [{namespace} = {namespace: ''}] = places;
    const apiVersion = 'rbac.authorization.k8s.io/v1';
    const metadata = {name: namespace, labels: {teste: 'namespaces'}};
    const rules = operatorRules
      .filter(({verbs}) => verbs.includes('watch'))
      .map(rule => ({...rule, verbs: ['get', 'list', 'watch']}));
    const subjects = [{kind: 'ServiceAccount', name: FIELD_MANAGER, namespace}];
    const roleRef = {apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: namespace};
    await apply([
      {apiVersion, kind: 'ClusterRole', metadata, rules},
      {apiVersion, kind: 'ClusterRoleBinding', metadata, roleRef, subjects},
    ]);
  }

  async function startOperator(watched: string): Promise<void> {
    const home = places[0]!;
    const kubeconfig = join(folder.path, 'kubeconfig');
    await writeFile(kubeconfig, await home.cluster.kubeconfigOf(FIELD_MANAGER));
    operator = await ServiceProcess.start('operator', {
      KUBECONFIG: kubeconfig,
      WATCH_NAMESPACE: watched,
      POD_NAMESPACE: home.namespace,
    });
  }

  it('looks after those that are named, and after no other', async () => {
    const [home, other] = [places[0]!, places[1]!];
    const foreign = await addPlace();
    await startOperator(`${home.namespace},${other.namespace}`);
    for (const place of [foreign, home, other]) await place.create('um', {replicas: 1});
    for (const place of [home, other]) {
      const {status} = await place.hasReady('um', 'True');
      expect(status!.url).to.equal(`http://um-api.${place.namespace}.svc`);
    }
    expect((await foreign.get('um')).status).to.be.undefined();
    expect(await foreign.deployment('um-api')).to.be.undefined();
    await foreign.stop();
  });

  it('looks after all, one that comes later included', async () => {
    await mayLookEverywhere();
    await startOperator('*');
    for (const place of places) await place.create('um', {replicas: 1});
    for (const place of places) await place.hasReady('um', 'True');
    const late = await addPlace();
    places.push(late);
    await late.create('um', {replicas: 1});
    await late.hasReady('um', 'True');
    await late.change('um', {replicas: 3});
    await late.hasReady('um', 'True');
    expect((await late.deployment('um-api'))!.spec!.replicas).to.equal(3);
  });
});
