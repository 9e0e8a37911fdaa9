import {expect} from '@loopback/testlab';
import {withDatabase} from '../support/database';
import {eventually} from '../support/eventually';
import {freePort} from '../support/free-port';
import {Gate} from '../support/gate';
import {ServiceProcess} from '../support/service-process';
import {sql} from '../support/sql';

describe('a process that starts', function () {
  this.timeout(60_000);
  let gate: Gate;
  let service: ServiceProcess | undefined;
  beforeEach(async () => (gate = await Gate.open()));
  afterEach(async () => {
    await service?.stop('SIGKILL');
    await gate.close();
  });
  const database = withDatabase();
  const launch = async (env: Readonly<Record<string, string>> = {}): Promise<ServiceProcess> =>
    (service = await ServiceProcess.launch('api', {
      DATABASE_URL: gate.urlFor(database.url),
      LOG_LEVEL: 'info',
      ...env,
    }));
  const hasSaid = (service: ServiceProcess, text: string) =>
    eventually(text, () => service.output.includes(text), 20_000);

  it('waits for its database, says so once without the password, and goes on when it is there', async () => {
    const api = await launch();
    await hasSaid(api, 'Waiting for PostgreSQL, 60 s at most: PostgreSQL at 127.0.0.1:');
    gate.leadTo(database.url);
    await api.untilReady();
    expect(api.output.match(/Waiting for PostgreSQL/g)).to.have.length(1);
    expect(api.output).to.containEql('PostgreSQL is there.');
    expect(api.output).to.not.containEql(new URL(database.url).password);
  });

  it('opens half of its pool before anybody asks', async () => {
    gate.leadTo(database.url);
    await (await launch({DATABASE_POOL_SIZE: '8', RUN_WORKER: 'off'})).untilReady();
    await eventually('four connections', async () => {
      const statement = `select count(*)::int as count from pg_stat_activity
        where datname = current_database() and application_name = 'artistas-api'`;
      return (await sql<{count: number}>(database.url, statement))[0]!.count >= 4;
    });
  });

  it('may be stopped while it waits', async () => {
    const api = await launch();
    await hasSaid(api, 'Waiting for PostgreSQL');
    expect(await api.stop()).to.equal(0);
  });

  it('waits for no longer than it is told to', async () => {
    const api = await launch({DATABASE_WAIT_SECONDS: '1'});
    expect(await api.untilEnded()).to.equal(1);
    expect(api.output).to.match(/\nPostgreSQL at 127\.0\.0\.1:\d+ cannot be reached .*\n$/);
  });

  it('waits neither for Redis nor for the object store', async () => {
    gate.leadTo(database.url);
    const nowhere = `127.0.0.1:${await freePort()}`;
    const s3 = {S3_ENDPOINT: `http://${nowhere}`, S3_ACCESS_KEY: 'a', S3_SECRET_KEY: 'b'};
    const api = await launch({REDIS_URL: `redis://${nowhere}`, ...s3});
    await api.untilReady();
    expect((await fetch(`${api.metricsUrl}/startup`)).status).to.equal(200);
  });
});
