import {expect} from '@loopback/testlab';
import {SharedCheck} from '../../../src/observability/shared-check';

/** A check that ends when the test says so, and a clock that goes when the test says so. */
function givenCheck() {
  const runs: {end: (result: string) => void; fail: (error: Error) => void}[] = [];
  let nowMs = 0;
  const check = new SharedCheck(
    () => new Promise<string>((end, fail) => runs.push({end, fail})),
    () => nowMs,
  );
  return {check, runs, pass: (ms: number) => void (nowMs += ms)};
}

describe('a shared check', () => {
  it('runs once for all who ask at the same time', async () => {
    const {check, runs} = givenCheck();
    const asked = [check.get(), check.get(), check.get()];
    runs[0]!.end('up');
    expect(await Promise.all(asked)).to.eql(['up', 'up', 'up']);
    expect(runs.length).to.equal(1);
  });

  it('is believed for a second, then runs again', async () => {
    const {check, runs, pass} = givenCheck();
    const first = check.get();
    runs[0]!.end('first');
    await first;
    pass(999);
    expect(await check.get()).to.equal('first');
    pass(1);
    const second = check.get();
    runs[1]!.end('second');
    expect(await second).to.equal('second');
  });

  it('is believed when it failed, too', async () => {
    const {check, runs, pass} = givenCheck();
    const first = check.get();
    runs[0]!.fail(new Error('refused'));
    await expect(first).to.be.rejectedWith('refused');
    pass(500);
    await expect(check.get()).to.be.rejectedWith('refused');
    expect(runs.length).to.equal(1);
  });

  it('is not waited for longer than a second, and not started again meanwhile', async () => {
    const {check, runs} = givenCheck();
    await expect(check.get()).to.be.rejectedWith('no answer within 1000 ms');
    const late = check.get();
    expect(runs.length).to.equal(1);
    runs[0]!.end('late');
    expect(await late).to.equal('late');
  });
});
