import {expect} from '@loopback/testlab';
import type {HttpRoute} from '../../src/operator/manifests/exposure';
import type {StoredObject} from '../../src/operator/runtime/types';
import {eventually} from '../support/eventually';
import {requireOnMachine} from '../support/machine';
import {OperatorCluster} from '../support/operator-cluster';

const LIMIT_MS = 60_000;
const httpRoute = {parentRefs: [{name: 'entrada', sectionName: 'https'}], hostnames: ['api.example.org']};

describe('an API behind a Gateway', function () {
  this.timeout(120_000);
  let on: OperatorCluster | undefined;
  before(async function () {
    const needs = 'KUBECONFIG has to name a cluster that has the Gateway API, of which all rights are needed';
    requireOnMachine(this, !!process.env.KUBECONFIG, needs);
    on = await OperatorCluster.start();
    requireOnMachine(this, await on.cluster.serves('HTTPRoute'), needs);
  });
  after(() => on?.stop());

  const route = (name: string): Promise<(StoredObject & HttpRoute) | undefined> =>
    on!.cluster.find<StoredObject & HttpRoute>('HTTPRoute', `${name}-api`);

  it('has a route that the Gateway takes, for as long as it is asked for', async () => {
    await on!.create('rota', {replicas: 1, httpRoute});
    const {status} = await on!.hasReady('rota', 'True');
    expect(status!.url).to.equal('https://api.example.org');
    const {spec} = (await route('rota'))!;
    expect(spec.hostnames).to.eql(httpRoute.hostnames);
    expect(spec.parentRefs[0]).to.containEql(httpRoute.parentRefs[0]);
    expect(spec.rules[0]!.backendRefs[0]).to.containEql({name: 'rota-api', port: 80, kind: 'Service'});

    await on!.change('rota', {httpRoute: null});
    await eventually('it is gone', async () => !(await route('rota')), LIMIT_MS);
  });

  it('is put right when somebody changes its route', async () => {
    await on!.create('desvio', {replicas: 1, httpRoute});
    await on!.hasReady('desvio', 'True');
    await on!.cluster.patch('HTTPRoute', 'desvio-api', {spec: {hostnames: ['outro.example.org']}});
    const isRight = async (): Promise<boolean> =>
      (await route('desvio'))?.spec.hostnames[0] === 'api.example.org';
    await eventually('it is right', isRight, LIMIT_MS);
  });

  it('is told, with all else done, where the cluster knows no routes', async () => {
    const [operator] = on!.operators;
    operator!.proxy.hide('httproutes');
    await operator!.process.stop();
    await operator!.process.start();
    await on!.create('sem', {replicas: 1, httpRoute});
    const {status} = await on!.hasReady('sem', 'False', 'KindMissing');
    expect(status!.conditions![0]!.message).to.match(/no kind HTTPRoute/);
    expect(await on!.deployment('sem-api')).to.not.be.undefined();
  });
});
