import {expect} from '@loopback/testlab';
import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {kubectl} from '../support/kubectl';
import {requireOnMachine} from '../support/machine';
import {OperatorCluster} from '../support/operator-cluster';
import {ServiceProcess} from '../support/service-process';
import {ROOT} from '../support/source-files';

const NAME = 'artistas-operator';
/** Of what is installed, who the operator is and what it may. */
const RIGHTS = /^kind: (ServiceAccount|Role|RoleBinding)$/m;

describe('the rights of k8s/operator', function () {
  this.timeout(120_000);
  let on: OperatorCluster;
  let folder: string;
  let operator: ServiceProcess | undefined;

  before(async function () {
    requireOnMachine(
      this,
      !!process.env.KUBECONFIG,
      'KUBECONFIG has to name a cluster, of which all rights are needed',
    );
    on = await OperatorCluster.start({operators: 0});
    folder = await mkdtemp(join(tmpdir(), 'artistas-role-'));
  });
  after(async () => {
    await operator?.stop();
    await on?.stop();
    if (folder) await rm(folder, {recursive: true});
  });

  /** As the ServiceAccount, with a token as pods get one. */
  async function givenKubeconfig(): Promise<string> {
    const installed = await readFile(join(ROOT, 'k8s/operator/operator.yaml'), 'utf8');
    const rights = installed.split(/^---$/m).filter(document => RIGHTS.test(document));
    const here = rights.join('---').replaceAll(/namespace: \S+/g, `namespace: ${on.namespace}`);
    expect(await kubectl(['apply', '-f', '-'], here)).to.containEql({exitCode: 0});
    const {stdout: token} = await kubectl(['create', 'token', NAME, '-n', on.namespace]);
    const {server, tls} = await on.cluster.credentials.get();
    const cluster = {server, 'certificate-authority-data': Buffer.from(tls.ca ?? '').toString('base64')};
    const file = join(folder, 'kubeconfig');
    const config = {
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{name: 'c', cluster}],
      users: [{name: 'u', user: {token: token.trim()}}],
      contexts: [{name: 'x', context: {cluster: 'c', user: 'u'}}],
      'current-context': 'x',
    };
    await writeFile(file, JSON.stringify(config));
    return file;
  }

  it('are enough from the Lease to Ready', async () => {
    const env = {POD_NAMESPACE: on.namespace, LOG_LEVEL: 'warn'};
    operator = await ServiceProcess.start('operator', {KUBECONFIG: await givenKubeconfig(), ...env});
    await on.create('direitos', {replicas: 1, ingress: {hosts: ['a.example.org']}});
    await on.hasReady('direitos', 'True');
    await on.change('direitos', {ingress: null, replicas: 2});
    await on.hasReady('direitos', 'True');
    expect(operator.output).to.not.match(/forbidden/);
  });
});
