import {expect} from '@loopback/testlab';
import {Api} from '../support/api';
import {withDatabase} from '../support/database';
import {eventually} from '../support/eventually';
import {freePort} from '../support/free-port';
import {requireOnMachine} from '../support/machine';
import {hasRedis, RedisServer} from '../support/redis';

const SEEN_LIMIT_MS = 15_000;

describe('a Redis that goes and comes back', function () {
  this.timeout(60_000);
  let redis: RedisServer;
  let api: Api | undefined;
  let metricsUrl = '';
  after(async () => {
    await api?.stop();
    await redis?.kill();
  });
  before(function () {
    requireOnMachine(this, hasRedis(), 'redis-server');
  });
  const database = withDatabase();
  before(async () => {
    const port = await freePort();
    redis = await RedisServer.start();
    metricsUrl = `http://127.0.0.1:${port}/metrics`;
    api = await Api.start(database.url, {REDIS_URL: redis.url, METRICS_PORT: String(port), RUN_WORKER: 'on'});
  });
  const metricIs = (value: number) =>
    eventually(
      `the metric is ${value}`,
      async () =>
        (await (await fetch(metricsUrl)).text()).includes(
          `artistas_dependency_up{dependency="redis"} ${value}`,
        ),
      SEEN_LIMIT_MS,
    );
  const linesOf = (part: string): string[] =>
    api!
      .logs()
      .map(line => JSON.parse(line) as {part?: string; msg: string; level: string})
      .filter(line => line.part === part)
      .map(({level, msg}) => `${level} ${msg}`);

  it('is told by a metric, a detail of health and one line each time, and the service stays ready', async () => {
    await metricIs(1);
    await redis.kill();
    await metricIs(0);
    const {status, json} = await api!.request('GET', '/actuator/health');
    expect([status, json.status, json.components.redis.status]).to.eql([200, 'UP', 'UNKNOWN']);
    expect(json.components.redis.details.redis).to.equal('Indisponível');
    expect((await api!.request('GET', '/ready', {auth: 'none'})).status).to.equal(200);
    await redis.start();
    await metricIs(1);
    expect(linesOf('redis')).to.eql(['warn redis is away', 'info redis is back']);
  });
});
