import {expect} from '@loopback/testlab';
import {ObservabilityKeys} from '../../src/observability/keys';
import {Api, withApi} from '../support/api';
import {eventually} from '../support/eventually';
import {Answer} from '../support/http';
import {withClient} from '../support/sql';

const READY = '/actuator/health/readiness';
const PROBES = 50;
const probe = (api: Api, path: string): Promise<Answer> => api.request('GET', path, {auth: 'none'});
const statusOf = async (api: Api, path: string): Promise<number> => (await probe(api, path)).status;

/** Runs `work` while nobody else can read the table. */
function whileLocked(api: Api, table: string, work: () => Promise<void>): Promise<void> {
  return withClient(api.databaseUrl, async client => {
    await client.query('begin');
    await client.query(`lock table ${table} in access exclusive mode`);
    await work();
    await client.query('rollback');
  });
}

describe('a process that stops', () => {
  const given = withApi();
  before(async () => (await given.api.app.get(ObservabilityKeys.READINESS)).stop());

  it('is not ready from the first moment, lives, and still serves', async () => {
    const {status, text} = await probe(given.api, READY);
    expect([status, text]).to.eql([503, '{"status":"OUT_OF_SERVICE"}']);
    expect(await statusOf(given.api, '/ready')).to.equal(503);
    expect((await probe(given.api, '/ready')).text).to.containEql('"reason":"stopping"');
    expect(await statusOf(given.api, '/live')).to.equal(200);
    expect(await statusOf(given.api, '/actuator/health/liveness')).to.equal(200);
    expect((await given.api.request('GET', '/api/v1/album')).status).to.equal(200);
  });

  it('says so in the log once', () => {
    const lines = given.api.logs().filter(line => line.includes('"not ready"'));
    expect(lines.map(line => (JSON.parse(line) as {reason: string}).reason)).to.eql(['stopping']);
  });
});

describe('a database that does not answer', () => {
  const given = withApi();

  it('is told within two seconds, by one statement however many ask', async () => {
    await whileLocked(given.api, 'migracao', async () => {
      const startedAt = performance.now();
      const answers = await Promise.all(Array.from({length: PROBES}, () => probe(given.api, '/ready')));
      expect(performance.now() - startedAt).to.be.lessThan(2_000);
      expect(new Set(answers.map(({status}) => status))).to.eql(new Set([503]));
      const sessions = await given.api.sql<{count: string}>(
        `select count(*) from pg_stat_activity
          where application_name = 'artistas-health' and datname = current_database()`,
      );
      expect(Number(sessions[0]!.count)).to.be.lessThanOrEqual(1);
      // The connection of the checks is given up, so what hides behind it is not told.
      expect(answers[0]!.text).to.containEql('the database does not answer');
      expect(await statusOf(given.api, '/live')).to.equal(200);
    });
    await eventually('it is ready', async () => (await statusOf(given.api, '/ready')) === 200);
  });
});

describe('a pool whose connections are all busy', () => {
  // A read that is kept waits for no table.
  const given = withApi({env: {DATABASE_POOL_SIZE: '1', RESPONSE_CACHE: 'off'}});

  it('is no reason not to be ready', async () => {
    await given.api.request('GET', '/api/v1/album');
    let waiting: Promise<Answer>[] = [];
    await whileLocked(given.api, 'album', async () => {
      waiting = [1, 2].map(() => given.api.request('GET', '/api/v1/album'));
      await eventually('a statement that waits', async () => {
        const rows = await given.api.sql(
          `select 1 from pg_locks l join pg_database d on d.oid = l.database
            where not l.granted and d.datname = current_database()`,
        );
        return rows.length > 0;
      });
      expect(await statusOf(given.api, '/ready')).to.equal(200);
      expect(await statusOf(given.api, READY)).to.equal(200);
    });
    await Promise.all(waiting);
  });
});
