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

type Policy = 'Retain' | 'Delete' | 'BackupThenDelete';
const POLICIES: readonly Policy[] = ['Retain', 'Delete', 'BackupThenDelete'];
/** With it the chart waits longer: for the backup, or for an operator that is dead. */
const BACKUP_BAR_SECONDS = 120;
const DELETION_DEADLINE_SECONDS = 30;

interface Order {
  readonly name: string;
  readonly do: (release: ChartRelease, policy: Policy) => Promise<unknown>;
  /** Nothing is there for data to be kept in. */
  readonly takesNamespace?: true;
  /** So no last backup is made, and what lasts stays. */
  readonly isAlone?: true;
}

async function uninstall(release: ChartRelease, policy: Policy, more: readonly string[] = []): Promise<void> {
  // On fake nodes the hook before it ends without having done anything.
  if (policy === 'BackupThenDelete')
    await release.prepare(valuesOf(release, policy), `${release.name}-deletion`);
  await release.helm('uninstall', ['--wait', ...more]);
}
const removeObject = (release: ChartRelease): Promise<string> =>
  release.kubectl(['delete', 'artapi', release.name]);
const removeCrd = (): Promise<unknown> => kubectl(['delete', CRD]);
const removeNamespace = async ({cluster: {namespace}}: ChartRelease): Promise<void> => {
  const {exitCode, stderr} = await kubectl([
    'delete',
    'namespace',
    namespace,
    `--timeout=${LIMIT_MS / 1000}s`,
  ]);
  if (exitCode !== 0) throw new Error(`The namespace is stuck: ${stderr}`);
};

const ORDERS: readonly Order[] = [
  {
    name: 'release, definition',
    // As the chart's README has it: the operator goes too, and the garbage collector may not know the kind yet.
    do: async (release, policy) => (
      await uninstall(release, policy, ['--cascade', 'foreground']),
      removeCrd()
    ),
  },
  {
    name: 'object, release',
    do: async (release, policy) => (await removeObject(release), uninstall(release, policy)),
  },
  {
    name: 'definition, release',
    do: async (release, policy) => (await removeCrd(), uninstall(release, policy)),
  },
  {
    name: 'operator, object, release',
    do: async (release, policy) => {
      await release.kubectl(['delete', 'deployment', `${release.name}-operator`]);
      await release.killOperator();
      await removeObject(release);
      await uninstall(release, policy);
    },
    isAlone: true,
  },
  {
    name: 'operator dead',
    do: async (release, policy) => (await release.killOperator(), uninstall(release, policy)),
    isAlone: true,
  },
  {name: 'namespace', do: removeNamespace, takesNamespace: true},
  {
    name: 'namespace, operator dead',
    do: async release => (await release.killOperator(), removeNamespace(release)),
    takesNamespace: true,
  },
];

/** K5: whichever way it goes, nothing is stuck, and data are there or not as the object said. */
export const uninstalls: Row = async ({quick}) => {
  const wrong: string[] = [];
  const seconds: Record<'plain' | 'withBackup', number[]> = {plain: [], withBackup: []};
  // Every order and every policy, once or in all combinations.
  const cases = ORDERS.flatMap((order, index) =>
    POLICIES.filter((_, number) => !quick || number === (index + 1) % POLICIES.length).map(policy => ({
      order,
      policy,
    })),
  );
  for (const {order, policy} of cases) {
    const release = await ChartRelease.join();
    try {
      await release.install(ownValuesOf(release, policy));
      const from = performance.now();
      await order
        .do(release, policy)
        .then(() => settled(release, order, policy))
        .catch((error: Error) => wrong.push(`${order.name}, ${policy}: ${error.message}`));
      seconds[policy === 'BackupThenDelete' ? 'withBackup' : 'plain'].push((performance.now() - from) / 1000);
    } finally {
      await release.leave().catch(() => undefined);
    }
  }
  for (const line of wrong) process.stderr.write(`${line}\n`);
  const [plain, withBackup] = [seconds.plain, seconds.withBackup].map(all => Math.max(...all));
  return {
    passed: wrong.length === 0 && plain! <= BAR_SECONDS && withBackup! <= BACKUP_BAR_SECONDS,
    figure: `${cases.length} uninstallations in ${ORDERS.length} orders: ${wrong.length} stuck or against the policy; slowest ${plain!.toFixed(1)} s, with a last backup ${withBackup!.toFixed(1)} s`,
    bar: `nothing stuck; data as the policy says; ≤ ${BAR_SECONDS} s, with a last backup ≤ ${BACKUP_BAR_SECONDS} s`,
  };
};

/** Waits until what is there is what has to be. */
async function settled(
  release: ChartRelease,
  {takesNamespace, isAlone}: Order,
  policy: Policy,
): Promise<void> {
  const goes = takesNamespace || policy === 'Delete';
  // On fake nodes the hook ends without having done anything.
  if (policy === 'Delete' && !takesNamespace)
    await release.prepare(valuesOf(release, policy), `${release.name}-removal`);
  const kept = keptBy(release.name);
  const isBackedUp = policy === 'BackupThenDelete' && !isAlone;
  const wanted = goes ? [] : kept.filter(name => !(isBackedUp && name === `secret/${release.name}-auth`));
  let left: string[] = [];
  const isSo = async (): Promise<boolean> => {
    left = await release.present(EVERYTHING);
    return left.join() === wanted.join();
  };
  await eventually('only data are left', isSo, LIMIT_MS).catch((cause: Error) => {
    throw new Error(`${cause.message}: there is ${left.join(', ')}`, {cause});
  });
}

const ownValuesOf = ({name}: ChartRelease, policy: Policy): object => ({
  deletionPolicy: policy,
  ...(policy === 'BackupThenDelete' && {
    backup: {
      deletionDeadlineSeconds: DELETION_DEADLINE_SECONDS,
      destination: {
        endpoint: `http://${name}-minio:9000`,
        bucket: 'copias',
        credentialsSecretRef: {name: `${name}-minio`},
      },
    },
  }),
});
const valuesOf = (release: ChartRelease, policy: Policy): object =>
  release.valuesWith(ownValuesOf(release, policy));

const keptBy = (name: string): string[] => [
  ...PARTS.map(part => `persistentvolumeclaim/data-${name}-${part}-0`),
  ...['auth', ...PARTS].map(part => `secret/${name}-${part}`),
];
