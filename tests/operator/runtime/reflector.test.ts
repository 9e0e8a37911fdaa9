import {expect} from '@loopback/testlab';
import {once} from 'node:events';
import {createServer} from 'node:http';
import {ApiClient} from '../../../src/operator/runtime/api-client';
import {Reflector, ReflectorOptions} from '../../../src/operator/runtime/reflector';
import {resourceOf} from '../../../src/operator/runtime/resources';
import {silentLogger, withCluster} from '../../support/cluster';
import {eventually} from '../../support/eventually';
import {Link} from '../../support/link';

const CHANGE_LIMIT_MS = 10_000;

describe('Reflector', () => {
  const on = withCluster();
  let link: Link;
  let stop: AbortController;
  let client: ApiClient;
  let running: Promise<void>[] = [];

  beforeEach(async () => {
    link = await Link.to(await on.cluster.serverUrl());
    client = new ApiClient({credentials: await on.cluster.credentialsBy(link.url)});
    stop = new AbortController();
    running = [];
  });

  afterEach(async () => {
    stop.abort();
    await Promise.all(running);
    client.close();
    await link.close();
  });

  type Values = Record<string, string> | undefined;
  function watchConfigMaps(options: Partial<ReflectorOptions<Values>> = {}): Reflector<Values> {
    const reflector = new Reflector<Values>({
      client,
      resource: resourceOf('ConfigMap'),
      namespace: on.cluster.namespace,
      keep: object => (object as {data?: Record<string, string>}).data ?? {},
      onChange: () => undefined,
      logger: silentLogger,
      ...options,
    });
    running.push(reflector.run(stop.signal));
    return reflector;
  }

  const key = (name: string): string => `${on.cluster.namespace}/${name}`;
  const givenConfigMap = (name: string, data: Record<string, string>): Promise<unknown> =>
    on.cluster.create({apiVersion: 'v1', kind: 'ConfigMap', metadata: {name}, data} as object);
  const eventuallyHas = (reflector: Reflector<Values>, name: string, value: string): Promise<unknown> =>
    eventually(`${name} has ${value}`, () => reflector.get(key(name))?.valor === value, CHANGE_LIMIT_MS);

  it('has what there is, and hears of what comes, changes and goes', async () => {
    await givenConfigMap('antes', {valor: '1'});
    const heard: string[] = [];
    const reflector = watchConfigMaps({
      onChange: (changed, now, before) => {
        if (changed.endsWith('depois')) heard.push(`${before?.valor ?? '-'} ${now?.valor ?? '-'}`);
      },
    });
    await reflector.synced;
    expect(reflector.get(key('antes'))).to.eql({valor: '1'});

    await givenConfigMap('depois', {valor: '2'});
    await on.cluster.patch('ConfigMap', 'depois', {data: {valor: '3'}});
    await on.cluster.remove('ConfigMap', 'depois');
    await eventually('it is gone', () => heard.length === 3);
    expect(heard).to.eql(['- 2', '2 3', '3 -']);
    expect(reflector.get(key('depois'))).to.be.undefined();
  });

  it('reads more than one page', async () => {
    for (let at = 0; at < 300; at += 50) {
      await Promise.all(
        [...Array(50).keys()].map(n => givenConfigMap(`pagina-${at + n}`, {valor: String(at + n)})),
      );
    }
    const reflector = watchConfigMaps();
    await reflector.synced;
    expect([...reflector.entries()].filter(([name]) => name.includes('/pagina-'))).to.have.length(300);
  });

  const harms = [
    {name: 'the connection is dropped', harm: () => link.drop()},
    {
      name: 'the server is away for a while',
      harm: () => {
        link.cut();
        setTimeout(() => link.restore(), 2_000);
      },
    },
    {name: 'the connection goes silent without being closed', harm: () => link.silence()},
    {
      name: 'the network gets slow',
      harm: () => {
        link.slow(700);
        link.drop();
      },
    },
  ];
  for (const [index, {name, harm}] of harms.entries()) {
    it(`goes on without a list where ${name}`, async () => {
      await givenConfigMap(`dano-${index}`, {valor: '1'});
      const reflector = watchConfigMaps({idleMs: 2_500});
      await eventuallyHas(reflector, `dano-${index}`, '1');
      // Heard by the watch, so that it stands when the harm comes.
      await on.cluster.patch('ConfigMap', `dano-${index}`, {data: {valor: '2'}});
      await eventuallyHas(reflector, `dano-${index}`, '2');
      harm();
      await on.cluster.patch('ConfigMap', `dano-${index}`, {data: {valor: '3'}});
      await eventuallyHas(reflector, `dano-${index}`, '3');
      expect(reflector.listCount).to.equal(1);
    });
  }

  it('lists again when the place where it was is forgotten, and hears what was deleted meanwhile', async () => {
    await givenConfigMap('esquecido', {valor: '1'});
    const gone: string[] = [];
    const reflector = watchConfigMaps({
      onChange: (changed, now) => void (now === undefined && gone.push(changed)),
    });
    await reflector.synced;
    link.cut();
    // No real server forgets within a test; it says the same of a version that it has never had.
    (reflector as unknown as {version: string}).version = '1';
    await on.cluster.remove('ConfigMap', 'esquecido');
    link.restore();
    await eventually('it is gone', () => gone.includes(key('esquecido')), CHANGE_LIMIT_MS);
  });

  it('keeps of values only what it is told to, and asks for none when metadata is enough', async () => {
    await givenConfigMap('segredo', {valor: 'x'.repeat(1000)});
    let longest = 0;
    const reflector = watchConfigMaps({
      metadataOnly: true,
      keep: object => {
        longest = Math.max(longest, JSON.stringify(object).length);
        return object.metadata.name === 'segredo'
          ? {valor: object.metadata.resourceVersion ?? ''}
          : undefined;
      },
    });
    await reflector.synced;
    expect([...reflector.entries()].map(([name]) => name)).to.eql([key('segredo')]);
    const before = reflector.get(key('segredo'));
    await on.cluster.patch('ConfigMap', 'segredo', {data: {valor: 'y'.repeat(1000)}});
    await eventually('it hears of the change', () => reflector.get(key('segredo'))?.valor !== before?.valor);
    expect(longest).to.be.below(1000);
  });

  for (const metadataOnly of [false, true]) {
    it(`is in step where there is nothing yet${metadataOnly ? ', by metadata' : ''}`, async () => {
      const reflector = watchConfigMaps({resource: resourceOf('CronJob'), metadataOnly});
      await reflector.synced;
      expect([...reflector.entries()]).to.eql([]);
    });
  }

  it('is in step, and empty, where the cluster has no such kind', async () => {
    const resource = {apiVersion: 'nada.example/v1', kind: 'Nada', plural: 'nadas'};
    const reflector = watchConfigMaps({resource});
    await reflector.synced;
    expect(reflector.isServed).to.be.false();
  });

  it('does not hammer a server that ends every watch at once', async () => {
    let watches = 0;
    const server = createServer((request, response) => {
      if (request.url?.includes('watch=true')) watches += 1;
      response.end(
        request.url?.includes('watch=true') ? '' : '{"metadata":{"resourceVersion":"5"},"items":[]}',
      );
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const {port} = server.address() as {port: number};
    const credentials = {server: `http://127.0.0.1:${port}`, tls: {}, headers: {}};
    const fake = new ApiClient({
      credentials: {get: () => Promise.resolve(credentials), forget: () => undefined},
    });
    watchConfigMaps({client: fake});
    await eventually('it has tried a few times', () => watches >= 5, CHANGE_LIMIT_MS);
    const from = performance.now();
    await eventually('it tries again', () => watches >= 6, CHANGE_LIMIT_MS);
    expect(performance.now() - from).to.be.above(100);
    fake.close();
    server.closeAllConnections();
    server.close();
  });
});
