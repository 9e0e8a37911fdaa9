import {once} from 'node:events';
import {expect} from '@loopback/testlab';
import {Client} from 'pg';
import {eventually} from '../../support/eventually';
import {lineOf, withEmbedded} from '../../support/embedded';
import {processesNaming} from '../../support/processes';
import {query} from '../../support/query';

const KEEP_ROW = 'drop table if exists nota; create table nota as select 42 as valor';

describe('embedded PostgreSQL: however we end', () => {
  const embedded = withEmbedded('suite');

  it('stop() leaves no process, and may be called twice', async () => {
    const postgres = await embedded.start();
    expect(await processesNaming(embedded.dataDir)).not.to.be.empty();
    await Promise.all([postgres.stop(), postgres.stop()]);
    expect(await processesNaming(embedded.dataDir)).to.be.empty();
  });

  it('stop() ends the sessions that are still open', async () => {
    const postgres = await embedded.start();
    const client = new Client({connectionString: postgres.url});
    await client.connect();
    const reasons: string[] = [];
    client.on('error', error => reasons.push(error.message));
    await postgres.stop();
    await eventually('the end of the session', () => reasons.length > 0);
    expect(reasons[0]).to.equal('terminating connection due to administrator command');
  });

  it('kill -9 of our process stops the server, and the next start has its rows', async () => {
    const holder = embedded.startHolder();
    await query(await lineOf(holder), KEEP_ROW);
    holder.kill('SIGKILL');
    const {url, stop} = await embedded.start();
    expect(await query(url, 'select valor from nota')).to.eql([{valor: 42}]);
    await stop();
    await embedded.expectNothingRuns();
  });

  it('kill -9 of our process in the middle of a start leaves nothing behind', async () => {
    await (await embedded.start()).stop();
    for (let round = 0; round < 15; round++) {
      const holder = embedded.startHolder();
      const ended = once(holder, 'exit');
      // The server has begun and does not listen to signals yet.
      await eventually('the server of the holder', async () =>
        (await processesNaming(embedded.dataDir)).some(line => /^\S+\/bin\/postgres /.test(line)),
      );
      holder.kill('SIGKILL');
      await ended;
    }
    await embedded.expectNothingRuns();
  });

  it('kill -9 of the server is told, and the next start has its rows', async () => {
    const {url, exited} = await embedded.start();
    await query(url, KEEP_ROW);
    process.kill(await embedded.serverPid(), 'SIGKILL');
    expect(await exited).to.match(/^The embedded PostgreSQL ended by itself \(code 137\)/);
    const next = await embedded.start();
    expect(await query(next.url, 'select valor from nota')).to.eql([{valor: 42}]);
  });

  it('a Ctrl-C in the terminal reaches us and not the server', async () => {
    const holder = embedded.startHolder();
    await lineOf(holder);
    // What a terminal does: a signal to everybody in the group of the process that it runs.
    process.kill(-holder.pid!, 'SIGINT');
    expect(await lineOf(holder)).to.equal('answered after SIGINT');
  });
});
