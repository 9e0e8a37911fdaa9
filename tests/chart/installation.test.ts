import type {V1Secret} from '@kubernetes/client-node';
import {expect} from '@loopback/testlab';
import {Redis} from 'ioredis';
import type {StoredObject} from '../../src/operator/runtime/types';
import {ChartRelease, EVERYTHING} from '../support/chart-release';
import {eventually} from '../support/eventually';
import {CHART, hasHelm} from '../support/helm';
import {requireOnMachine} from '../support/machine';

const LIMIT_MS = 60_000;

describe('a release of the chart', function () {
  this.timeout(240_000);
  let release: ChartRelease;
  before(async function () {
    requireOnMachine(
      this,
      hasHelm() && !!process.env.KUBECONFIG,
      'helm, and KUBECONFIG, which has to name a cluster with fake nodes, of which all rights are needed',
    );
    release = await ChartRelease.join();
  });
  after(() => release?.leave());

  const secret = (name: string): Promise<(StoredObject & V1Secret) | undefined> =>
    release.cluster.find<StoredObject & V1Secret>('Secret', name);
  const text = async (name: string, key: string): Promise<string> =>
    Buffer.from((await secret(name))!.data![key]!, 'base64').toString();

  it('is ready with no other hand, with the rights of the hook and of the operator', async () => {
    await release.install();
    expect(await release.present(['statefulset', 'deployment'])).to.eql([
      'deployment.apps/artistas-api',
      'deployment.apps/artistas-operator',
      'deployment.apps/artistas-worker',
      'statefulset.apps/artistas-minio',
      'statefulset.apps/artistas-postgresql',
      'statefulset.apps/artistas-redis',
    ]);
    expect(release.operatorOutput).to.not.match(/forbidden/i);
  });

  it('leaves nothing of its hooks behind', async () => {
    const left = await release.present(['job', 'serviceaccount', 'role', 'rolebinding']);
    expect(left.filter(name => name.includes('prepare'))).to.eql([]);
    const {namespace} = release.cluster;
    expect(
      (await release.present(['clusterrole', 'clusterrolebinding'])).filter(name => name.includes(namespace)),
    ).to.eql([]);
  });

  it('has made its secrets by chance, in the form that servers and clients need', async () => {
    const password = await text('artistas-postgresql', 'password');
    expect(password).to.match(/^[\w-]{44}$/);
    expect(new URL(await text('artistas-postgresql', 'url')).password).to.equal(password);
    const redis = new Redis(await text('artistas-redis', 'url'), {lazyConnect: true});
    expect(redis.options.password).to.equal(await text('artistas-redis', 'password'));
    expect(await text('artistas-minio', 'secret-key')).to.not.equal(password);
  });

  it('upgrades with other values and --wait, and keeps its secrets', async () => {
    const before = await text('artistas-postgresql', 'password');
    const values = release.valuesWith({replicaCount: 3, redis: {enabled: false}});
    expect(await release.prepare(values)).to.match(/Secret artistas-postgresql is there, and stays as it is/);
    await release.helm('upgrade', [CHART, '--wait'], values);
    await release.untilReady();
    expect((await release.object())!.spec.replicas).to.equal(3);
    expect(await text('artistas-postgresql', 'password')).to.equal(before);
    expect(await release.present(['statefulset'])).to.not.containEql('statefulset.apps/artistas-redis');
  });

  it('goes back', async () => {
    await release.helm('rollback', ['1', '--wait']);
    await release.untilReady();
    expect((await release.object())!.spec.replicas).to.equal(2);
    expect(
      await release.kubectl([
        'get',
        'statefulset',
        'artistas-redis',
        '-o',
        'jsonpath={.status.readyReplicas}',
      ]),
    ).to.equal('1');
  });

  it('keeps data and secrets when it goes, and finds them again', async () => {
    const kept = [
      ...['minio', 'postgresql', 'redis'].map(part => `persistentvolumeclaim/data-artistas-${part}-0`),
      ...['auth', 'minio', 'postgresql', 'redis'].map(part => `secret/artistas-${part}`),
    ];
    const before = await text('artistas-auth', 'password');
    await release.helm('uninstall', ['--wait']);
    await eventually(
      'its data are all that is left',
      async () => {
        const left = await release.present([...EVERYTHING, 'artapi']);
        return left.join() === kept.join();
      },
      LIMIT_MS,
    );
    await release.killOperator();
    await release.install();
    expect(await text('artistas-auth', 'password')).to.equal(before);
  });

  it('says what is wrong with a Secret in its way', async () => {
    await release.kubectl(['create', 'secret', 'generic', 'outro-postgresql', '--from-literal=password=a']);
    const values = release.valuesWith({fullnameOverride: 'outro'});
    await expect(release.prepare(values, 'outro-prepare')).to.be.rejectedWith(
      /Secret outro-postgresql exists and lacks url; add that, or name another one in postgresql.existingSecret/,
    );
  });
});
