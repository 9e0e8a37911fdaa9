import {fork} from 'node:child_process';
import {once} from 'node:events';
import {join} from 'node:path';
import type {Load, LoadFigures, LoadStep} from './load';
import type {Scenario} from './scenarios';
import {cpuSeconds, residentMebibytes, Target} from './target';

const GENERATOR = join(__dirname, 'load.js');
/** As many as keep a server and its database busy on a small machine, and wait little. */
const CONNECTIONS = 16;

/** A server under one load in one round. */
export interface Measured extends LoadFigures {
  readonly scenario: string;
  readonly target: string;
  readonly round: number;
  /** Of the server's own process. */
  readonly cpuMicrosEach: number;
  readonly memoryMebibytes: number;
}

/** A load and the servers that get it; loads that change what others read come after them. */
export interface Case {
  readonly scenario: Scenario;
  readonly targets: readonly Target[];
}

export interface RoundOptions {
  /** The servers have the same data, so their answers are compared beforehand. */
  readonly isSameData?: boolean;
  readonly rounds: number;
  readonly seconds: number;
  readonly warmUpSeconds: number;
}

/**
 * Loads the servers of each case in turn, round after round, so that whatever slows the machine for a while slows all of
 * them.
 * @throws Error when answers differ, or one was wrong
 */
export async function measureRounds(
  cases: readonly Case[],
  {rounds, seconds, warmUpSeconds, isSameData = true}: RoundOptions,
): Promise<Measured[]> {
  const generator = fork(GENERATOR, [], {execArgv: []});
  const load = async (target: Target, steps: readonly LoadStep[], length: number): Promise<LoadFigures> => {
    generator.send({port: target.port, steps, connections: CONNECTIONS, seconds: length} satisfies Load);
    const [figures] = (await once(generator, 'message')) as [LoadFigures];
    if (figures.wrong > 0)
      throw new Error(`${target.name} answered ${figures.wrong} requests wrongly: ${figures.firstWrong}`);
    return figures;
  };
  try {
    const measured: Measured[] = [];
    for (const {scenario, targets} of cases) {
      const sides = await prepare(scenario, targets);
      if (isSameData) compare(scenario, sides);
      for (const {target, steps} of sides) await load(target, steps, warmUpSeconds);
      for (let round = 1; round <= rounds; round++) {
        for (const {target, steps} of sides) {
          const before = cpuSeconds(target.pid);
          const figures = await load(target, steps, seconds);
          const cpu = cpuSeconds(target.pid) - before;
          measured.push({
            scenario: scenario.name,
            target: target.name,
            round,
            ...figures,
            cpuMicrosEach: (cpu * 1e6) / (figures.perSecond * seconds),
            memoryMebibytes: residentMebibytes(target.pid),
          });
        }
      }
    }
    return measured;
  } finally {
    generator.kill();
  }
}

interface Side {
  readonly target: Target;
  readonly steps: readonly LoadStep[];
}

function prepare(scenario: Scenario, targets: readonly Target[]): Promise<Side[]> {
  return Promise.all(targets.map(async target => ({target, steps: await scenario.steps(target)})));
}

function compare({name}: Scenario, sides: readonly Side[]): void {
  const answers = sides.map(({steps}) => JSON.stringify(steps.map(({body}) => body)));
  if (new Set(answers).size > 1) throw new Error(`${name}: the answers differ: ${answers.join(' | ')}`);
}
