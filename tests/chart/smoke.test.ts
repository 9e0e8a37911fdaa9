import {expect} from '@loopback/testlab';
import {execFile} from 'node:child_process';
import {once} from 'node:events';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {SmokeClient} from '../../src/bin/smoke/client';
import {withDatabase} from '../support/database';
import {withFolder} from '../support/folder';
import {ServiceProcess} from '../support/service-process';
import {sql} from '../support/sql';

const SMOKE = join(__dirname, '../../src/bin/smoke.js');

/** What `helm test` runs, on processes as a cluster has them, but for MinIO. */
describe('the end-to-end check', function () {
  this.timeout(60_000);
  let api: ServiceProcess | undefined;
  let worker: ServiceProcess | undefined;
  // Before the database and the folder go.
  after(async () => {
    await api?.stop('SIGKILL');
    await worker?.stop('SIGKILL');
  });
  const folder = withFolder('suite');
  const database = withDatabase();
  before(async () => {
    const shared = {DATABASE_URL: database.url, DATA_DIR: folder.path};
    api = await ServiceProcess.start('api', {...shared, RUN_WORKER: 'off', RATE_LIMIT: '10'});
    worker = await ServiceProcess.start('worker', shared);
  });

  interface Ended {
    readonly code?: number;
    readonly stdout: string;
    readonly stderr: string;
  }
  const run = (args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> =>
    promisify(execFile)(process.execPath, [SMOKE, ...args], {env}).catch((error: unknown) => error as Ended);

  it('says what works, within the rate limit of a user, and leaves nothing behind', async () => {
    const {stdout, stderr} = await run([api!.url]);
    expect(stderr).to.equal('');
    expect(stdout.trim().split('\n')).to.eql([
      'signed in',
      'made an album',
      'heard of it',
      'gave it a cover',
      `fetched it from ${api!.url}`,
      'cleaned up',
    ]);
    const [left] = await sql(
      database.url,
      'select (select count(*) from album)::int as albums, (select count(*) from album_imagens)::int as covers',
    );
    expect(left).to.eql({albums: 0, covers: 0});
  });

  it('says in a sentence what does not', async () => {
    const wrong = await run([api!.url], {APP_PASSWORD: 'outra'});
    expect([wrong.code, wrong.stderr]).to.eql([
      1,
      'POST /api/v1/auth/login gives 401: Usuário ou senha inválidos\n',
    ]);
    const away = await run(['http://127.0.0.1:9']);
    expect([away.code, away.stderr]).to.eql([
      1,
      'http://127.0.0.1:9 does not answer to POST /api/v1/auth/login.\n',
    ]);
    expect((await run([])).stderr).to.equal('Say where the API is: smoke.js http://localhost:8080.\n');
  });

  it('says so when nobody carries events, and cleans up all the same', async () => {
    await worker!.stop('SIGKILL');
    const {code, stderr} = await run([api!.url]);
    expect(code).to.equal(1);
    expect(stderr).to.match(/^No event dev\.artistas\.album\.criado of album\/\d+ came; is a worker up\?\n$/);
    const [left] = await sql(database.url, 'select count(*)::int as albums from album');
    expect(left).to.eql({albums: 0});
  }).timeout(90_000);

  it('waits as long as it is told when its user has asked too much, and not again', async () => {
    const answers = [429, 200, 429, 429];
    const server = createServer((request, response) => {
      response.writeHead(answers.shift()!, {'retry-after': '1', 'content-type': 'application/json'});
      response.end(JSON.stringify({method: request.method}));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    try {
      const client = new SmokeClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
      expect(await client.json('DELETE', '/api/v1/album/1')).to.eql({method: 'DELETE'});
      await expect(client.json('DELETE', '/api/v1/album/1')).to.be.rejectedWith(/^DELETE .* gives 429/);
      expect(answers).to.eql([]);
    } finally {
      server.close();
    }
  });
});
