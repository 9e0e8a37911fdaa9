import {expect} from '@loopback/testlab';
import {JobKeys} from '../../src/jobs/keys';
import {Api} from '../support/api';
import {eventually} from '../support/eventually';
import {JOB_STORES, withJobStore} from '../support/job-stores';
import {failingWith, silent, withRegionaisApi} from '../support/regionais-api';

const RUNS = '/api/v1/regionais/sincronizacoes';
interface Run {
  readonly id: number;
  readonly origem: string;
  readonly estado: string;
  readonly concluidaEm?: string;
  readonly motivo?: string;
}

const LIST = [{id: 1, nome: 'CUIABÁ'}];
/** Longer than jobs take to give way. */
const DRAIN_SECONDS = 4;
const EVERY_TWO_SECONDS = '*/2 * * * * *';

for (const store of JOB_STORES) {
  describe(`jobs in ${store}`, function () {
    // A start takes three seconds, retries take their time.
    this.timeout(60_000);
    const external = withRegionaisApi();
    const replicas = withJobStore(store);
    const start = (env: Record<string, string> = {}): Promise<Api> =>
      replicas.start({REGIONAIS_URL: external.api.url, ...env});
    const runs = async (api: Api): Promise<Run[]> =>
      (await api.request('GET', `${RUNS}?size=100`)).json.content as Run[];
    const queueOf = async (api: Api) => (await api.app.get(JobKeys.QUEUES)).open('sincronizar-regionais');
    const ask = (api: Api) =>
      api.request('POST', '/api/v1/regionais/sincronizar', {headers: {prefer: 'respond-async'}});
    beforeEach(() => {
      external.api.behave(LIST);
      external.api.calls.length = 0;
    });

    it('run once in the cluster after its start and by the clock, and again after the next start', async () => {
      const apis = await Promise.all([1, 2, 3].map(() => start({REGIONAIS_CRON: EVERY_TWO_SECONDS})));
      await eventually(
        'four runs by the clock',
        async () => (await runs(apis[0]!)).filter(({origem}) => origem === 'AGENDADA').length >= 4,
        20_000,
      );
      const done = await runs(apis[1]!);
      expect(done.filter(({origem}) => origem === 'INICIO')).to.have.length(1);
      await replicas.stop();
      // The run that was going on may have been cut off and taken up again.
      expect(external.api.calls.length).to.be.within(done.length, done.length + 2);
      const [{count}] = (await (
        await start({RUN_WORKER: 'off'})
      ).sql(`select count(*)::int - count(distinct tarefa)::int as count from sincronizacao`)) as [
        {count: number},
      ];
      expect(count).to.equal(0);

      const next = await start();
      await eventually(
        'the run after the next start',
        async () => (await runs(next)).filter(({origem}) => origem === 'INICIO').length === 2,
        10_000,
      );
    });

    it('that fail are tried again, and kept as failed in the end', async () => {
      external.api.behave(failingWith(503));
      const api = await start({REGIONAIS_CRON: '0 0 1 1 *'});
      const queue = await queueOf(api);
      const waiting = await eventually('a second attempt is due', async () => {
        const [run] = await runs(api);
        return run?.motivo !== undefined && run;
      });
      // It has not ended for who watches it.
      expect(waiting).to.containEql({estado: 'PENDENTE'});
      expect(waiting.concluidaEm).to.be.undefined();
      await eventually('the job is given up', async () => (await queue.getFailedCount()) === 1, 40_000);
      const [job] = await queue.getFailed();
      expect(job!.attemptsMade).to.equal(4);
      // The circuit breaker may have stepped in, where a run of the test before was still to be done.
      expect(job!.failedReason).to.match(/^A API de regionais não está disponível: (respondeu 503|falhou)/);
      const [run] = await runs(api);
      expect(run).to.containDeep({origem: 'INICIO', estado: 'FALHOU'});
      await queue.clean(0, 0, 'failed');
    });

    it('that run when the process stops go back to the queue, and another process does them', async () => {
      const first = await start({REGIONAIS_CRON: '0 0 1 1 *'});
      external.api.behave(silent);
      const {json, headers} = await ask(first);
      await eventually('the job runs', () => external.api.calls.length > 0);
      await replicas.stop();
      external.api.behave(LIST);
      const second = await start({REGIONAIS_CRON: '0 0 1 1 *'});
      const run = await eventually('the end of the run', async () => {
        const now = (await second.request('GET', headers.location!)).json as Run;
        return now.concluidaEm !== undefined && now;
      });
      // Unless the run after the start came first, which asks later.
      expect(['APLICADA', 'SUPERADA']).to.containEql(run.estado);
      expect(run.id).to.equal(json.id);
      // The run ends first, and then the job that did it.
      const queue = await queueOf(second);
      const job = await eventually('the end of its job', async () =>
        (await queue.getCompleted()).find(({returnvalue}) => returnvalue?.id === json.id),
      );
      expect(job.attemptsMade).to.equal(1);
    });

    it('of a process that stops are given back while it still serves', async () => {
      const api = await start({REGIONAIS_CRON: '0 0 1 1 *'});
      external.api.behave(silent);
      await ask(api);
      await eventually('a job runs', () => external.api.calls.length > 0);
      const queue = await queueOf(api);
      let isDrained = false;
      const draining = api.app.drain(DRAIN_SECONDS).then(() => (isDrained = true));
      await eventually('no job runs', async () => (await queue.getActiveCount()) === 0);
      expect((await api.request('GET', RUNS)).status).to.equal(200);
      expect(isDrained).to.be.false();
      await draining;
    });

    it('that do not give way do not keep the process, and are done by another one', async () => {
      external.api.behave(LIST);
      const first = await start({REGIONAIS_CRON: '0 0 1 1 *'});
      const stuck = Promise.withResolvers<void>();
      let isRunning = false;
      const job = await first.app.get<{run: () => Promise<unknown>}>('jobs.sincronizar-regionais');
      job.run = () => {
        isRunning = true;
        return stuck.promise;
      };
      const {headers} = await ask(first);
      await eventually('the job runs', () => isRunning);
      await replicas.stop();
      const second = await start({REGIONAIS_CRON: '0 0 1 1 *'});
      const isDone = async (): Promise<boolean> =>
        (await second.request('GET', headers.location!)).json.concluidaEm !== undefined;
      await eventually('the end of the run', isDone, 30_000);
      // The process would be gone by now; here it is this one.
      stuck.resolve();
    });
  });
}

describe('a job store that is away', function () {
  this.timeout(60_000);
  const external = withRegionaisApi();
  const replicas = withJobStore('Redis');

  it('is a 503 for who does not wait, and nothing to who does', async () => {
    external.api.behave(LIST);
    const api = await replicas.start({REGIONAIS_URL: external.api.url, RUN_WORKER: 'off'});
    const ask = (headers = {}) => api.request('POST', '/api/v1/regionais/sincronizar', {headers});
    expect((await ask({prefer: 'respond-async'})).status).to.equal(202);
    await replicas.redis!.kill();
    const {status, json, headers} = await ask({prefer: 'respond-async'});
    expect([status, json.code, headers['retry-after']]).to.eql([503, 'queue_unavailable', '1']);
    expect((await ask()).status).to.equal(204);
    const {json: runs} = await api.request('GET', `${RUNS}?size=2`);
    expect(runs.content.map(({estado}: {estado: string}) => estado)).to.eql(['APLICADA', 'FALHOU']);
    await replicas.redis!.start();
    await eventually(
      'the queue takes jobs',
      async () => (await ask({prefer: 'respond-async'})).status === 202,
      10_000,
    );
  });
});
