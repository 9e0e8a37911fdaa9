import {setTimeout as delay} from 'node:timers/promises';
import {describeFailures, Outcome, quantile, Traffic} from './traffic';

/** What became of a load. */
export interface LoadResult {
  readonly sent: number;
  readonly admitted: number;
  /** Of those, in milliseconds. */
  readonly p99Ms: number;
  /** Told to come back, and when. */
  readonly refused: number;
  /** Everything else. */
  readonly wrong: string;
}

const isRefusal = ({status, retryAfter}: Outcome): boolean =>
  (status === 503 || status === 429) && retryAfter === true;

/** A process that sends requests, so that who measures is not who is busy: `node load-child.js <url> <a second> <seconds>`. */
async function main([
  url = '',
  perSecond = '0',
  seconds = '0',
  connections = '0',
]: readonly string[]): Promise<void> {
  const options = {
    url,
    perSecond: Number(perSecond),
    writes: 0.2,
    connections: Number(connections),
    skipsWhenBusy: true,
  };
  const traffic = new Traffic(options);
  await traffic.connect();
  traffic.start();
  await delay(Number(seconds) * 1000);
  await traffic.stop();
  const {outcomes} = traffic;
  const admitted = outcomes.filter(({status}) => status === 200);
  const result: LoadResult = {
    sent: outcomes.length,
    admitted: admitted.length,
    p99Ms: quantile(admitted, 0.99, 'tookMs'),
    refused: outcomes.filter(isRefusal).length,
    wrong: describeFailures(outcomes, outcome => outcome.status === 200 || isRefusal(outcome)),
  };
  process.send!(result, () => process.exit(0));
}

if (process.send) void main(process.argv.slice(2));
