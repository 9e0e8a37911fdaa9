import {expect} from '@loopback/testlab';
import {Agent} from 'node:http';
import {basic} from '../support/auth';
import {withDatabase} from '../support/database';
import {eventually} from '../support/eventually';
import {exchange} from '../support/http';
import {ServiceProcess} from '../support/service-process';
import {withClient} from '../support/sql';

const PATH = '/api/v1/artistas';

describe('a process that is told to stop', function () {
  this.timeout(60_000);
  const agents: Agent[] = [];
  let service: ServiceProcess | undefined;
  afterEach(async () => {
    for (const agent of agents.splice(0)) agent.destroy();
    await service?.stop('SIGKILL');
  });
  const database = withDatabase();
  const start = async (drainSeconds: number): Promise<ServiceProcess> =>
    (service = await ServiceProcess.start('api', {
      DATABASE_URL: database.url,
      DRAIN_SECONDS: String(drainSeconds),
      // A read that is kept waits for no table.
      RESPONSE_CACHE: 'off',
    }));
  /** Asks over a connection that is kept, where the answer allows it. */
  const asking = (api: ServiceProcess) => {
    const agent = new Agent({keepAlive: true});
    agents.push(agent);
    return () => exchange(api.url, {method: 'GET', path: PATH, headers: basic()}, agent);
  };

  it('serves on until nobody asks it any more, and each answer ends its connection', async () => {
    const api = await start(3);
    const ask = asking(api);
    expect((await ask()).headers.connection).to.equal('keep-alive');
    const stopped = api.stop();
    await eventually('it is not ready', async () => (await fetch(`${api.metricsUrl}/ready`)).status === 503);
    for (const connection of [ask, asking(api)]) {
      const {status, headers} = await connection();
      expect([status, headers.connection]).to.eql([200, 'close']);
    }
    expect((await fetch(`${api.metricsUrl}/live`)).status).to.equal(200);
    expect(await stopped).to.equal(0);
    await expect(ask()).to.be.rejectedWith({code: 'ECONNREFUSED'});
  });

  it('finishes the requests that run', async () => {
    const api = await start(0);
    const ask = asking(api);
    await ask();
    await withClient(database.url, async client => {
      await client.query('begin');
      await client.query('lock table artista in access exclusive mode');
      const waiting = ask();
      await eventually('a statement that waits', async () => {
        const {rows} = await client.query(
          `select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
        );
        return rows.length > 0;
      });
      const stopped = api.stop();
      const isRefused = async (): Promise<boolean> =>
        fetch(api.url).then(
          () => false,
          () => true,
        );
      await eventually('nobody else is served', isRefused);
      await client.query('rollback');
      expect((await waiting).status).to.equal(200);
      expect(await stopped).to.equal(0);
    });
  });

  it('ends at once when it is told so again', async () => {
    const api = await start(600);
    const stopped = api.stop();
    await eventually('it is not ready', async () => (await fetch(`${api.metricsUrl}/ready`)).status === 503);
    api.signal('SIGTERM');
    expect(await stopped).to.equal(1);
  });
});
