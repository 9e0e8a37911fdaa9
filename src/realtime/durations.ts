import type {HttpDurations} from '../observability/http-metrics';

/** What went on between two readings; times in milliseconds, null without requests. */
export function durationsBetween(before: HttpDurations, now: HttpDurations): object {
  const seconds = Math.max((now.at - before.at) / 1000, 0.001);
  const count = now.count - before.count;
  const quantile = (part: number): number | null => {
    if (count === 0) return null;
    const wanted = count * part;
    let lower = {bound: 0, below: 0};
    for (const [i, [bound, total]] of now.buckets.entries()) {
      const below = total - (before.buckets[i]?.[1] ?? 0);
      if (below >= wanted) {
        const share = below === lower.below ? 1 : (wanted - lower.below) / (below - lower.below);
        return Math.round((lower.bound + (bound - lower.bound) * share) * 1e4) / 10;
      }
      lower = {bound, below};
    }
    return lower.bound * 1000;
  };
  const rate = before === now ? 0 : Math.round((count / seconds) * 10) / 10;
  return {porSegundo: rate, erros: now.errors - before.errors, p50: quantile(0.5), p99: quantile(0.99)};
}
