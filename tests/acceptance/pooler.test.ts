import {expect} from '@loopback/testlab';
import {Api} from '../support/api';
import {withDatabase} from '../support/database';
import {EventStream} from '../support/event-stream';
import {requireOnMachine} from '../support/machine';
import {PgBouncer} from '../support/pgbouncer';
import {sql} from '../support/sql';

/** To the server; the API has ten of its own to the pooler. */
const CONNECTIONS = 2;

describe('behind a pooler of transactions', () => {
  let api: Api;
  let pooler: PgBouncer | undefined;
  // Before the database goes.
  after(async () => {
    await api?.stop();
    await pooler?.stop();
  });
  before(function () {
    requireOnMachine(this, PgBouncer.isOnMachine(), 'pgbouncer');
  });
  const database = withDatabase({template: 'sample'});
  before(async () => {
    pooler = await PgBouncer.start(database.url, CONNECTIONS);
    api = await Api.start(database.url, {
      DATABASE_POOLER_URL: pooler.url,
      LOG_LEVEL: 'warn',
      RUN_WORKER: 'on',
    });
  });

  it('reads and writes of many clients at once all succeed', async () => {
    const before = await total();
    const requests = Array.from({length: 90}, (_, i) =>
      i % 3 === 0
        ? api.request('POST', '/api/v1/album', {body: {nome: `Álbum ${i}`}})
        : api.request('GET', i % 3 === 1 ? `/api/v1/album?size=20&nome=${i}` : '/api/v1/album/1'),
    );
    const answers = await Promise.all(requests);
    expect(answers.filter(({status}) => status !== 200)).to.be.empty();
    const after = await total();
    expect(after).to.equal(before + 30);
    expect(api.logs()).to.be.empty();
  });

  it('its connections are the few that the pooler has', async () => {
    const [row] = await sql<{count: number}>(
      database.url,
      "select count(*)::int from pg_stat_activity where datname = current_database() and application_name = 'artistas-api'",
    );
    expect(row!.count).to.be.within(1, CONNECTIONS);
  });

  it('events still come by a session of their own', async () => {
    const authorization = `Bearer ${await api.accessToken()}`;
    const stream = await EventStream.open(`${api.url}/api/v1/eventos`, {authorization});
    try {
      await api.request('POST', '/api/v1/album', {body: {nome: 'Ouvido'}});
      await stream.until('the event', ({data}) => data.includes('Ouvido'));
    } finally {
      stream.close();
    }
  });

  async function total(): Promise<number> {
    const {json} = await api.request('GET', '/api/v1/album');
    return (json as {totalElements: number}).totalElements;
  }
});
