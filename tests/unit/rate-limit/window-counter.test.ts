import {expect} from '@loopback/testlab';
import {countEvent, windowCounter} from '../../../src/rate-limit/window-counter';
import {eventually} from '../../support/eventually';

const KEY = 'user:seletivo';

describe('a window of events', () => {
  it('begins with the first event, does not slide, and ends', async () => {
    const counter = windowCounter({keyPrefix: 'test', points: 2, seconds: 1});
    const startedAt = performance.now();
    const first = await countEvent(counter, KEY);
    expect([first.consumedPoints, first.remainingPoints]).to.eql([1, 1]);

    // Events go on all the time; in a window that slides there would never be room again.
    let last = first;
    const isAnother = async (): Promise<boolean> => {
      const before = last;
      last = await countEvent(counter, KEY);
      if (last.consumedPoints === 1) return true;
      expect(last.msBeforeNext).to.be.lessThanOrEqual(before.msBeforeNext);
      expect(last.remainingPoints).to.equal(0);
      return false;
    };
    await eventually('the next window', isAnother, 3_000);
    expect(performance.now() - startedAt).to.be.within(900, 2_500);
    expect(last.remainingPoints).to.equal(1);
  });

  it('is one for each key', async () => {
    const counter = windowCounter({keyPrefix: 'test', points: 1, seconds: 60});
    for (const key of ['a', 'b']) expect((await countEvent(counter, key)).consumedPoints).to.equal(1);
    expect((await countEvent(counter, 'a')).consumedPoints).to.equal(2);
  });
});
