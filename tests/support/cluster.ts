import type {KubernetesObject} from '@kubernetes/client-node';
import type {Context} from 'mocha';
import {randomBytes} from 'node:crypto';
import {join} from 'node:path';
import pino from 'pino';
import {customResourceDefinitions} from '../../src/operator/api/crd';
import {ApiClient} from '../../src/operator/runtime/api-client';
import {isNotFound} from '../../src/operator/runtime/api-error';
import {kubeconfigCredentials} from '../../src/operator/runtime/credentials';
import {Reflector, ReflectorOptions} from '../../src/operator/runtime/reflector';
import {pathOf, pathOfObject, resourceOf} from '../../src/operator/runtime/resources';
import type {Credentials, CredentialSource, StoredObject} from '../../src/operator/runtime/types';
import {eventually} from './eventually';
import {requireOnMachine} from './machine';

const CRDS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const CRD_LIMIT_MS = 20_000;
export const silentLogger = pino({level: 'silent'});
const credentials = kubeconfigCredentials(join(__dirname, '../../src/bin/kubeconfig.js'));

/** The cluster of `KUBECONFIG`, with full rights, and a namespace of the test's own. */
export class TestCluster {
  readonly client: ApiClient;

  private constructor(
    readonly namespace: string,
    private readonly source: CredentialSource,
  ) {
    this.client = new ApiClient({credentials: source});
  }

  static async join(): Promise<TestCluster> {
    const cluster = new TestCluster(`teste-${randomBytes(5).toString('hex')}`, credentials);
    await cluster.createNamespace(cluster.namespace);
    return cluster;
  }

  /** With our kinds known to it, as this release has them. */
  static async joinWithCrd(): Promise<TestCluster> {
    const cluster = await TestCluster.join();
    for (const definition of customResourceDefinitions()) await cluster.applyCrd(definition);
    return cluster;
  }

  /** Makes a kind known to the cluster, and waits until it is served. */
  async applyCrd(crd: KubernetesObject): Promise<void> {
    const path = `${CRDS}/${crd.metadata?.name}`;
    await this.client.call({
      method: 'PATCH',
      path,
      query: {fieldManager: 'teste', force: true},
      contentType: 'application/apply-patch+yaml',
      body: crd,
    });
    const isEstablished = async (): Promise<boolean> => {
      const {status} = await this.client.get<{status?: {conditions?: {type: string; status: string}[]}}>(
        path,
      );
      return !!status?.conditions?.some(({type, status: is}) => type === 'Established' && is === 'True');
    };
    await eventually('the CRD is served', isEstablished, CRD_LIMIT_MS);
    const {kind} = (crd as {spec?: {names: {kind: string}}}).spec!.names;
    await eventually('its path answers', () => this.serves(kind), CRD_LIMIT_MS);
  }

  get credentials(): CredentialSource {
    return this.source;
  }

  /** The same rights by another way. */
  async credentialsBy(url: string): Promise<CredentialSource> {
    const real = await this.source.get();
    const tls = {...real.tls, servername: real.tls.servername ?? new URL(real.server).hostname};
    const moved: Credentials = {...real, tls: isAddress(tls.servername) ? real.tls : tls, server: url};
    return {get: () => Promise.resolve(moved), forget: () => undefined};
  }

  async serverUrl(): Promise<string> {
    return (await this.source.get()).server;
  }

  /** Of somebody with no right but those of a ServiceAccount here, as text. */
  async kubeconfigOf(serviceAccount: string): Promise<string> {
    const {status} = await this.client.call<{status: {token: string}}>({
      method: 'POST',
      path: `/api/v1/namespaces/${this.namespace}/serviceaccounts/${serviceAccount}/token`,
      body: {apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: {}},
    });
    const {server, tls} = await this.source.get();
    const authority = Buffer.from(tls.ca ?? '').toString('base64');
    return JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{name: 'c', cluster: {server, 'certificate-authority-data': authority}}],
      users: [{name: 'u', user: {token: status.token}}],
      contexts: [{name: 'x', context: {cluster: 'c', user: 'u'}}],
      'current-context': 'x',
    });
  }

  async createNamespace(name: string): Promise<void> {
    const body = {apiVersion: 'v1', kind: 'Namespace', metadata: {name}};
    await this.client.call({method: 'POST', path: '/api/v1/namespaces', body});
  }

  create<T = StoredObject>(object: KubernetesObject): Promise<T> {
    const placed = {...object, metadata: {namespace: this.namespace, ...object.metadata}};
    const path = pathOf(resourceOf(object.kind ?? ''), placed.metadata.namespace);
    return this.client.call<T>({method: 'POST', path, body: placed});
  }

  async find<T = StoredObject>(kind: string, name: string): Promise<T | undefined> {
    try {
      return await this.client.get<T>(pathOf(resourceOf(kind), this.namespace, name));
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  }

  async list<T = StoredObject>(kind: string): Promise<T[]> {
    return (await this.client.get<{items: T[]}>(pathOf(resourceOf(kind), this.namespace))).items;
  }

  /** Whether the cluster has a kind. */
  async serves(kind: string): Promise<boolean> {
    try {
      await this.list(kind);
      return true;
    } catch (error) {
      if (isNotFound(error)) return false;
      throw error;
    }
  }

  /** As a person's `kubectl edit` would: under another manager. */
  patch<T = StoredObject>(
    kind: string,
    name: string,
    body: unknown,
    ...subresource: readonly string[]
  ): Promise<T> {
    return this.client.call<T>({
      method: 'PATCH',
      path: pathOf(resourceOf(kind), this.namespace, name, ...subresource),
      query: {fieldManager: 'alguem'},
      contentType: 'application/merge-patch+json',
      body,
    });
  }

  /** @param propagationPolicy what becomes of what it owns */
  async remove(kind: string, name: string, propagationPolicy = 'Background'): Promise<void> {
    const metadata = {namespace: this.namespace, name};
    const path = pathOfObject({kind, metadata});
    await this.client.call({method: 'DELETE', path, body: {propagationPolicy}});
  }

  /** Objects of a kind, as they come and go, until the signal. */
  async watch<T>(
    kind: string,
    signal: AbortSignal,
    options: Pick<ReflectorOptions<T>, 'keep'> & Partial<ReflectorOptions<T>>,
  ): Promise<Reflector<T>> {
    const reflector = new Reflector<T>({
      client: this.client,
      resource: resourceOf(kind),
      namespace: this.namespace,
      onChange: () => undefined,
      logger: silentLogger,
      ...options,
    });
    void reflector.run(signal);
    await reflector.synced;
    return reflector;
  }

  async leave(): Promise<void> {
    await this.client.call({method: 'DELETE', path: `/api/v1/namespaces/${this.namespace}`});
    this.client.close();
  }
}

const isAddress = (host: string): boolean => /^[\d.]+$|:/.test(host);

/** Skips tests, or fails in CI, where `KUBECONFIG` names none. @param context of a test or a `before` hook */
export function requireCluster(context: Context): void {
  const reason = 'KUBECONFIG has to name a cluster, of which all rights are needed';
  requireOnMachine(context, !!process.env.KUBECONFIG, reason);
}

/** The cluster of `KUBECONFIG` for the `describe` that calls this, with a namespace of its own. */
export function withCluster(join: () => Promise<TestCluster> = () => TestCluster.join()): {
  readonly cluster: TestCluster;
} {
  let joined: TestCluster | undefined;
  before(async function () {
    requireCluster(this);
    joined = await join();
  });
  after(() => joined?.leave());
  return {
    get cluster() {
      return joined!;
    },
  };
}
