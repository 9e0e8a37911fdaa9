import {GROUP, PLURAL} from '../../src/operator/api/group';
import {ChartRelease, EVERYTHING} from '../support/chart-release';
import {eventually} from '../support/eventually';
import {kubectl} from '../support/kubectl';
import type {Row} from './types';

const BAR_SECONDS = 60;
/** How long is waited for what is above the bar. */
const LIMIT_MS = 120_000;
const CRD = `crd/${PLURAL}.${GROUP}`;
const PARTS = ['minio', 'postgresql', 'redis'];

/** `BackupThenDelete` is to come here with the backups. */
type Policy = 'Retain' | 'Delete';
const POLICIES: readonly Policy[] = ['Retain', 'Delete'];

interface Order {
  readonly name: string;
  readonly do: (release: ChartRelease) => Promise<unknown>;
  /** Nothing is there for data to be kept in. */
  readonly takesNamespace?: true;
}

const uninstall = (release: ChartRelease): Promise<string> => release.helm('uninstall', ['--wait']);
const removeObject = (release: ChartRelease): Promise<string> =>
  release.kubectl(['delete', 'artapi', release.name]);
const removeCrd = (): Promise<unknown> => kubectl(['delete', CRD]);

const ORDERS: readonly Order[] = [
  {name: 'release, definition', do: async release => (await uninstall(release), removeCrd())},
  {name: 'object, release', do: async release => (await removeObject(release), uninstall(release))},
  {name: 'definition, release', do: async release => (await removeCrd(), uninstall(release))},
  {
    name: 'operator, object, release',
    do: async release => {
      await release.kubectl(['delete', 'deployment', `${release.name}-operator`]);
      await release.killOperator();
      await removeObject(release);
      await uninstall(release);
    },
  },
  {name: 'operator dead', do: async release => (await release.killOperator(), uninstall(release))},
  {
    name: 'namespace, operator dead',
    do: async release => {
      await release.killOperator();
      return kubectl(['delete', 'namespace', release.cluster.namespace]);
    },
    takesNamespace: true,
  },
];

/** K5: whichever way it goes, nothing is stuck, and data are there or not as the object said. */
export const uninstalls: Row = async ({quick}) => {
  const wrong: string[] = [];
  const seconds: number[] = [];
  // Every order and every policy, once or in all combinations.
  const cases = ORDERS.flatMap((order, index) =>
    POLICIES.filter((_, number) => !quick || number === index % POLICIES.length).map(policy => ({
      order,
      policy,
    })),
  );
  for (const {order, policy} of cases) {
    const release = await ChartRelease.join();
    try {
      await release.install({deletionPolicy: policy});
      const from = performance.now();
      await order.do(release);
      await settled(release, order, policy).catch((error: Error) =>
        wrong.push(`${order.name}, ${policy}: ${error.message}`),
      );
      seconds.push((performance.now() - from) / 1000);
    } finally {
      await release.leave().catch(() => undefined);
    }
  }
  for (const line of wrong) process.stderr.write(`${line}\n`);
  const slowest = Math.max(...seconds);
  return {
    passed: wrong.length === 0 && slowest <= BAR_SECONDS,
    figure: `${cases.length} uninstallations in ${ORDERS.length} orders: ${wrong.length} stuck or against the policy; slowest ${slowest.toFixed(1)} s; no BackupThenDelete yet`,
    bar: `nothing stuck; data as the policy says; ≤ ${BAR_SECONDS} s`,
  };
};

/** Waits until what is there is what has to be. */
async function settled(release: ChartRelease, {takesNamespace}: Order, policy: Policy): Promise<void> {
  const goes = takesNamespace || policy === 'Delete';
  // On fake nodes the hook ends without having done anything.
  if (policy === 'Delete' && !takesNamespace)
    await release.prepare(release.valuesWith({deletionPolicy: policy}), `${release.name}-removal`);
  const wanted = goes ? [] : keptBy(release.name);
  let left: string[] = [];
  const isSo = async (): Promise<boolean> => {
    left = await release.present(EVERYTHING);
    return left.join() === wanted.join();
  };
  await eventually('only data are left', isSo, LIMIT_MS).catch((cause: Error) => {
    throw new Error(`${cause.message}: there is ${left.join(', ')}`, {cause});
  });
}

const keptBy = (name: string): string[] => [
  ...PARTS.map(part => `persistentvolumeclaim/data-${name}-${part}-0`),
  ...['auth', ...PARTS].map(part => `secret/${name}-${part}`),
];
