import type {ArtistasApi} from '../../src/operator/api/artistas-api';
import {KIND} from '../../src/operator/api/group';
import {groundwork, workloads} from '../../src/operator/manifests/children';
import type {Manifest} from '../../src/operator/api/manifest';
import {migrationJob} from '../../src/operator/manifests/tasks';
import {eventually} from '../support/eventually';
import {OperatorCluster} from '../support/operator-cluster';
import type {Row} from './types';

const MIB = 1024 * 1024;
const APPLIED_LIMIT_MS = 60_000;
const MAX_MEMORY = 128 * MIB;
/** So long we wait to see by how much a bar was missed. */
const LOST_LIMIT_MS = 280_000;

/**
 * No pods but those of migrations: what is measured is the operator, not the controllers and nodes of the test. Even so the
 * Job controller is what is waited for: it makes 20 calls a second, and seven for each Job: a pod, its finalizer, three
 * statuses and two Events.
 */
const QUIET = {replicas: 0, worker: {replicas: 0}, pod: {annotations: {'fake-node/ready': 'false'}}};

/** P10: many objects at once. Applied means that every object of theirs is there, past the migration. */
export const many: Row = async ({quick}) => {
  const count = quick ? 40 : 200;
  const on = await OperatorCluster.start();
  const watching = new AbortController();
  try {
    const leader = await on.leader();
    // The API server compiles the rules of a new kind, for two seconds, when its first object comes.
    await on.create('primeiro', QUIET);
    await on.hasReady('primeiro', 'True');
    const progress = await watchProgress(on, watching.signal);
    const resting = leader.process.residentBytes();
    const watch = leader.process.watchMemory();
    const from = performance.now();
    const seconds = (): string => ((performance.now() - from) / 1000).toFixed(1);
    const names = [...Array(count).keys()].map(index => `lote-${index}`);
    const objects = await Promise.all(names.map(name => on.create(name, QUIET)));
    const jobs = objects.map(cr => migrationJob(cr));
    await eventually('all migrations have begun', () => progress.made(jobs) === count, LOST_LIMIT_MS);
    const begun = seconds();
    const wanted = objects.flatMap(cr => [...groundwork(cr), ...workloads(cr)]);
    await eventually('all is applied', () => progress.made(wanted) === wanted.length, LOST_LIMIT_MS);
    const applied = seconds();
    await eventually('all are ready', () => progress.ready() === count + 1, LOST_LIMIT_MS);
    const peak = resting + watch();
    return {
      passed: Number(applied) * 1000 <= APPLIED_LIMIT_MS && peak <= MAX_MEMORY,
      figure: `${count} objects: migrations begun after ${begun} s, all applied after ${applied} s, ready after ${seconds()} s; ${(peak / MIB).toFixed(0)} MiB at most`,
      bar: '≤ 60 s; ≤ 128 MiB',
    };
  } finally {
    watching.abort();
    await on.stop();
  }
};

interface Progress {
  /** How many of these objects are there. */
  made(wanted: readonly Manifest[]): number;
  /** How many `ArtistasApi` are ready. */
  ready(): number;
}

/** Told by watches: to ask for it again and again would be the greater load of the two. */
async function watchProgress(on: OperatorCluster, signal: AbortSignal): Promise<Progress> {
  const kinds = ['Job', 'ServiceAccount', 'NetworkPolicy', 'Deployment', 'Service', 'CronJob'];
  const made = await Promise.all(
    kinds.map(kind => on.cluster.watch(kind, signal, {keep: () => true, metadataOnly: true})),
  );
  const ready = await on.cluster.watch(KIND, signal, {
    keep: object => {
      const {status} = object as Partial<ArtistasApi>;
      return status?.conditions?.some(one => one.type === 'Ready' && one.status === 'True');
    },
  });
  const isMade = ({kind, metadata: {namespace, name}}: Manifest): boolean =>
    made[kinds.indexOf(kind)]?.get(`${namespace}/${name}`) === true;
  return {
    made: wanted => wanted.filter(isMade).length,
    ready: () => [...ready.entries()].filter(([, isReady]) => isReady).length,
  };
}
