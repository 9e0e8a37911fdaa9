import {expect} from '@loopback/testlab';
import {withDatabase} from '../../support/database';
import {eventually} from '../../support/eventually';
import {complaintsOf, eventStorm, StormResult} from '../../support/event-storm';
import {hasRedis, RedisServer, withReplicas} from '../../support/redis';
import {requireOnMachine} from '../../support/machine';
import {RawStomp} from '../../support/raw-stomp';

const SIZE = {listeners: 30, albums: 150, albumsPerKill: 40};

async function expectEverything(url: string, result: StormResult): Promise<void> {
  expect(result.kills).to.be.above(2);
  expect(await complaintsOf(url, result)).to.eql([]);
}

describe('replicas that are killed while albums are created', function () {
  this.timeout(180_000);
  const database = withDatabase();

  it('tell every listener of every album, in order, none twice, without Redis', async () => {
    const result = await eventStorm({env: {DATABASE_URL: database.url}, ...SIZE});
    await expectEverything(database.url, result);
  });
});

describe('replicas over a Redis that are killed while albums are created', function () {
  this.timeout(180_000);
  let redis: RedisServer | undefined;
  const database = withDatabase();
  before(function () {
    requireOnMachine(this, hasRedis(), 'redis-server');
  });
  before(async () => (redis = await RedisServer.start()));
  after(() => redis?.kill());

  it('tell every listener of every album, in order, none twice', async () => {
    const result = await eventStorm({env: {DATABASE_URL: database.url, REDIS_URL: redis!.url}, ...SIZE});
    await expectEverything(database.url, result);
  });
});

describe('replicas whose Redis is away', () => {
  const replicas = withReplicas({RUN_WORKER: 'on'});

  it('tell of events all the same, and of the others when it is back', async () => {
    const {redis, apis} = replicas;
    const [first, second] = apis;
    const clients = [await RawStomp.connect(first.url), await RawStomp.connect(second.url)];
    try {
      for (const client of clients) await client.subscribe('/topic/novo-album');
      const expectHeard = async (nome: string): Promise<void> => {
        expect((await first.request('POST', '/api/v1/album', {body: {nome}})).status).to.equal(200);
        await eventually(`both hear of ${nome}`, () =>
          clients.every(client => client.messages().some(text => text.includes(nome))),
        );
      };
      await expectHeard('com');
      await redis.kill();
      await expectHeard('sem');
      await redis.start();
      await expectHeard('de volta');
      for (const client of clients) expect(client.messages().length).to.equal(3);
    } finally {
      await Promise.all(clients.map(client => client.close()));
    }
  });
});
