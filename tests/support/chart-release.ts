import {execFile} from 'node:child_process';
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {yamlOf} from '../../src/bin/kubernetes/yaml';
import type {ArtistasApi} from '../../src/operator/api/artistas-api';
import {KIND} from '../../src/operator/api/group';
import {TestCluster} from './cluster';
import {eventually} from './eventually';
import {CHART, helm, manifestsIn, render} from './helm';
import {Said, kubectl} from './kubectl';
import {podsOf} from './pods';
import {ServiceProcess} from './service-process';

const READY_LIMIT_MS = 60_000;
const PREPARE = join(__dirname, '../../src/bin/prepare.js');
const RESTRICTED = Object.fromEntries(
  ['enforce', 'warn'].map(mode => [`pod-security.kubernetes.io/${mode}`, 'restricted']),
);
const HOOK_RIGHTS = ['ServiceAccount', 'Role', 'RoleBinding', 'ClusterRole', 'ClusterRoleBinding'];
/** What a release may leave, but for the operator's Lease, which the next one takes over. */
export const EVERYTHING = [
  ...['all', 'configmap', 'ingress', 'networkpolicy', 'persistentvolumeclaim', 'poddisruptionbudget'],
  ...['role', 'rolebinding', 'secret', 'serviceaccount'],
];

/**
 * A release of the chart in a namespace of its own, under pod security `restricted`, with volumes. On fake nodes no
 * container runs: what the hook's would do is done here, by the same program with the same arguments and the hook's own
 * rights, and so is the operator's work.
 */
export class ChartRelease {
  readonly name = 'artistas';
  private operator?: ServiceProcess;

  private constructor(
    readonly cluster: TestCluster,
    private readonly folder: string,
  ) {}

  static async join(): Promise<ChartRelease> {
    const cluster = await TestCluster.joinWithCrd();
    await cluster.client.call({
      method: 'PATCH',
      path: `/api/v1/namespaces/${cluster.namespace}`,
      contentType: 'application/merge-patch+json',
      body: {metadata: {labels: RESTRICTED}},
    });
    const release = new ChartRelease(cluster, await mkdtemp(join(tmpdir(), 'artistas-chart-')));
    await release.kubectl(['apply', '-f', '-'], yamlOf(release.volumes()));
    return release;
  }

  /** What every test says: volumes that are there, and nothing that happens by the clock. */
  valuesWith(values: object = {}): object {
    const persistence = {storageClass: this.cluster.namespace, size: '1Gi'};
    const stored = {postgresql: {persistence}, redis: {persistence}, minio: {persistence}};
    return {...stored, regionais: {suspend: true}, ...values};
  }

  /** `install`, `upgrade` or another command of helm on this release. @throws Error when it fails or warns */
  async helm(command: string, args: readonly string[] = [], values?: object): Promise<string> {
    const given = values && ['-f', '-'];
    const all = [
      command,
      this.name,
      ...args,
      '-n',
      this.cluster.namespace,
      '--timeout',
      '90s',
      ...(given ?? []),
    ];
    return succeeded(await helm(all, values && JSON.stringify(values)));
  }

  /** Prepares, installs, and lets an operator work. Resolves when the object is ready. */
  async install(values: object = {}, chart = CHART): Promise<void> {
    const given = this.valuesWith(values);
    await this.prepare(given);
    await this.helm('install', [chart, '--wait'], given);
    await this.startOperator();
    await this.untilReady();
  }

  /** What the Job of a hook does: this program, with its arguments and rights. @returns what it prints */
  async prepare(values: object, job = `${this.name}-prepare`): Promise<string> {
    const {namespace} = this.cluster;
    const manifests = manifestsIn(await render({values, namespace}));
    const rights = manifests.filter(
      ({kind, metadata}) => HOOK_RIGHTS.includes(kind) && metadata.name.endsWith('-prepare'),
    );
    const [, template] = podsOf(manifests).find(([name]) => name === `Job ${job}`)!;
    await this.kubectl(['apply', '-f', '-'], yamlOf(rights));
    try {
      const [, , ...args] = template.spec!.containers[0]!.command!;
      const env = {
        KUBECONFIG: await this.kubeconfigOf(template.spec!.serviceAccountName!),
        POD_NAMESPACE: namespace,
      };
      return (await promisify(execFile)(process.execPath, [PREPARE, ...args], {env})).stdout;
    } finally {
      succeeded(await kubectl(['delete', '-f', '-'], yamlOf(rights)));
    }
  }

  /** As its pod would be, with no right but those of its Role. */
  async startOperator(): Promise<void> {
    const {namespace} = this.cluster;
    this.operator = await ServiceProcess.start('operator', {
      KUBECONFIG: await this.kubeconfigOf(`${this.name}-operator`),
      POD_NAMESPACE: namespace,
      LOG_LEVEL: 'warn',
    });
  }

  async killOperator(): Promise<void> {
    await this.operator?.stop('SIGKILL');
  }

  /** What the operator has printed. */
  get operatorOutput(): string {
    return this.operator?.output ?? '';
  }

  object(): Promise<ArtistasApi | undefined> {
    return this.cluster.find<ArtistasApi>(KIND, this.name);
  }

  /** Ready in its present generation. */
  async untilReady(): Promise<void> {
    const isReady = async (): Promise<boolean> => {
      const object = await this.object();
      const ready = object?.status?.conditions?.find(({type}) => type === 'Ready');
      return ready?.status === 'True' && ready.observedGeneration === object?.metadata.generation;
    };
    await eventually('the object is ready', isReady, READY_LIMIT_MS);
  }

  /** `Kind/name` of all that this namespace has of such kinds, but for what every namespace has. */
  async present(kinds: readonly string[]): Promise<string[]> {
    const said = await this.kubectl(['get', kinds.join(','), '-o', 'name', '--ignore-not-found']);
    const names = said
      .split('\n')
      .filter(line => line !== '' && !/kube-root-ca.crt|serviceaccount\/default$/.test(line));
    return names.sort();
  }

  async kubectl(args: readonly string[], stdin = ''): Promise<string> {
    return succeeded(await kubectl(['-n', this.cluster.namespace, ...args], stdin));
  }

  async leave(): Promise<void> {
    await this.killOperator();
    await kubectl(['delete', 'pv', '-l', `teste=${this.cluster.namespace}`, '--wait=false']);
    await this.cluster.leave();
    await rm(this.folder, {recursive: true});
  }

  private volumes(): object[] {
    const {namespace} = this.cluster;
    return [1, 2, 3].map(number => ({
      apiVersion: 'v1',
      kind: 'PersistentVolume',
      metadata: {name: `${namespace}-${number}`, labels: {teste: namespace}},
      spec: {
        accessModes: ['ReadWriteOnce'],
        capacity: {storage: '1Gi'},
        storageClassName: namespace,
        hostPath: {path: '/nonexistent'},
      },
    }));
  }

  private async kubeconfigOf(serviceAccount: string): Promise<string> {
    const file = join(this.folder, serviceAccount);
    await writeFile(file, await this.cluster.kubeconfigOf(serviceAccount));
    return file;
  }
}

function succeeded({exitCode, stdout, stderr}: Said): string {
  if (exitCode !== 0 || /warning/i.test(stderr)) throw new Error(`${stderr}${stdout}`);
  return stdout;
}
