import {expect} from '@loopback/testlab';
import {Api} from '../support/api';
import {basic, send} from '../support/auth';
import {eventually} from '../support/eventually';
import {withReplicas} from '../support/redis';

const PATH = '/api/v1/artistas';
const LIMIT = 10;

describe('replicas that share a Redis', () => {
  const replicas = withReplicas({RATE_LIMIT: String(LIMIT)});
  before(async () => {
    // Signing in takes a while the first time; the path is not counted.
    for (const api of replicas.apis) await send(api, 'GET', '/actuator/info', {headers: basic()});
  });

  /** Requests that one replica lets pass until it refuses the first; more than twice the limit: it refuses none. */
  const passedBy = async (api: Api, headers?: Record<string, string>): Promise<number> => {
    for (let passed = 0; passed <= 2 * LIMIT; passed++) {
      const {status} = await send(api, 'GET', PATH, {headers});
      expect([200, 401, 429]).to.containEql(status);
      if (status === 429) return passed;
    }
    return Infinity;
  };

  it('count together, and count for themselves while Redis is away', async () => {
    const {redis, apis} = replicas;
    const [first, second] = apis;
    for (let i = 0; i < LIMIT; i++) {
      const {status} = await send(i % 2 ? first : second, 'GET', PATH, {headers: basic()});
      expect(status).to.equal(200);
    }
    for (const api of replicas.apis)
      expect((await send(api, 'GET', PATH, {headers: basic()})).status).to.equal(429);

    await redis.kill();
    for (const api of replicas.apis) expect(await passedBy(api)).to.equal(LIMIT);
    expect((await send(first, 'GET', '/ready')).status).to.equal(200);

    await redis.start();
    const isShared = async (): Promise<boolean> =>
      (await send(first, 'GET', PATH)).headers['ratelimit']?.includes('r=9') === true;
    await eventually('the first replica counts in the new Redis', isShared, 10_000);
    await eventually('the second counts there, too', async () => {
      const {headers} = await send(second, 'GET', PATH);
      return /r=[0-8];/.test(headers['ratelimit'] as string) && passedBy(second);
    });
  });
});
