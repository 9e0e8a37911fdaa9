import {expect} from '@loopback/testlab';
import {WorkQueue} from '../../../../src/operator/runtime/work-queue';

const RETRY = {firstMs: 1, maxMs: 20};
const PLENTY = {perSecond: 1000, burst: 1000};

describe('WorkQueue', () => {
  let queue: WorkQueue;
  const givenQueue = (budget = PLENTY): WorkQueue => (queue = new WorkQueue({retry: RETRY, budget}));
  beforeEach(() => void givenQueue());
  afterEach(() => queue.close());

  const never = Symbol('never');
  /** What is given out at once. */
  const takeNow = (): Promise<unknown> =>
    Promise.race([queue.take(), new Promise(resolve => setImmediate(resolve, never))]);

  it('gives a key once however often it was added, in the order of the first time', async () => {
    for (const key of ['a', 'b', 'a', 'c', 'a']) queue.add(key);
    expect(await queue.take()).to.equal('a');
    expect(await queue.take()).to.equal('b');
    expect(await queue.take()).to.equal('c');
    expect(queue.depth).to.equal(0);
  });

  it('gives a key again only when the work on it is done', async () => {
    queue.add('a');
    await queue.take();
    queue.add('a');
    queue.add('a');
    const next = queue.take();
    expect(await Promise.race([next, Promise.resolve(never)])).to.equal(never);
    queue.done('a');
    expect(await next).to.equal('a');
    queue.done('a');
    expect(await takeNow()).to.equal(never);
  });

  it('lets a key rest after its work, and takes together what is heard of it meanwhile', async () => {
    queue = new WorkQueue({retry: RETRY, budget: PLENTY, restMs: 20});
    queue.add('a');
    queue.done((await queue.take())!);
    for (const key of ['a', 'a', 'b']) queue.add(key);
    expect(await queue.take()).to.equal('b');
    expect(await queue.take()).to.equal('a');
    expect(queue.depth).to.equal(0);
  });

  it('adds later what is to come later, and sooner when asked sooner', async () => {
    queue.addAfter('a', 60_000);
    queue.addAfter('a', 1);
    queue.addAfter('a', 30_000);
    expect(await queue.take()).to.equal('a');
  });

  it('takes what is added now for what was planned', async () => {
    queue.addAfter('a', 5);
    queue.add('a');
    expect(await queue.take()).to.equal('a');
    queue.done('a');
    expect(await takeNow()).to.equal(never);
  });

  it('waits longer with each failure of a key, up to a limit, and not at all after a success', () => {
    const waits = [1, 2, 3, 4, 5, 6, 7].map(() => queue.retry('a'));
    expect(waits[0]).to.be.within(0.5, 1);
    expect(waits[6]).to.be.within(10, 20);
    expect(queue.failing).to.equal(1);
    queue.forget('a');
    expect(queue.failing).to.equal(0);
    expect(queue.retry('a')).to.be.within(0.5, 1);
  });

  it('gives out no more than its budget', async () => {
    givenQueue({perSecond: 20, burst: 2});
    for (const key of ['a', 'b', 'c', 'd']) queue.add(key);
    expect([await takeNow(), await takeNow(), await takeNow()]).to.eql(['a', 'b', never]);
    expect(await queue.take()).to.equal('d');
  });

  it('sends everybody home when it closes', async () => {
    const waiting = queue.take();
    queue.addAfter('a', 1);
    queue.close();
    expect(await waiting).to.be.undefined();
    queue.add('b');
    expect(await queue.take()).to.be.undefined();
  });
});
