import {expect} from '@loopback/testlab';
import {ApiClient} from '../../../src/operator/runtime/api-client';
import {LeaseElector} from '../../../src/operator/runtime/lease-elector';
import {silentLogger, withCluster} from '../../support/cluster';
import {eventually} from '../../support/eventually';
import {Link} from '../../support/link';

/** Short, so that the test is; in the same proportions as the real ones. */
const TIMES = {durationMs: 3_000, renewLimitMs: 2_000, retryMs: 200};
const LIMIT_MS = 15_000;

interface Candidate {
  readonly elector: LeaseElector;
  readonly link: Link;
  readonly heard: string[];
  stop(): void;
}

describe('LeaseElector', () => {
  const on = withCluster();
  const running: {candidate: Candidate; client: ApiClient; run: Promise<void>}[] = [];

  afterEach(async () => {
    for (const {candidate, client, run} of running.splice(0)) {
      candidate.stop();
      client.close();
      await run;
      await candidate.link.close();
    }
    await on.cluster.remove('Lease', 'lider').catch(() => undefined);
  });

  async function givenCandidate(identity: string): Promise<Candidate> {
    const link = await Link.to(await on.cluster.serverUrl());
    const client = new ApiClient({credentials: await on.cluster.credentialsBy(link.url)});
    const heard: string[] = [];
    const stop = new AbortController();
    const elector = new LeaseElector({
      client,
      namespace: on.cluster.namespace,
      name: 'lider',
      identity,
      times: TIMES,
      onElected: () => void heard.push('elected'),
      onLost: () => void heard.push('lost'),
      logger: silentLogger,
    });
    const candidate = {elector, link, heard, stop: () => stop.abort()};
    running.push({candidate, client, run: elector.run(stop.signal)});
    return candidate;
  }

  const leads = (name: string, {elector}: Candidate): Promise<unknown> =>
    eventually(`${name} leads`, () => elector.isLeading, LIMIT_MS);

  it('elects one of several, and another when that one says no more', async () => {
    const all = await Promise.all(['a', 'b', 'c'].map(givenCandidate));
    await eventually('one leads', () => all.some(({elector}) => elector.isLeading), LIMIT_MS);
    const first = all.filter(({elector}) => elector.isLeading);
    expect(first).to.have.length(1);

    first[0]!.stop();
    const others = all.filter(one => one !== first[0]);
    await eventually('another leads', () => others.some(({elector}) => elector.isLeading), LIMIT_MS);
    expect(first[0]!.elector.isLeading).to.be.false();
  });

  it('lets the next one lead at once when it gives the lease back', async () => {
    const first = await givenCandidate('a');
    await leads('the first', first);
    const second = await givenCandidate('b');
    first.stop();
    await first.elector.release();
    await leads('the second', second);
    const {spec} = (await on.cluster.find<{spec: {leaseTransitions: number}}>('Lease', 'lider'))!;
    expect(spec.leaseTransitions).to.equal(2);
  });

  it('stops leading before another one may, when the server is out of its reach', async () => {
    const first = await givenCandidate('a');
    await leads('the first', first);
    const second = await givenCandidate('b');
    first.link.silenceAll();
    await eventually('the first has heard', () => first.heard.includes('lost'), LIMIT_MS);
    expect(second.elector.isLeading).to.be.false();
    expect(() => first.elector.assertLeading()).to.throw(/does not lead/);
    await leads('the second', second);
    expect(first.heard).to.eql(['elected', 'lost']);
  });

  it('goes on leading over a short absence of the server', async () => {
    const first = await givenCandidate('a');
    await leads('the first', first);
    first.link.cut();
    setTimeout(() => first.link.restore(), TIMES.renewLimitMs / 2);
    const renewedAt = first.elector.heardAt;
    await eventually(
      'it has renewed',
      () => first.elector.heardAt > renewedAt + TIMES.renewLimitMs / 2,
      LIMIT_MS,
    );
    expect(first.heard).to.eql(['elected']);
  });

  it('is lost at once to somebody who takes it by force', async () => {
    const first = await givenCandidate('a');
    await leads('the first', first);
    await on.cluster.patch('Lease', 'lider', {spec: {holderIdentity: 'outro'}});
    await eventually('it has heard', () => first.heard.includes('lost'), LIMIT_MS);
    expect(first.elector.isLeading).to.be.false();
  });
});
