import type {V1Deployment, V1Job} from '@kubernetes/client-node';
import {setTimeout as delay} from 'node:timers/promises';
import {Reason, Reasons} from '../../src/operator/api/conditions';
import type {StoredObject} from '../../src/operator/runtime/types';
import {MIGRATION_EXIT} from '../../src/config/exit-codes';
import {LEAST_SPEC} from '../support/artistas-api';
import {OperatorCluster} from '../support/operator-cluster';
import type {Row} from './types';

/** After this the leader is killed, later with each upgrade: before the Job, while it runs, after it, in the rollout. */
const KILL_STEP_MS = 250;
const SETTLE_LIMIT_MS = 180_000;
const DEADLINE_SECONDS = 30;

const tagged = (tag: string): object => ({image: {...LEAST_SPEC.image, tag}});
const exiting = (code: number): object => ({pod: {annotations: {'fake-node/exit': String(code)}}});

/** Migrations that do not succeed, what brings them about on a fake node, and what the status has to say. */
const FAILURES: readonly {name: string; spec: object; reason: Reason; words: RegExp}[] = [
  {name: 'falha', spec: exiting(1), reason: Reasons.MIGRATION_FAILED, words: /failed/},
  {
    name: 'trava',
    spec: {pod: {nodeSelector: {nenhum: 'no'}}},
    reason: Reasons.MIGRATION_FAILED,
    words: /longer than specified deadline/,
  },
  {
    name: 'volta',
    spec: exiting(MIGRATION_EXIT.schemaAhead),
    reason: Reasons.SCHEMA_AHEAD,
    words: /migration failed/,
  },
];

/** K3: nothing of a release runs before its migration has succeeded, and that happens once. */
export const migrationGate: Row = async ({quick}) => {
  const kills = quick ? 1 : 10;
  const on = await OperatorCluster.start({operators: 3});
  const history = new History(on);
  try {
    await history.start();
    const quiet = {replicas: 1, worker: {replicas: 1}, rollout: {migrationDeadlineSeconds: DEADLINE_SECONDS}};
    const names = ['salto', ...FAILURES.map(({name}) => name)];
    await Promise.all(names.map(name => on.create(name, {...quiet, ...(tagged('1') as typeof LEAST_SPEC)})));
    await Promise.all(names.map(name => on.hasReady(name, 'True')));

    const refused = Promise.all(
      FAILURES.map(async ({name, spec, reason, words}) => {
        await on.change(name, {...tagged('2'), ...spec});
        const {status} = await on.hasReady(name, 'False', reason, SETTLE_LIMIT_MS);
        return status!.conditions!.some(
          one => one.type === 'Stalled' && one.status === 'True' && words.test(one.message),
        );
      }),
    );
    for (let index = 0; index < kills; index++) {
      const leader = await on.leader();
      await on.change('salto', tagged(`2.${index}`));
      await delay(index * KILL_STEP_MS);
      await leader.process.stop('SIGKILL');
      await on.hasReady('salto', 'True', undefined, SETTLE_LIMIT_MS);
      await leader.process.start();
    }
    const told = (await refused).filter(Boolean).length;
    const early = history.changesBeforeMigration();
    const twice = history.repeatedMigrations();
    const unready = history.momentsWithoutPods();
    const changed = FAILURES.filter(({name}) => history.imagesOf(`${name}-api`).length > 1).length;
    return {
      passed: told === FAILURES.length && early + twice + unready + changed === 0,
      figure: `${kills} kills: ${twice} repeated successes, ${early} templates changed early, ${unready} moments without ready pods; ${told} of ${FAILURES.length} failures with reason in status, ${changed} of them changed a template`,
      bar: '0; 0; 0; all; 0',
    };
  } finally {
    history.stop();
    await on.stop();
  }
};

/** Every state of Deployments and Jobs that the API server has told of, with the order in which they were stored. */
class History {
  private readonly deployments: (V1Deployment & StoredObject)[] = [];
  private readonly jobs: (V1Job & StoredObject)[] = [];
  private readonly stopping = new AbortController();

  constructor(private readonly on: OperatorCluster) {}

  async start(): Promise<void> {
    const watch = <T extends StoredObject>(kind: string, seen: T[]): Promise<unknown> =>
      this.on.cluster.watch<T>(kind, this.stopping.signal, {
        keep: object => object as T,
        onChange: (_, now) => void (now && seen.push(now)),
      });
    await Promise.all([watch('Deployment', this.deployments), watch('Job', this.jobs)]);
  }

  stop(): void {
    this.stopping.abort();
  }

  imagesOf(deployment: string): string[] {
    const ours = this.deployments.filter(({metadata}) => metadata.name === deployment);
    return [...new Set(ours.map(imageOf))];
  }

  /** First states of a Deployment with an image, stored before a Job with that image had succeeded. */
  changesBeforeMigration(): number {
    const first = new Map<string, StoredObject & V1Deployment>();
    for (const one of this.deployments) {
      const key = `${one.metadata.name} ${imageOf(one)}`;
      if (!first.has(key)) first.set(key, one);
    }
    return [...first.values()].filter(one => {
      const succeeded = this.successes().find(job => sameInstance(job, one) && imageOf(job) === imageOf(one));
      return !succeeded || versionOf(succeeded) > versionOf(one);
    }).length;
  }

  repeatedMigrations(): number {
    const keys = this.successes().map(job => `${instanceOf(job)} ${imageOf(job)}`);
    return keys.length - new Set(keys).size;
  }

  momentsWithoutPods(): number {
    const api = this.deployments.filter(({metadata}) => metadata.name.endsWith('-api'));
    const wasReady = new Set<string>();
    return api.filter(({metadata, status}) => {
      const ready = (status?.readyReplicas ?? 0) > 0;
      if (ready) wasReady.add(metadata.name);
      return !ready && wasReady.has(metadata.name);
    }).length;
  }

  /** The first state of each Job in which it had succeeded. */
  private successes(): (V1Job & StoredObject)[] {
    const first = new Map<string, V1Job & StoredObject>();
    for (const job of this.jobs) {
      const {uid = ''} = job.metadata;
      if ((job.status?.succeeded ?? 0) > 0 && !first.has(uid)) first.set(uid, job);
    }
    return [...first.values()];
  }
}

const imageOf = ({spec}: V1Deployment | V1Job): string => spec!.template.spec!.containers[0]!.image!;
const instanceOf = ({metadata}: StoredObject): string => metadata.labels!['app.kubernetes.io/instance']!;
const sameInstance = (one: StoredObject, other: StoredObject): boolean =>
  instanceOf(one) === instanceOf(other);
/** Of one store, so that it orders states of different kinds. */
const versionOf = ({metadata}: StoredObject): number => Number(metadata.resourceVersion);
