import {expect} from '@loopback/testlab';
import {keptOf, Retention} from '../../../src/backup/retention';

const NONE: Retention = {daily: 0, weekly: 0, monthly: 0};
const at = (text: string): {at: Date} => ({at: new Date(`${text}Z`)});

/** Which of these times stay. */
function kept(times: readonly string[], retention: Partial<Retention>): string[] {
  const archives = times.map(at);
  const stays = keptOf(archives, {...NONE, ...retention});
  return times.filter((_, i) => stays.has(archives[i]!));
}

describe('retention', () => {
  it('keeps the last archive of each of the last days', () => {
    const times = ['2026-03-01T03:00', '2026-03-02T03:00', '2026-03-02T15:00', '2026-03-03T03:00'];
    expect(kept(times, {daily: 2})).to.eql(['2026-03-02T15:00', '2026-03-03T03:00']);
  });

  it('does not count days without one', () => {
    const times = ['2026-01-01T03:00', '2026-02-01T03:00', '2026-03-01T03:00'];
    expect(kept(times, {daily: 3})).to.eql(times);
  });

  it('ends weeks on Sunday and months on their last day', () => {
    const times = ['2026-02-28T03:00', '2026-03-01T03:00', '2026-03-02T03:00', '2026-03-08T23:59'];
    expect(kept(times, {weekly: 2})).to.eql(['2026-03-01T03:00', '2026-03-08T23:59']);
    expect(kept(times, {monthly: 2})).to.eql(['2026-02-28T03:00', '2026-03-08T23:59']);
  });

  it('keeps what any of the three wants, and the newest whatever they want', () => {
    const times = ['2026-01-31T03:00', '2026-03-01T03:00', '2026-03-02T03:00'];
    expect(kept(times, {daily: 1, monthly: 2})).to.eql(['2026-01-31T03:00', '2026-03-02T03:00']);
    expect(kept(times, {})).to.eql(['2026-03-02T03:00']);
    expect(kept([], {daily: 1})).to.eql([]);
  });
});
