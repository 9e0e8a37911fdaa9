import type {V1Deployment} from '@kubernetes/client-node';
import type {ArtistasApi} from '../../src/operator/api/artistas-api';
import {API_VERSION, KIND} from '../../src/operator/api/group';
import {ApiProxy} from './api-proxy';
import {GivenSpec, LEAST_SPEC} from './artistas-api';
import {TestCluster} from './cluster';
import {eventually} from './eventually';
import {ServiceProcess} from './service-process';

const READY_LIMIT_MS = 60_000;

/** One operator process, and its own way to the API server. */
export interface RunningOperator {
  readonly process: ServiceProcess;
  readonly proxy: ApiProxy;
}

/** A real cluster with real operator processes, which share one namespace and one lease. */
export class OperatorCluster {
  readonly operators: RunningOperator[] = [];

  private constructor(readonly cluster: TestCluster) {}

  /** @throws Error when KUBECONFIG names none */
  static async start({operators = 1}: {readonly operators?: number} = {}): Promise<OperatorCluster> {
    if (!process.env.KUBECONFIG) {
      throw new Error(
        'KUBECONFIG has to name a cluster with controllers and nodes, of which all rights are needed.',
      );
    }
    const made = new OperatorCluster(await TestCluster.joinWithCrd());
    await made.givenSecrets();
    for (let index = 0; index < operators; index++) await made.addOperator();
    return made;
  }

  get namespace(): string {
    return this.cluster.namespace;
  }

  async addOperator(): Promise<RunningOperator> {
    const proxy = await ApiProxy.start(this.cluster.credentials);
    const service = await ServiceProcess.start('operator', {
      KUBECONFIG: proxy.kubeconfig,
      WATCH_NAMESPACE: this.namespace,
      POD_NAMESPACE: this.namespace,
    });
    const operator = {process: service, proxy};
    this.operators.push(operator);
    return operator;
  }

  /** Who holds the lease now. */
  async leader(): Promise<RunningOperator> {
    return eventually('somebody leads', () => this.findLeader(), READY_LIMIT_MS);
  }

  async findLeader(): Promise<RunningOperator | undefined> {
    for (const operator of this.operators) {
      if (!operator.process.isRunning) continue;
      const metrics = await fetch(`${operator.process.metricsUrl}/metrics`, {
        signal: AbortSignal.timeout(1_000),
      })
        .then(response => response.text())
        .catch(() => '');
      if (/^artistas_operator_leader 1$/m.test(metrics)) return operator;
    }
    return undefined;
  }

  async create(name: string, spec: GivenSpec = {}): Promise<ArtistasApi> {
    // Nothing that happens by the clock.
    const quiet = {regionais: {suspend: true}, ...LEAST_SPEC, ...spec};
    const object = {apiVersion: API_VERSION, kind: KIND, metadata: {name}, spec: quiet};
    return this.cluster.create<ArtistasApi>(object);
  }

  change(name: string, spec: object): Promise<ArtistasApi> {
    return this.cluster.patch<ArtistasApi>(KIND, name, {spec});
  }

  async get(name: string): Promise<ArtistasApi> {
    return (await this.cluster.find<ArtistasApi>(KIND, name))!;
  }

  async deployment(name: string): Promise<V1Deployment | undefined> {
    return this.cluster.find<V1Deployment & {metadata: {name: string}}>('Deployment', name);
  }

  /** Waits until `Ready` has this status and, if given, this reason, for the present generation. */
  async hasReady(
    name: string,
    status: 'True' | 'False',
    reason?: string,
    limitMs = READY_LIMIT_MS,
  ): Promise<ArtistasApi> {
    let last = '';
    const look = async (): Promise<ArtistasApi | undefined> => {
      const object = await this.get(name);
      const ready = object.status?.conditions?.find(({type}) => type === 'Ready');
      last = `${ready?.status} ${ready?.reason}: ${ready?.message}`;
      const isPresent = ready?.observedGeneration === object.metadata.generation;
      const fits = ready?.status === status && (reason === undefined || ready.reason === reason);
      return isPresent && fits ? object : undefined;
    };
    return eventually(`${name} has Ready ${status} ${reason ?? ''}`, look, limitMs).catch((cause: Error) => {
      throw new Error(`${cause.message} (it has ${last})`, {cause});
    });
  }

  async stop(): Promise<void> {
    for (const {process: service, proxy} of this.operators) {
      await service.stop('SIGKILL');
      await proxy.stop();
    }
    await this.cluster.leave();
  }

  private async givenSecrets(): Promise<void> {
    const secrets: Readonly<Record<string, Record<string, string>>> = {
      [LEAST_SPEC.database.secretRef.name]: {url: 'postgresql://app:segredo@postgres/artistas'},
      [LEAST_SPEC.objectStorage.credentialsSecretRef.name]: {'access-key': 'a', 'secret-key': 'b'},
    };
    for (const [name, stringData] of Object.entries(secrets)) {
      await this.cluster.create({apiVersion: 'v1', kind: 'Secret', metadata: {name}, stringData} as object);
    }
  }
}
