import {expect} from '@loopback/testlab';
import type {Queue} from 'bullmq';
import {JobKeys} from '../../../src/jobs/keys';
import {reconcileSchedules} from '../../../src/jobs/schedules';
import type {JobSchedule} from '../../../src/jobs/types';
import {JOB_STORES, withJobStore} from '../../support/job-stores';
import {sql} from '../../support/sql';

const hourly: JobSchedule = {
  id: 'de-hora-em-hora',
  job: 'sincronizar-regionais',
  pattern: '0 * * * *',
  payload: {origem: 'AGENDADA'},
};

for (const store of JOB_STORES) {
  describe(`schedules in ${store}`, () => {
    const replicas = withJobStore(store);
    let queue: Queue;
    beforeEach(async () => {
      const api = await replicas.start({RUN_WORKER: 'off'});
      queue = await (await api.app.get(JobKeys.QUEUES)).open('sincronizar-regionais');
      await reconcileSchedules(queue, []);
    });
    const present = async () =>
      (await queue.getJobSchedulers()).map(({key, pattern, template}) => [
        key,
        pattern,
        template?.data as unknown,
      ]);
    const delayedIds = async () => (await queue.getDelayed()).map(({id}) => id);

    it('are what is declared: strangers go, changed ones are replaced', async () => {
      await queue.upsertJobScheduler(
        'estranho',
        {pattern: '* * * * *'},
        {name: 'sincronizar-regionais', data: {}},
      );
      await reconcileSchedules(queue, [hourly]);
      expect(await present()).to.eql([['de-hora-em-hora', '0 * * * *', {origem: 'AGENDADA'}]]);
      const changed = {
        ...hourly,
        pattern: '30 4 * * *',
        payload: {origem: 'AGENDADA', forcar: true},
      } as const;
      await reconcileSchedules(queue, [changed]);
      expect(await present()).to.eql([['de-hora-em-hora', '30 4 * * *', changed.payload]]);
      expect(await delayedIds()).to.have.length(1);
    });

    it('that are right are left alone', async () => {
      await reconcileSchedules(queue, [hourly]);
      const before = await queue.getDelayed();
      await Promise.all(Array.from({length: 3}, () => reconcileSchedules(queue, [hourly])));
      const after = await queue.getDelayed();
      expect(after.map(({id, timestamp}) => [id, timestamp])).to.eql(
        before.map(job => [job.id, job.timestamp]),
      );
    });

    it('without a pattern are none', async () => {
      await reconcileSchedules(queue, [hourly]);
      await reconcileSchedules(queue, [{...hourly, pattern: undefined}]);
      expect([await present(), await delayedIds()]).to.eql([[], []]);
    });

    it('get a next run back that was lost', async () => {
      await reconcileSchedules(queue, [hourly]);
      const [id] = await delayedIds();
      await replicas.redis?.flush();
      if (store === 'PostgreSQL') await sql(replicas.databaseUrl, 'delete from bullmq.job');
      await reconcileSchedules(queue, [hourly]);
      expect(await delayedIds()).to.eql([id]);
    });
  });
}
