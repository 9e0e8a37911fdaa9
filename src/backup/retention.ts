/** How many days, weeks and months keep their last archive. */
export interface Retention {
  readonly daily: number;
  readonly weekly: number;
  readonly monthly: number;
}

const DAY_MS = 86_400_000;
/** The epoch began on a Thursday, and weeks begin on Mondays. */
const MONDAY_DAYS = 3;

const day = (at: Date): number => Math.floor(at.getTime() / DAY_MS);
const week = (at: Date): number => Math.floor((day(at) + MONDAY_DAYS) / 7);
const month = (at: Date): number => at.getUTCFullYear() * 12 + at.getUTCMonth();

/**
 * The archives that stay: the last one of each of the last days, weeks and months (UTC) that have any, so that a time
 * without backups costs none; and the newest whatever is asked for.
 * @param archives oldest first
 */
export function keptOf<T extends {readonly at: Date}>(
  archives: readonly T[],
  {daily, weekly, monthly}: Retention,
): Set<T> {
  const newestFirst = archives.toReversed();
  const kept = new Set(newestFirst.slice(0, 1));
  for (const [periodOf, count] of [
    [day, daily],
    [week, weekly],
    [month, monthly],
  ] as const) {
    const periods = new Set<number>();
    for (const archive of newestFirst) {
      const period = periodOf(archive.at);
      if (periods.has(period) || periods.size >= count) continue;
      periods.add(period);
      kept.add(archive);
    }
  }
  return kept;
}
