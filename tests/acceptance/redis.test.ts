import {expect} from '@loopback/testlab';
import {Api} from '../support/api';
import {basic, send} from '../support/auth';
import {withDatabase} from '../support/database';
import {eventually} from '../support/eventually';
import {requireOnMachine} from '../support/machine';
import {hasRedis, RedisServer} from '../support/redis';

const PATH = '/api/v1/artistas';
const LIMIT = 10;

describe('replicas that share a Redis', () => {
  let redis: RedisServer | undefined;
  let apis: Api[] = [];
  // Before the database goes.
  after(async () => {
    await Promise.all(apis.map(api => api.stop()));
    await redis?.kill();
  });
  before(function () {
    requireOnMachine(this, hasRedis(), 'redis-server');
  });
  const database = withDatabase();
  before(async () => {
    redis = await RedisServer.start();
    const env = {RATE_LIMIT: String(LIMIT), REDIS_URL: redis.url};
    apis = await Promise.all([Api.start(database.url, env), Api.start(database.url, env)]);
    // Signing in takes a while the first time; the path is not counted.
    for (const api of apis) await send(api, 'GET', '/actuator/info', {headers: basic()});
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
    const [first, second] = apis as [Api, Api];
    for (let i = 0; i < LIMIT; i++) {
      const {status} = await send(i % 2 ? first : second, 'GET', PATH, {headers: basic()});
      expect(status).to.equal(200);
    }
    for (const api of apis) expect((await send(api, 'GET', PATH, {headers: basic()})).status).to.equal(429);

    await redis!.kill();
    for (const api of apis) expect(await passedBy(api)).to.equal(LIMIT);
    expect((await send(first, 'GET', '/ready')).status).to.equal(200);

    await redis!.start();
    const isShared = async (): Promise<boolean> =>
      (await send(first, 'GET', PATH)).headers['ratelimit']?.includes('r=9') === true;
    await eventually('the first replica counts in the new Redis', isShared, 10_000);
    await eventually('the second counts there, too', async () => {
      const {headers} = await send(second, 'GET', PATH);
      return /r=[0-8];/.test(headers['ratelimit'] as string) && passedBy(second);
    });
  });
});
