import {execFile} from 'node:child_process';
import {readdirSync} from 'node:fs';
import {setTimeout as delay} from 'node:timers/promises';
import {promisify} from 'node:util';
import {eventually} from '../support/eventually';
import {OperatorCluster, RunningOperator} from '../support/operator-cluster';
import type {Row} from './types';

const NAME = 'catalogo';
const TAKEOVER_LIMIT_MS = 20_000;
const SEEN_LIMIT_MS = 2_000;
/** Longer than a lease lasts. */
const STOPPED_MS = {quick: 20_000, full: 40_000};
/** So long we wait to see by how much a bar was missed. */
const LOST_LIMIT_MS = 120_000;
const AWAY_MS = 4_000;
/** As many as an operator has. */
const WATCHES = 13;

/** K4: one leads at any time, whatever happens to it or to the API server, and none writes that does not lead. */
export const leaders: Row = async ({quick}) => {
  const times = quick
    ? {kills: 1, stops: 1, restarts: 1, changes: 10}
    : {kills: 20, stops: 5, restarts: 10, changes: 200};
  const [killed, stopped] = await Promise.all([
    withLeaders(on => killLeaders(on, times.kills)),
    withLeaders(on => stopLeaders(on, times.stops, STOPPED_MS[quick ? 'quick' : 'full'])),
  ]);
  // By itself, since the others cannot be watched without an API server.
  const served = await withLeaders(on => restartServer(on, times.restarts, times.changes));
  const slowest = Math.max(...killed.figures, ...stopped.figures);
  const {seen, from, to} = served.figures;
  const stale = killed.stale + stopped.stale + served.stale;
  const p99 = seen.sort((a, b) => a - b)[Math.ceil(seen.length * 0.99) - 1]!;
  const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
  return {
    passed: slowest <= TAKEOVER_LIMIT_MS && stale === 0 && p99 <= SEEN_LIMIT_MS && to <= from + 2,
    figure: `${times.kills} kills, ${times.stops} stops: taken over in ≤ ${seconds(slowest)}; ${stale} writes by a stale leader; ${times.restarts} restarts of the API server and a forced 410 each; ${seen.length} changes seen, p99 ${seconds(p99)}; descriptors ${from} → ${to}`,
    bar: '≤ 20 s; 0; ≤ 2 s; flat',
  };
};

/** Two operators and an object of their own. */
async function withLeaders<T>(
  work: (on: OperatorCluster) => Promise<T>,
): Promise<{readonly figures: T; readonly stale: number}> {
  const on = await OperatorCluster.start({operators: 2});
  try {
    await on.create(NAME, {replicas: 1});
    await on.hasReady(NAME, 'True');
    return {figures: await work(on), stale: staleWrites(on)};
  } finally {
    await on.stop();
  }
}

async function killLeaders(on: OperatorCluster, kills: number): Promise<number[]> {
  const takeovers: number[] = [];
  for (let index = 0; index < kills; index++) {
    const leader = await on.leader();
    await leader.process.stop('SIGKILL');
    takeovers.push(await takeover(on, leader));
    await leader.process.start();
  }
  return takeovers;
}

async function stopLeaders(on: OperatorCluster, stops: number, stoppedMs: number): Promise<number[]> {
  const takeovers: number[] = [];
  for (let index = 0; index < stops; index++) {
    const leader = await on.leader();
    // While it works on something.
    await on.change(NAME, {rateLimit: 1_000 + index});
    process.kill(leader.process.pid, 'SIGSTOP');
    takeovers.push(await takeover(on, leader));
    await delay(Math.max(0, stoppedMs - takeovers.at(-1)!));
    process.kill(leader.process.pid, 'SIGCONT');
    await eventually('the one that was stopped ends', () => !leader.process.isRunning, LOST_LIMIT_MS);
    await leader.process.start();
  }
  return takeovers;
}

async function restartServer(
  on: OperatorCluster,
  restarts: number,
  changes: number,
): Promise<{readonly seen: number[]; readonly from: number; readonly to: number}> {
  const seen: number[] = [];
  const change = async (): Promise<void> => void seen.push(await changeSeen(on, seen.length + 1));
  for (let index = 0; index < changes; index++) await change();
  const from = descriptors(await on.leader());
  for (let index = 0; index < restarts; index++) {
    await restartApiServer(on);
    await revive(on);
    const leader = await on.leader();
    await change();
    leader.proxy.forget(WATCHES);
    await change();
  }
  return {seen, from, to: descriptors(await on.leader())};
}

/** Changes the object. @returns milliseconds until the Deployment shows it */
async function changeSeen(on: OperatorCluster, rateLimit: number): Promise<number> {
  const from = performance.now();
  await on.change(NAME, {rateLimit});
  const shown = async (): Promise<boolean> => {
    const {env} = (await on.deployment(`${NAME}-api`))!.spec!.template.spec!.containers[0]!;
    return env!.some(({name, value}) => name === 'RATE_LIMIT' && value === String(rateLimit));
  };
  await eventually('the change is seen', shown, LOST_LIMIT_MS);
  return performance.now() - from;
}

/** @returns milliseconds until another one leads */
async function takeover(on: OperatorCluster, old: RunningOperator): Promise<number> {
  const from = performance.now();
  const others = on.operators.filter(one => one !== old);
  const acquired = (): boolean =>
    others.some(({proxy}) => proxy.calls.some(call => call.at > from && isAcquisition(call)));
  await eventually('another one leads', acquired, LOST_LIMIT_MS);
  return performance.now() - from;
}

/** By `API_SERVER_RESTART`, a command, where the machine has one for its cluster; else for the operators alone. */
async function restartApiServer(on: OperatorCluster): Promise<void> {
  const command = process.env.API_SERVER_RESTART;
  if (command) {
    await promisify(execFile)('bash', ['-c', command], {timeout: LOST_LIMIT_MS});
    return;
  }
  for (const {proxy} of on.operators) proxy.cut();
  await delay(AWAY_MS);
  for (const {proxy} of on.operators) proxy.restore();
}

/** As Kubernetes does with a pod that has ended: a leader without an API server for too long ends itself. */
async function revive(on: OperatorCluster): Promise<void> {
  for (const {process: one} of on.operators) if (!one.isRunning) await one.start();
}

interface Call {
  readonly at: number;
  readonly method: string;
  readonly path: string;
  status?: number;
}

const isRenewal = ({method, path, status = 0}: Call): boolean =>
  path.includes('/leases') && ['PUT', 'POST'].includes(method) && status >= 200 && status < 300;
const isAcquisition = isRenewal;

/** Writes that came from an operator after another one had taken the lease. */
function staleWrites(on: OperatorCluster): number {
  const all = on.operators
    .flatMap((operator, index) => operator.proxy.calls.map(call => ({...call, index})))
    .sort((a, b) => a.at - b.at);
  let holder: number | undefined;
  let stale = 0;
  for (const call of all) {
    if (isRenewal(call)) holder = call.index;
    else if (call.method !== 'GET' && !call.path.includes('/leases') && call.index !== holder) stale += 1;
  }
  return stale;
}

const descriptors = ({process: {pid}}: RunningOperator): number => readdirSync(`/proc/${pid}/fd`).length;
