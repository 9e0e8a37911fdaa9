import {KIND} from '../../src/operator/api/group';
import {eventually} from '../support/eventually';
import {OperatorCluster} from '../support/operator-cluster';
import type {Row} from './types';

const MIB = 1024 * 1024;
const APPLIED_LIMIT_MS = 60_000;
const MAX_MEMORY = 128 * MIB;
/** So long we wait to see by how much a bar was missed. */
const LOST_LIMIT_MS = 300_000;

interface Placed {
  readonly metadata: {readonly name: string};
}

/** P10: many objects at once. Applied means that every object of theirs is there, past the migration. */
export const many: Row = async ({quick}) => {
  const count = quick ? 40 : 200;
  const on = await OperatorCluster.start();
  try {
    const leader = await on.leader();
    const resting = leader.process.residentBytes();
    const watch = leader.process.watchMemory();
    const from = performance.now();
    const names = [...Array(count).keys()].map(index => `lote-${index}`);
    // No pods: what is measured is the operator, not the controllers and nodes of the test.
    await Promise.all(names.map(name => on.create(name, {replicas: 0, worker: {replicas: 0}})));
    const applied = async (): Promise<boolean> => {
      const found = await on.cluster.list<Placed>('CronJob');
      return found.length === count;
    };
    await eventually('all is applied', applied, LOST_LIMIT_MS);
    const seconds = (performance.now() - from) / 1000;
    const ready = async (): Promise<boolean> => {
      const objects = await on.cluster.list<
        Placed & {status?: {conditions?: {type: string; status: string}[]}}
      >(KIND);
      return objects.every(({status}) =>
        status?.conditions?.some(({type, status: is}) => type === 'Ready' && is === 'True'),
      );
    };
    await eventually('all are ready', ready, LOST_LIMIT_MS);
    const readySeconds = (performance.now() - from) / 1000;
    const peak = resting + watch();
    return {
      passed: seconds * 1000 <= APPLIED_LIMIT_MS && peak <= MAX_MEMORY,
      figure: `${count} objects applied after ${seconds.toFixed(1)} s, ready after ${readySeconds.toFixed(1)} s; ${(peak / MIB).toFixed(0)} MiB at most`,
      bar: '≤ 60 s; ≤ 128 MiB',
    };
  } finally {
    await on.stop();
  }
};
