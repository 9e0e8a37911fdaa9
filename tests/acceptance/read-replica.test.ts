import {expect} from '@loopback/testlab';
import {migrate} from '../../src/datasources/migrations';
import {Api} from '../support/api';
import {visit} from '../support/doctor';
import {eventually} from '../support/eventually';
import {Gate} from '../support/gate';
import {givenAlbum} from '../support/given';
import {PostgresServer} from '../support/postgres-server';
import {resultsOf} from '../support/results';
import {sql} from '../support/sql';

const PATH = '/api/v1/album';
const READS = 'artistas_replica_reads_total';
const START_MS = 120_000;

describe('a replica of the database', () => {
  let primary: PostgresServer;
  let replica: PostgresServer;
  let gate: Gate;
  let api: Api;

  before(async function () {
    this.timeout(START_MS);
    primary = await PostgresServer.start();
    await migrate({databaseUrl: primary.url, sampleData: true, withJobQueue: true});
    replica = await primary.startStandby();
    gate = await Gate.open();
    gate.leadTo(replica.url);
    // Nothing is kept, so that each read is a read.
    api = await Api.start(primary.url, {
      DATABASE_READ_URL: gate.urlFor(replica.url),
      RESPONSE_CACHE: 'off',
      LOG_LEVEL: 'info',
    });
  });
  after(async function () {
    this.timeout(START_MS);
    await api?.stop();
    await gate?.close();
    await replica?.remove();
    await primary?.remove();
  });

  it('is well for the doctor', async () => {
    const {severities} = await visit({DATABASE_URL: primary.url, DATABASE_READ_URL: replica.url});
    expect(severities['replica']).to.equal('ok');
  }).timeout(30_000);

  it('answers reads of the catalogue', async () => {
    await hasCaughtUp();
    const answers = await readsOf(async () => {
      const {json} = await api.request('GET', `${PATH}?size=5`);
      expect((json as {content: unknown[]}).content).to.have.length(5);
      expect((await api.request('GET', `${PATH}/1`)).status).to.equal(200);
      expect((await api.request('GET', `${PATH}/4711`)).status).to.equal(404);
    });
    expect(answers).to.eql({replica: 3, behind: 0, away: 0});
  });

  it('is not asked while it is behind what is read, and is once it has caught up', async () => {
    await sql(replica.url, 'select pg_wal_replay_pause()');
    try {
      const {id} = await givenAlbum(api, {nome: 'Escrito agora'});
      const answers = await readsOf(async () => {
        expect(await nameOf(id)).to.equal('Escrito agora');
        // Nobody has written to those.
        expect((await api.request('GET', '/api/v1/regionais')).status).to.equal(200);
      });
      expect(answers).to.eql({replica: 1, behind: 1, away: 0});
    } finally {
      await sql(replica.url, 'select pg_wal_replay_resume()');
    }
    await hasCaughtUp();
  });

  it('shows each client what it wrote, while many write and the replica lags', async function () {
    this.timeout(30_000);
    const lags = sql(
      replica.url,
      'do $$ begin for i in 1..40 loop perform pg_wal_replay_pause(), pg_sleep(0.02), pg_wal_replay_resume(), pg_sleep(0.02); end loop; end $$',
    );
    const answers = await readsOf(async () => {
      await Promise.all(
        Array.from({length: 8}, async (_, writer) => {
          for (let i = 0; i < 25; i++) {
            const {id} = await givenAlbum(api);
            await api.request('PUT', `${PATH}/${id}`, {body: {nome: `de ${writer}, ${i}`}});
            expect(await nameOf(id)).to.equal(`de ${writer}, ${i}`);
          }
        }),
      );
    });
    await lags;
    expect(answers['away']).to.equal(0);
    expect(answers['behind']).to.be.above(0);
  });

  it('may be silent or away: the database answers, and the log says it once', async function () {
    this.timeout(30_000);
    await hasCaughtUp();
    gate.silence();
    const answers = await readsOf(async () => {
      for (let i = 0; i < 5; i++) expect(await nameOf(1)).to.be.a.String();
    });
    expect(answers).to.eql({replica: 0, behind: 0, away: 5});
    expect(lines('does not answer')).to.have.length(1);
    gate.leadTo(replica.url);
    await eventually(
      'it is asked again',
      async () => (await readsOf(() => nameOf(1)))['replica'] === 1,
      20_000,
    );
    expect(lines('answers reads again')).to.have.length(1);
  });

  async function nameOf(id: number): Promise<string> {
    const {status, json} = await api.request('GET', `${PATH}/${id}`);
    expect(status).to.equal(200);
    return (json as {nome: string}).nome;
  }

  const hasCaughtUp = (): Promise<unknown> =>
    eventually('it has caught up', async () => (await readsOf(() => nameOf(1)))['replica'] === 1);

  const lines = (text: string): string[] => api.logs().filter(line => line.includes(text));

  /** Who answered the reads of some work. */
  async function readsOf(work: () => Promise<unknown>): Promise<Record<string, number>> {
    const before = await resultsOf(api, READS);
    await work();
    const after = await resultsOf(api, READS);
    return Object.fromEntries(Object.entries(after).map(([who, count]) => [who, count - before[who]!]));
  }
});
