import {setTimeout as delay} from 'node:timers/promises';
import {eventually} from '../support/eventually';
import {OperatorCluster, RunningOperator} from '../support/operator-cluster';
import type {Row} from './types';

const MIB = 1024 * 1024;
const SECRET_BYTES = 100_000;
/** Foreign Secrets are made so many at a time. */
const AT_ONCE = 20;
const MAX_MEMORY = 128 * MIB;
const MAX_ADDED_MEMORY = 10 * MIB;
const MAX_READS_A_MINUTE = 2;
const READY_LIMIT_MS = 180_000;

/** K2: with nothing to do the operator writes nothing, reads hardly anything, and does not carry what others store. */
export const atRest: Row = async ({quick}) => {
  const [objects, secrets, restMs] = quick ? [5, 150, 12_000] : [20, 5_000, 600_000];
  const on = await OperatorCluster.start();
  try {
    const names = [...Array(objects).keys()].map(index => `repouso-${index}`);
    await Promise.all(names.map(name => on.create(name, {replicas: 1})));
    for (const name of names) await on.hasReady(name, 'True', undefined, READY_LIMIT_MS);
    const leader = await on.leader();
    await settled(leader);
    const peak = new PeakMemory(leader);
    const emptyBytes = await peak.over(restMs / 10);
    await addForeignSecrets(on, secrets);
    await settled(leader);

    const {writes, reads} = {writes: leader.proxy.writes().length, reads: leader.proxy.reads().length};
    const fullBytes = await peak.over(restMs);
    const written = leader.proxy.writes().slice(writes);
    const readsAMinute = (leader.proxy.reads().length - reads) / objects / (restMs / 60_000);
    const added = fullBytes - emptyBytes;
    const mib = (bytes: number): string => (bytes / MIB).toFixed(0);
    return {
      passed:
        written.length === 0 &&
        readsAMinute <= MAX_READS_A_MINUTE &&
        fullBytes <= MAX_MEMORY &&
        added <= MAX_ADDED_MEMORY,
      figure: `${objects} objects, ${restMs / 1000} s: ${written.length} writes${written[0] ? ` (${written[0].path})` : ''}, ${readsAMinute.toFixed(1)} reads/min/object; ${mib(fullBytes)} MiB, ${added > 0 ? '+' : ''}${mib(added)} for ${secrets} foreign Secrets`,
      bar: '0 writes; ≤ 2 reads; ≤ 128 MiB, ≤ +10',
    };
  } finally {
    await on.stop();
  }
};

/** Waits until it has not called for a while. */
async function settled({proxy}: RunningOperator): Promise<void> {
  const quietMs = 3_000;
  const last = (): number => Math.max(0, ...[...proxy.reads(), ...proxy.writes()].map(({at}) => at));
  await eventually('the operator is at rest', () => performance.now() - last() > quietMs, 120_000);
}

class PeakMemory {
  constructor(private readonly operator: RunningOperator) {}

  /** The highest resident size over a time. */
  async over(ms: number): Promise<number> {
    const before = this.operator.process.residentBytes();
    const watch = this.operator.process.watchMemory();
    await delay(ms);
    return before + watch();
  }
}

async function addForeignSecrets(on: OperatorCluster, count: number): Promise<void> {
  const value = 'x'.repeat(SECRET_BYTES);
  for (let made = 0; made < count; made += AT_ONCE) {
    const batch = [...Array(Math.min(AT_ONCE, count - made)).keys()].map(index => `alheio-${made + index}`);
    await Promise.all(
      batch.map(name =>
        on.cluster.create({
          apiVersion: 'v1',
          kind: 'Secret',
          metadata: {name},
          stringData: {value},
        } as object),
      ),
    );
  }
}
