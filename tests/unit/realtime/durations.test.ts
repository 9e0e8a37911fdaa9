import {expect} from '@loopback/testlab';
import {durationsBetween} from '../../../src/realtime/durations';

describe('durations between two readings', () => {
  const reading = (at: number, count: number, below: readonly number[], errors = 0) => ({
    at,
    count,
    errors,
    buckets: [0.01, 0.1, 1].map((bound, i) => [bound, below[i]!] as const),
  });

  it('are a rate, and quantiles within their buckets', () => {
    const before = reading(0, 10, [10, 10, 10]);
    const now = reading(2_000, 110, [60, 108, 110], 3);
    expect(durationsBetween(before, now)).to.eql({porSegundo: 50, erros: 3, p50: 10, p99: 550});
  });

  it('are none without requests', () => {
    const same = reading(0, 10, [10, 10, 10]);
    expect(durationsBetween(same, same)).to.eql({porSegundo: 0, erros: 0, p50: null, p99: null});
  });

  it('end at the last bound for what is longer', () => {
    const now = reading(1_000, 1, [0, 0, 0]);
    expect(durationsBetween(reading(0, 0, [0, 0, 0]), now)).to.containEql({p50: 1_000, p99: 1_000});
  });
});
