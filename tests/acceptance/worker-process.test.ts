import {expect} from '@loopback/testlab';
import {execFile} from 'node:child_process';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {withDatabase} from '../support/database';
import {eventually} from '../support/eventually';
import {withRegionaisApi} from '../support/regionais-api';
import {ServiceProcess} from '../support/service-process';
import {sql} from '../support/sql';

const WORKER = join(__dirname, '../../src/bin/worker.js');

describe('the worker process', function () {
  this.timeout(60_000);
  const external = withRegionaisApi();
  let worker: ServiceProcess | undefined;
  // Before the database goes.
  after(() => worker?.stop('SIGKILL'));
  const database = withDatabase();

  it('does the jobs, answers probes and nothing else, and ends in good order', async () => {
    external.api.behave([{id: 1, nome: 'CUIABÁ'}]);
    worker = await ServiceProcess.start('worker', {
      DATABASE_URL: database.url,
      REGIONAIS_URL: external.api.url,
      LOG_LEVEL: 'info',
    });
    const offices = () => sql(database.url, 'select nome from regionais');
    await eventually('the list is in step', async () => (await offices()).length === 1, 20_000);
    const ask = async (path: string) => (await fetch(`${worker!.metricsUrl}${path}`)).status;
    expect(await ask('/startup')).to.equal(200);
    expect(await ask('/live')).to.equal(200);
    expect(await ask('/metrics')).to.equal(200);
    expect(await ask('/api/v1/regionais')).to.equal(404);
    await expect(fetch(worker.url)).to.be.rejected();
    expect(await worker.stop()).to.equal(0);
    expect(worker.output).to.match(/"msg":"stopping"/);
  });

  it('needs a database that it is told of', async () => {
    const run = promisify(execFile)(process.execPath, [WORKER], {env: {PATH: process.env.PATH}});
    const {code, stderr} = (await run.catch((error: unknown) => error)) as {code: number; stderr: string};
    expect([code, stderr.split('\n').length]).to.eql([1, 2]);
    expect(stderr).to.match(/^DATABASE_URL must be set: .*\.\n$/);
  });
});
