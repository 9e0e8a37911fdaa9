import {expect} from '@loopback/testlab';
import type {KubernetesObject} from '@kubernetes/client-node';
import {FIELD_MANAGER} from '../../../src/operator/api/group';
import {ApiClient} from '../../../src/operator/runtime/api-client';
import {Applier, KeptObject, keptOf} from '../../../src/operator/runtime/applier';
import type {StoredObject} from '../../../src/operator/runtime/types';
import {withCluster} from '../../support/cluster';

interface Deployment extends StoredObject {
  readonly spec: {
    replicas: number;
    template: {spec: {containers: {name: string; image: string; resources: object; env?: object[]}[]}};
  };
}

describe('Applier', () => {
  const on = withCluster();
  let applier: Applier;
  let owner: StoredObject;
  let writes: number;
  let client: ApiClient;

  before(async () => {
    owner = await on.cluster.create({apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'dono'}});
  });
  beforeEach(() => {
    writes = 0;
    const onAnswer = (method: string): void => void (method !== 'GET' && (writes += 1));
    client = new ApiClient({credentials: on.cluster.credentials, onAnswer});
    applier = new Applier(client);
  });
  afterEach(() => client.close());

  const ownedBy = ({metadata: {name, uid = ''}}: StoredObject): object[] => [
    {apiVersion: 'v1', kind: 'ConfigMap', name, uid, controller: true},
  ];
  /** Quantities and ports as people write them, not as the server does. */
  function deployment(name: string, {image = 'a:1', env = 'x'} = {}): KubernetesObject {
    const container = {
      name: 'api',
      image,
      env: [{name: 'A', value: env}],
      ports: [{containerPort: 8080}],
      resources: {limits: {cpu: '0.5', memory: '1024Mi'}},
    };
    return {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: {name, namespace: on.cluster.namespace, ownerReferences: ownedBy(owner)},
      spec: {
        replicas: 0,
        selector: {matchLabels: {app: name}},
        template: {metadata: {labels: {app: name}}, spec: {hostNetwork: false, containers: [container]}},
      },
    } as KubernetesObject;
  }
  async function kept(name: string): Promise<KeptObject> {
    return keptOf((await on.cluster.find('Deployment', name))!);
  }
  const apply = async (wanted: KubernetesObject, found?: KeptObject): Promise<string> =>
    (await applier.apply(wanted, found)).outcome;
  const live = (name: string): Promise<Deployment> =>
    on.cluster.find<Deployment>('Deployment', name) as Promise<Deployment>;
  const container = {name: 'api', image: 'b:2'};

  it('creates what is absent, and writes nothing when it is as it was left', async () => {
    expect(await apply(deployment('novo'))).to.equal('created');
    expect(await apply(deployment('novo'), await kept('novo'))).to.equal('unchanged');
    expect(writes).to.equal(1);
  });

  it('changes what is wanted otherwise, and takes away what is not wanted any more', async () => {
    await applier.apply(deployment('outro'), undefined);
    expect(await apply(deployment('outro', {image: 'a:2'}), await kept('outro'))).to.equal('changed');
    expect((await live('outro')).spec.template.spec.containers[0]!.image).to.equal('a:2');
  });

  const drifts = [
    {name: 'a changed field', patch: {spec: {template: {spec: {containers: [container]}}}}},
    {name: 'a removed field', patch: {spec: {template: {spec: {containers: [{name: 'api', image: 'a:1'}]}}}}},
    {name: 'another number of replicas', patch: {spec: {replicas: 1}}},
    {name: 'a removed owner', patch: {metadata: {ownerReferences: []}}},
  ];
  for (const [index, {name, patch}] of drifts.entries()) {
    it(`puts right ${name}`, async () => {
      const wanted = deployment(`desvio-${index}`);
      await applier.apply(wanted, undefined);
      const before = await live(`desvio-${index}`);
      await on.cluster.patch('Deployment', `desvio-${index}`, patch);
      expect(await apply(wanted, await kept(`desvio-${index}`))).to.equal('repaired');
      expect((await live(`desvio-${index}`)).spec).to.eql(before.spec);
      expect(await apply(wanted, await kept(`desvio-${index}`))).to.equal('unchanged');
    });
  }

  it('creates again what was deleted', async () => {
    await applier.apply(deployment('apagado'), undefined);
    await on.cluster.remove('Deployment', 'apagado');
    expect(await apply(deployment('apagado'))).to.equal('repaired');
  });

  it('leaves alone what others add', async () => {
    await applier.apply(deployment('alheio'), undefined);
    await on.cluster.patch('Deployment', 'alheio', {
      metadata: {annotations: {'exemplo.dev/nota': 'x'}, labels: {time: 'azul'}},
      spec: {
        template: {metadata: {annotations: {'kubectl.kubernetes.io/restartedAt': 'agora'}}},
        minReadySeconds: 3,
      },
    });
    const before = await live('alheio');
    expect(await apply(deployment('alheio'), await kept('alheio'))).to.equal('unchanged');
    expect(await apply(deployment('alheio', {env: 'y'}), await kept('alheio'))).to.equal('changed');
    const after = await live('alheio');
    expect(after.metadata.annotations).to.containEql({'exemplo.dev/nota': 'x'});
    expect(after.spec).to.containEql({minReadySeconds: 3});
    expect(after.metadata.labels).to.eql(before.metadata.labels);
  });

  it('does not take a cache that lags behind for a change', async () => {
    await applier.apply(deployment('atras'), undefined);
    const old = await kept('atras');
    await applier.apply(deployment('atras', {image: 'a:2'}), old);
    expect(await apply(deployment('atras', {image: 'a:2'}), old)).to.equal('unchanged');
  });

  it('writes nothing of substance after a start', async () => {
    await applier.apply(deployment('reinicio'), undefined);
    const before = await live('reinicio');
    const next = new Applier(client);
    expect((await next.apply(deployment('reinicio'), await kept('reinicio'))).outcome).to.equal('unchanged');
    expect(oursIn(await live('reinicio'))).to.eql(oursIn(before));
  });

  it('does not touch what is not ours', async () => {
    const {metadata, ...rest} = deployment('alheia');
    await on.cluster.create({...rest, metadata: {name: metadata!.name}});
    const before = await live('alheia');
    await expect(applier.apply(deployment('alheia'), undefined)).to.be.rejectedWith(/exists and is not ours/);
    expect(await live('alheia')).to.eql(before);
  });

  it('deletes the object that was meant, and not another one of that name', async () => {
    await applier.apply(deployment('fim'), undefined);
    const old = await kept('fim');
    await on.cluster.remove('Deployment', 'fim');
    await applier.apply(deployment('fim'), undefined);
    await applier.remove(old);
    expect(await live('fim')).to.not.be.undefined();
    await applier.remove(await kept('fim'));
    expect(await live('fim')).to.be.undefined();
  });
});

/** When we have written last, and what; controllers write meanwhile, too. */
const oursIn = ({metadata}: StoredObject): object | undefined =>
  metadata.managedFields?.find(({manager}) => manager === FIELD_MANAGER);
