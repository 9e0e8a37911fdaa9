import {eventually} from '../support/eventually';
import {OperatorCluster} from '../support/operator-cluster';
import {NamedObject, OWNED} from '../support/owned-objects';
import type {Row} from './types';

const CREATED_LIMIT_MS = 5_000;
const REPAIRED_LIMIT_MS = 10_000;
/** So long we wait to see by how much a bar was missed. */
const LOST_LIMIT_MS = 60_000;
const FOREIGN_FIELDS = 15;
const NAME = 'catalogo';

/** K1: what belongs to an object comes at once, stays as it was asked for, and keeps what others add. */
export const drift: Row = async ({quick}) => {
  const harms = quick ? 14 : 40;
  const on = await OperatorCluster.start();
  try {
    await on.leader();
    const from = performance.now();
    await on.create(NAME, {replicas: 2, ingress: {hosts: ['api.example.org']}});
    const exist = async (): Promise<boolean> =>
      (await Promise.all(OWNED.map(({kind, name}) => on.cluster.find(kind, name(NAME))))).every(Boolean);
    await eventually('all is there', exist, LOST_LIMIT_MS);
    const createdMs = performance.now() - from;
    await on.hasReady(NAME, 'True');

    const foreign = await addForeignFields(on);
    let slowestMs = 0;
    const harm = async (count: number, how: (one: NamedObject) => Promise<number>): Promise<void> => {
      for (let index = 0; index < count; index++) {
        slowestMs = Math.max(slowestMs, await how(OWNED[index % OWNED.length]!));
      }
    };
    await harm(harms / 2, one => changeAndWait(on, one));
    // What is deleted takes with it what others had added.
    const kept = await foreign.keptCount();
    await harm(harms / 2, one => deleteAndWait(on, one));
    // The last one is written after the repair.
    const told = async (): Promise<boolean> => (await repairEvents(on)) >= harms;
    await eventually('each repair is told', told, REPAIRED_LIMIT_MS).catch(() => undefined);
    const events = await repairEvents(on);
    const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
    return {
      passed:
        createdMs <= CREATED_LIMIT_MS &&
        slowestMs <= REPAIRED_LIMIT_MS &&
        events >= harms &&
        kept === foreign.count,
      figure: `${OWNED.length} objects after ${seconds(createdMs)}; ${harms} harms repaired in ≤ ${seconds(slowestMs)}, ${events} told by Events; ${kept} of ${foreign.count} foreign fields kept`,
      bar: '≤ 5 s; ≤ 10 s with an Event each; all kept',
    };
  } finally {
    await on.stop();
  }
};

/** Changes what we own, and waits until it is as before. @returns milliseconds */
async function changeAndWait(on: OperatorCluster, {kind, name, harm}: NamedObject): Promise<number> {
  const look = async (): Promise<string> => JSON.stringify(ownPart(await on.cluster.find(kind, name(NAME))));
  const before = await look();
  const from = performance.now();
  await on.cluster.patch(kind, name(NAME), harm);
  await eventually(`${kind} is as before`, async () => (await look()) === before, LOST_LIMIT_MS);
  return performance.now() - from;
}

/** Deletes what we own, and waits until another one is there. @returns milliseconds */
async function deleteAndWait(on: OperatorCluster, {kind, name}: NamedObject): Promise<number> {
  const uid = async (): Promise<string | undefined> =>
    (await on.cluster.find(kind, name(NAME)))?.metadata.uid;
  const before = await uid();
  const from = performance.now();
  await on.cluster.remove(kind, name(NAME));
  const isNew = async (): Promise<boolean> => ![undefined, before].includes(await uid());
  await eventually(`${kind} is there again`, isNew, LOST_LIMIT_MS);
  return performance.now() - from;
}

/** What the operator asks for, without what the server and controllers add over time. */
function ownPart(object: object | undefined): unknown {
  const {spec, metadata, automountServiceAccountToken} = (object ?? {}) as {
    spec?: object;
    metadata?: {labels?: object; ownerReferences?: object};
    automountServiceAccountToken?: boolean;
  };
  return [spec, metadata?.labels, metadata?.ownerReferences, automountServiceAccountToken];
}

interface Foreign {
  readonly count: number;
  keptCount(): Promise<number>;
}

async function addForeignFields(on: OperatorCluster): Promise<Foreign> {
  const targets = OWNED.filter(({kind}) => kind !== 'Job').slice(0, 5);
  const fields = ['a', 'b'].map(name => `exemplo.dev/${name}`);
  // Annotations and a label on each of five objects: fifteen fields that nobody here asked for.
  for (const {kind, name} of targets) {
    await on.cluster.patch(kind, name(NAME), {
      metadata: {
        annotations: Object.fromEntries(fields.map(field => [field, 'x'])),
        labels: {equipe: 'azul'},
      },
    });
  }
  return {
    count: FOREIGN_FIELDS,
    async keptCount() {
      let kept = 0;
      for (const {kind, name} of targets) {
        const {metadata} = (await on.cluster.find(kind, name(NAME)))!;
        kept += fields.filter(field => metadata.annotations?.[field] === 'x').length;
        kept += metadata.labels?.equipe === 'azul' ? 1 : 0;
      }
      return kept;
    },
  };
}

async function repairEvents(on: OperatorCluster): Promise<number> {
  const events = await on.cluster.list<{reason: string; series?: {count: number}; metadata: {name: string}}>(
    'Event',
  );
  const repairs = events.filter(({reason}) => reason === 'Repaired');
  return repairs.reduce((sum, {series}) => sum + (series?.count ?? 1), 0);
}
