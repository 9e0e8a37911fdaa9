import type {Measured} from './rounds';

/** Requests a second of a server beside those of another one in the same rounds. */
export interface Ratio {
  readonly median: number;
  readonly lowest: number;
  readonly highest: number;
}

/** Of all rounds of one scenario; each is compared with its own, in which the machine was the same. */
export function ratioOf(
  measured: readonly Measured[],
  scenario: string,
  [over, under]: readonly [string, string],
): Ratio {
  const perSecond = (target: string): Map<number, number> =>
    new Map(
      measured
        .filter(one => one.scenario === scenario && one.target === target)
        .map(one => [one.round, one.perSecond]),
    );
  const others = perSecond(under);
  const ratios = [...perSecond(over)].map(([round, rate]) => rate / others.get(round)!).sort((a, b) => a - b);
  return {median: median(ratios), lowest: ratios[0]!, highest: ratios.at(-1)!};
}

export function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)]!;
}
