import type {V1Deployment} from '@kubernetes/client-node';
import {expect} from '@loopback/testlab';
import {MIGRATION_EXIT} from '../../src/config/exit-codes';
import {KIND} from '../../src/operator/api/group';
import type {StoredObject} from '../../src/operator/runtime/types';
import {LEAST_SPEC} from '../support/artistas-api';
import {requireCluster} from '../support/cluster';
import {eventually} from '../support/eventually';
import {OperatorCluster} from '../support/operator-cluster';

const LIMIT_MS = 60_000;
const tagged = (tag: string): object => ({image: {...LEAST_SPEC.image, tag}});
const imageIn = (deployment: V1Deployment | undefined): string | undefined =>
  deployment?.spec?.template.spec?.containers[0]?.image;

describe('the operator', function () {
  this.timeout(120_000);
  let on: OperatorCluster;
  before(async function () {
    requireCluster(this);
    on = await OperatorCluster.start();
  });
  after(() => on?.stop());

  it('takes an object to Ready with no other hand, and says what a person needs', async () => {
    await on.create('minimo');
    const {status} = await on.hasReady('minimo', 'True');
    expect(status).to.containEql({
      observedGeneration: 1,
      replicas: 2,
      readyReplicas: 2,
      workerReplicas: 1,
      version: '1.2.3',
      url: `http://minimo-api.${on.namespace}.svc`,
    });
  });

  it('makes the login once, and keeps it for the next object of that name', async () => {
    const login = (): Promise<{data: object} | undefined> => on.cluster.find('Secret', 'dono-auth');
    await on.create('dono', {replicas: 1});
    await on.hasReady('dono', 'True');
    const before = (await login())!.data;
    await on.cluster.remove(KIND, 'dono');
    const isGone = async (): Promise<boolean> => !(await on.deployment('dono-api'));
    await eventually('what it owned is gone', isGone, LIMIT_MS);
    await on.create('dono', {replicas: 1});
    await on.hasReady('dono', 'True');
    expect((await login())!.data).to.eql(before);
  });

  it('starts pods anew when a Secret changes, and only then', async () => {
    await on.create('segredo', {replicas: 1});
    await on.hasReady('segredo', 'True');
    const hash = async (): Promise<string | undefined> =>
      (await on.deployment('segredo-api'))?.spec?.template.metadata?.annotations?.[
        'artistas.dev/references-hash'
      ];
    const before = await hash();
    const secret = LEAST_SPEC.database.secretRef.name;
    await on.cluster.patch('Secret', secret, {metadata: {labels: {a: 'b'}}});
    await on.cluster.patch('Secret', secret, {stringData: {url: 'postgresql://app:outra@postgres/artistas'}});
    await eventually('the pods start anew', async () => (await hash()) !== before, LIMIT_MS);
    expect(JSON.stringify(await on.deployment('segredo-api'))).to.not.containEql('outra');
  });

  it('waits for a Secret that is missing, and goes on when it comes', async () => {
    await on.create('espera', {replicas: 1, database: {secretRef: {name: 'tardio'}}});
    const {status} = await on.hasReady('espera', 'False', 'ReferenceMissing');
    expect(status!.conditions![0]!.message).to.equal('Secret "tardio" is missing.');
    const secret = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: {name: 'tardio'},
      stringData: {url: 'postgresql://x'},
    };
    await on.cluster.create(secret);
    await on.hasReady('espera', 'True');
  });

  it('takes nothing that belongs to somebody else', async () => {
    const service = {
      spec: {ports: [{port: 80}]},
      apiVersion: 'v1',
      kind: 'Service',
      metadata: {name: 'tomado-api'},
    };
    await on.cluster.create(service);
    const before = await on.cluster.find('Service', 'tomado-api');
    await on.create('tomado', {replicas: 1});
    const {status} = await on.hasReady('tomado', 'False', 'NameTaken');
    expect(status!.conditions!.find(({type}) => type === 'Stalled')!.status).to.equal('True');
    expect(await on.cluster.find('Service', 'tomado-api')).to.eql(before);
  });

  it('writes nothing but the status while it is suspended', async () => {
    await on.create('parado', {replicas: 1});
    await on.hasReady('parado', 'True');
    await on.change('parado', {suspend: true, rateLimit: 99});
    await on.hasReady('parado', 'True', 'Suspended');
    await on.cluster.patch('Deployment', 'parado-api', {spec: {replicas: 3}});
    const {proxy} = on.operators[0]!;
    const from = proxy.writes().length;
    await on.change('parado', {rateLimit: 98});
    await eventually('it has looked', () => proxy.writes().length > from, LIMIT_MS);
    expect(
      proxy
        .writes()
        .slice(from)
        .filter(({path}) => !path.endsWith('/artistasapis/parado/status')),
    ).to.eql([]);
    const {spec} = (await on.deployment('parado-api'))!;
    expect(spec!.replicas).to.equal(3);
    await on.change('parado', {suspend: false});
    await eventually(
      'it is put right',
      async () => (await on.deployment('parado-api'))?.spec?.replicas === 1,
      LIMIT_MS,
    );
  });

  it('takes down what is not asked for any more', async () => {
    await on.create('menos', {replicas: 1, ingress: {hosts: ['menos.example.org']}});
    await on.hasReady('menos', 'True');
    expect(await on.cluster.find('Ingress', 'menos-api')).to.not.be.undefined();
    await on.change('menos', {ingress: null});
    await eventually(
      'the Ingress is gone',
      async () => !(await on.cluster.find('Ingress', 'menos-api')),
      LIMIT_MS,
    );
  });

  it('goes back to the last good image when pods do not come up, and begins anew with another one', async () => {
    await on.create('volta', {replicas: 1, worker: {replicas: 0}, rollout: {deadlineSeconds: 30}});
    await on.hasReady('volta', 'True');
    const good = imageIn(await on.deployment('volta-api'));
    await on.change('volta', {...tagged('2.0.0'), pod: {annotations: {'fake-node/ready': 'false'}}});
    await eventually('it tries', async () => imageIn(await on.deployment('volta-api')) !== good, LIMIT_MS);
    const back = async (): Promise<boolean> => imageIn(await on.deployment('volta-api')) === good;
    await eventually('it goes back', back, LIMIT_MS);
    await on.change('volta', {pod: {annotations: {'fake-node/ready': 'true'}}});
    const {status} = await on.hasReady('volta', 'False', 'RolledBack');
    expect(status).to.containEql({image: good, lastGoodImage: good, version: '1.2.3'});
    expect(status!.readyReplicas).to.equal(1);

    await on.change('volta', tagged('2.0.1'));
    const {status: after} = await on.hasReady('volta', 'True');
    expect(after).to.containEql({version: '2.0.1'});
    expect(after).to.not.have.property('failedImage');
  });

  it('leaves as many pods as there are to an autoscaler that comes', async () => {
    await on.create('escala', {replicas: 3});
    await on.hasReady('escala', 'True');
    const seen = new Set<unknown>();
    const watching = new AbortController();
    await on.cluster.watch('Deployment', watching.signal, {
      keep: ({metadata: {name}, ...deployment}) =>
        name === 'escala-api' ? (deployment as V1Deployment).spec?.replicas : undefined,
      onChange: (_, replicas) => seen.add(replicas),
    });
    await on.change('escala', {autoscaling: {minReplicas: 2, maxReplicas: 5}});
    await on.hasReady('escala', 'True');
    watching.abort();
    const autoscaler = await on.cluster.find('HorizontalPodAutoscaler', 'escala-api');
    expect([...seen, autoscaler !== undefined]).to.eql([3, true]);
  });

  it('says so when it cannot go back, the schema being ahead, and leaves the pods as they are', async () => {
    await on.create('adiante', {replicas: 1, worker: {replicas: 0}});
    const {status} = await on.hasReady('adiante', 'True');
    const before = (await on.deployment('adiante-api'))?.metadata?.generation;
    // As after a rollout that did not come up. Nobody looks meanwhile.
    await on.change('adiante', {suspend: true});
    await on.hasReady('adiante', 'True', 'Suspended');
    const lastGoodImage = status!.image!.replace('1.2.3', '1.0.0');
    await on.cluster.patch(KIND, 'adiante', {status: {failedImage: status!.image, lastGoodImage}}, 'status');
    const annotations = {'fake-node/exit': String(MIGRATION_EXIT.schemaAhead)};
    await on.change('adiante', {suspend: false, pod: {annotations}});

    const {status: after} = await on.hasReady('adiante', 'False', 'RollbackRefused');
    const holding = after!.conditions!.filter(one => one.status === 'True').map(({type}) => type);
    expect(holding.sort()).to.eql(['Degraded', 'Stalled']);
    expect((await on.deployment('adiante-api'))?.metadata?.generation).to.equal(before);
  });

  it('does not touch one object for another', async () => {
    await on.create('um', {replicas: 1});
    await on.create('um-api', {replicas: 1});
    await on.hasReady('um', 'True');
    await on.hasReady('um-api', 'True');
    const generation = async (): Promise<number | undefined> =>
      (await on.cluster.find<StoredObject>('Deployment', 'um-api'))?.metadata.generation;
    const before = await generation();
    await on.change('um-api', {rateLimit: 5});
    await on.hasReady('um-api', 'True');
    await on.cluster.remove(KIND, 'um-api');
    await eventually('it is gone', async () => !(await on.deployment('um-api-api')), LIMIT_MS);
    expect(await generation()).to.equal(before);
    await on.hasReady('um', 'True');
  });
});
