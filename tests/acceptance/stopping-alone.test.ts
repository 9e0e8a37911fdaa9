import {expect} from '@loopback/testlab';
import {withDatabase} from '../support/database';
import {eventually} from '../support/eventually';
import {Gate} from '../support/gate';
import {requireOnMachine} from '../support/machine';
import {hasRedis, RedisServer} from '../support/redis';
import {withRegionaisApi} from '../support/regionais-api';
import {ServiceProcess} from '../support/service-process';

const START_JOB_LIMIT_MS = 20_000;

describe('a process that is told to stop while its store is away', function () {
  this.timeout(60_000);
  let service: ServiceProcess | undefined;
  let gate: Gate;
  let redis: RedisServer | undefined;
  const database = withDatabase();
  const external = withRegionaisApi();
  beforeEach(async () => {
    gate = await Gate.open();
    gate.leadTo(database.url);
  });
  afterEach(async () => {
    await service?.stop('SIGKILL');
    await redis?.kill();
    await gate.close();
  });
  /** Has begun all jobs: the one of each start comes when all others wait. */
  const start = async (env: Readonly<Record<string, string>>): Promise<ServiceProcess> => {
    const before = external.api.calls.length;
    service = await ServiceProcess.start('api', {
      DATABASE_URL: gate.urlFor(database.url),
      REGIONAIS_URL: external.api.url,
      REGIONAIS_CRON: '0 0 1 1 *',
      DRAIN_SECONDS: '0',
      ...env,
    });
    const hasRun = (): boolean => external.api.calls.length > before;
    await eventually('the first job', hasRun, START_JOB_LIMIT_MS);
    return service;
  };

  it('ends in order without Redis', async function () {
    requireOnMachine(this, hasRedis(), 'redis-server');
    redis = await RedisServer.start();
    const api = await start({REDIS_URL: redis.url});
    await redis.kill();
    expect(await api.stop()).to.equal(0);
  });

  it('ends in order when PostgreSQL says nothing any more', async () => {
    const api = await start({});
    gate.silence();
    expect(await api.stop()).to.equal(0);
  });
});
