import {expect} from '@loopback/testlab';
import {setImmediate as turn} from 'node:timers/promises';
import {Wakeable} from '../../../src/outbox/wakeable';
import {eventually} from '../../support/eventually';

const NEVER_MS = 3_600_000;

describe('work that is woken', () => {
  let runs = 0;
  let failures: unknown[] = [];
  let work: Wakeable | undefined;
  const given = (pauseMs = NEVER_MS, fails = false): Wakeable => {
    const run = async (): Promise<void> => {
      runs++;
      await turn();
      if (fails) throw new Error('away');
    };
    return (work = new Wakeable(run, pauseMs, error => void failures.push(error)));
  };
  beforeEach(() => {
    runs = 0;
    failures = [];
  });
  afterEach(() => work?.stop());

  it('is begun at once', () => {
    given().wake();
    expect(runs).to.equal(1);
  });

  it('is done once more for all who woke it while it ran', async () => {
    const often = given();
    for (let i = 0; i < 10; i++) often.wake();
    await eventually('a second run', () => runs === 2);
    await often.stop();
    expect(runs).to.equal(2);
  });

  it('is done by itself after the pause', async () => {
    given(1).wake();
    await eventually('three runs', () => runs >= 3);
  });

  it('tells the first failure of a series, and goes on after the pause', async () => {
    given(1, true).wake();
    await eventually('three runs', () => runs >= 3);
    expect(failures.map(String)).to.eql(['Error: away']);
  });

  it('is not done any more once it was stopped', async () => {
    const stopped = given();
    stopped.wake();
    await stopped.stop();
    stopped.wake();
    expect(runs).to.equal(1);
  });
});
