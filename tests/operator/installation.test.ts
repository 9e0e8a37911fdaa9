import {expect} from '@loopback/testlab';
import {readFileSync} from 'node:fs';
import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {parseAllDocuments} from 'yaml';
import {yamlOf} from '../../src/bin/kubernetes/yaml';
import type {ArtistasApi} from '../../src/operator/api/artistas-api';
import {FIELD_MANAGER, KIND} from '../../src/operator/api/group';
import type {Manifest} from '../../src/operator/api/manifest';
import {requireCluster, TestCluster} from '../support/cluster';
import {eventually} from '../support/eventually';
import {withFolder} from '../support/folder';
import {kubectl} from '../support/kubectl';
import {ServiceProcess} from '../support/service-process';
import {ROOT} from '../support/source-files';

const LIMIT_MS = 60_000;

describe('an installation from k8s/', function () {
  this.timeout(120_000);
  const folder = withFolder('suite');
  let cluster: TestCluster | undefined;
  let operator: ServiceProcess | undefined;
  before(async function () {
    requireCluster(this);
    cluster = await TestCluster.joinWithCrd();
  });
  after(async () => {
    await operator?.stop('SIGKILL');
    await cluster?.leave();
  });

  /** A file as a person would apply it, moved to the namespace of this test. */
  async function apply(path: string, kinds: (kind: string) => boolean = () => true): Promise<void> {
    const {namespace} = cluster!;
    const text = readFileSync(join(ROOT, 'k8s', path), 'utf8').replaceAll(
      'namespace: artistas',
      `namespace: ${namespace}`,
    );
    const manifests = parseAllDocuments(text).map(document => document.toJS() as Manifest);
    const {exitCode, stderr} = await kubectl(
      ['apply', '-f', '-'],
      yamlOf(manifests.filter(({kind}) => kinds(kind))),
    );
    expect([exitCode, stderr]).to.eql([0, '']);
  }

  /** As a pod of the operator would, with no right but those of its Role. */
  async function kubeconfigOfOperator(): Promise<string> {
    const file = join(folder.path, 'kubeconfig');
    await writeFile(file, await cluster!.kubeconfigOf(FIELD_MANAGER));
    return file;
  }

  it('brings the minimal sample to Ready with the rights of its Role and no other hand', async () => {
    const {namespace} = cluster!;
    await apply('operator/operator.yaml', kind => kind !== 'Deployment');
    operator = await ServiceProcess.start('operator', {
      KUBECONFIG: await kubeconfigOfOperator(),
      WATCH_NAMESPACE: namespace,
      POD_NAMESPACE: namespace,
      LOG_LEVEL: 'warn',
    });
    await apply('samples/minimal.yaml');
    const isReady = async (): Promise<boolean> => {
      const object = await cluster!.find<ArtistasApi>(KIND, 'artistas');
      return (
        object?.status?.conditions?.some(({type, status}) => type === 'Ready' && status === 'True') ?? false
      );
    };
    await eventually('the object is Ready', isReady, LIMIT_MS);
    expect(operator.output).to.not.match(/forbidden/i);
  });

  it('is told in a line', async () => {
    const {stdout} = await kubectl(['-n', cluster!.namespace, 'get', 'artapi', '-o', 'wide']);
    const [heading, line] = stdout.split('\n');
    expect(heading).to.match(/^NAME +READY +VERSION +REPLICAS +LAST SYNC +LAST BACKUP +AGE +URL .* REASON/);
    expect(line).to.match(/^artistas +True +0\.1\.0 +2 .* http:\/\/artistas-api\.\S+\.svc +Available/);
  });

  it('can be scaled like anything else', async () => {
    const {namespace} = cluster!;
    const {exitCode} = await kubectl(['-n', namespace, 'scale', 'artapi/artistas', '--replicas=3']);
    expect(exitCode).to.equal(0);
    const readyReplicas = async (): Promise<boolean> =>
      (await cluster!.find<ArtistasApi>(KIND, 'artistas'))?.status?.readyReplicas === 3;
    await eventually('three pods are ready', readyReplicas, LIMIT_MS);
  });

  it('puts up and takes down, with those rights, what comes and goes with the object', async () => {
    const comesAndGoes: readonly {kind: string; name: string; up: object; down: object}[] = [
      {kind: 'Ingress', name: 'api', up: {ingress: {hosts: ['a.example.org']}}, down: {ingress: null}},
      {
        kind: 'HorizontalPodAutoscaler',
        name: 'api',
        up: {autoscaling: {maxReplicas: 4}},
        down: {autoscaling: null},
      },
      {kind: 'PodDisruptionBudget', name: 'api', up: {replicas: 2}, down: {replicas: 1}},
      {
        kind: 'NetworkPolicy',
        name: 'worker',
        up: {networkPolicy: {enabled: true}},
        down: {networkPolicy: {enabled: false}},
      },
    ];
    for (const direction of ['up', 'down'] as const) {
      await cluster!.patch(KIND, 'artistas', {
        spec: Object.assign({}, ...comesAndGoes.map(one => one[direction])) as object,
      });
      for (const {kind, name} of comesAndGoes) {
        const isSo = async (): Promise<boolean> =>
          ((await cluster!.find(kind, `artistas-${name}`)) !== undefined) === (direction === 'up');
        await eventually(`${kind} is ${direction}`, isSo, LIMIT_MS);
      }
    }
    expect(operator!.output).to.not.match(/forbidden/i);
  });

  it('repairs, with those rights, what somebody deletes', async () => {
    await cluster!.remove('CronJob', 'artistas-sincronizar');
    const isBack = async (): Promise<boolean> =>
      (await cluster!.find('CronJob', 'artistas-sincronizar')) !== undefined;
    await eventually('it is back', isBack, LIMIT_MS);
    expect(operator!.output).to.not.match(/forbidden/i);
  });
});
