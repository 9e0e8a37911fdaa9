import {expect} from '@loopback/testlab';
import {Api} from '../support/api';
import {withDatabase} from '../support/database';
import {eventually} from '../support/eventually';
import {freePort} from '../support/free-port';
import {requireOnMachine} from '../support/machine';
import {hasRedis, RedisServer} from '../support/redis';
import {failingWith, withRegionaisApi} from '../support/regionais-api';

const SEEN_LIMIT_MS = 15_000;

const metricIs = (url: string, dependency: string, value: number) =>
  eventually(
    `the metric of ${dependency} is ${value}`,
    async () => {
      const text = await (await fetch(url)).text();
      return text.includes(`artistas_dependency_up{dependency="${dependency}"} ${value}`);
    },
    SEEN_LIMIT_MS,
  );

const linesOf = (api: Api, part: string): string[] =>
  api
    .logs()
    .map(line => JSON.parse(line) as {part?: string; msg: string; level: string})
    .filter(line => line.part === part)
    .map(({level, msg}) => `${level} ${msg}`);

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
  it('is told by a metric, a detail of health and one line each time, and the service stays ready', async () => {
    await metricIs(metricsUrl, 'redis', 1);
    await redis.kill();
    await metricIs(metricsUrl, 'redis', 0);
    const {status, json} = await api!.request('GET', '/actuator/health');
    expect([status, json.status, json.components.redis.status]).to.eql([200, 'UP', 'UNKNOWN']);
    expect(json.components.redis.details.redis).to.equal('Indisponível');
    expect((await api!.request('GET', '/ready', {auth: 'none'})).status).to.equal(200);
    await redis.start();
    await metricIs(metricsUrl, 'redis', 1);
    expect(linesOf(api!, 'redis')).to.eql(['warn redis is away', 'info redis is back']);
  });
});

describe('an API of regional offices that goes and comes back', function () {
  this.timeout(60_000);
  const external = withRegionaisApi();
  let api: Api | undefined;
  let metricsUrl = '';
  after(() => api?.stop());
  const database = withDatabase();
  before(async () => {
    const port = await freePort();
    metricsUrl = `http://127.0.0.1:${port}/metrics`;
    const env = {REGIONAIS_URL: external.api.url, METRICS_PORT: String(port)};
    api = await Api.start(database.url, env);
  });
  const synchronise = async (): Promise<number> =>
    (await api!.request('POST', '/api/v1/regionais/sincronizar')).status;

  it('is told by a metric, a detail of health and one line each time, and the service stays ready', async () => {
    await metricIs(metricsUrl, 'regionais', 1);
    external.api.behave(failingWith(500));
    expect(await synchronise()).to.equal(502);
    await metricIs(metricsUrl, 'regionais', 0);
    const {status, json} = await api!.request('GET', '/actuator/health');
    expect([status, json.status, json.components.regionais.status]).to.eql([200, 'UP', 'UNKNOWN']);
    const {error, ...details} = json.components.regionais.details;
    expect(error).to.match(/respondeu 500/);
    expect(details).to.containEql({
      regionais: 'Indisponível',
      degraded: 'a última lista boa continua valendo',
    });
    expect((await api!.request('GET', '/ready', {auth: 'none'})).status).to.equal(200);
    external.api.behave([{id: 1, nome: 'R1'}]);
    expect(await synchronise()).to.equal(204);
    await metricIs(metricsUrl, 'regionais', 1);
    expect(linesOf(api!, 'regionais')).to.eql(['warn regionais is away', 'info regionais is back']);
  });
});
