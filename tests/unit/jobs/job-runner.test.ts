import {expect} from '@loopback/testlab';
import type {JobBackend} from '../../../src/jobs/job-backend';
import {JobRunner} from '../../../src/jobs/job-runner';
import type {ScheduleKeeper} from '../../../src/jobs/schedule-keeper';
import type {JobHandler, JobName, Pace} from '../../../src/jobs/types';
import {createLogger} from '../../../src/observability/logger';
import {eventually} from '../../support/eventually';

const AN_HOUR = 3_600_000;

describe('a process that begins to do jobs', () => {
  const given = (pace?: Pace) => {
    const opened: string[] = [];
    const open = <T>(name: string, what: T): Promise<T> => {
      opened.push(name);
      return Promise.resolve(what);
    };
    const worker = {
      on: () => undefined,
      run: () => Promise.resolve(),
      cancelAllJobs: () => undefined,
      pause: () => Promise.resolve(),
      close: () => Promise.resolve(),
    };
    const backend = {
      load: () => open('BullMQ', undefined),
      openWorker: (name: JobName) => open(name, worker),
    };
    const schedules = {
      addStartJobs: () => open('what a start does', undefined),
      reconcile: () => open('schedules', undefined),
      forgetStart: () => Promise.resolve(),
    };
    const handlers = ['varrer-imagens', 'remover-objetos'].map(name => ({name}) as JobHandler);
    const runner = new JobRunner(
      () => Promise.resolve(handlers),
      backend as unknown as JobBackend,
      schedules as unknown as ScheduleKeeper,
      createLogger('silent'),
      pace,
    );
    return {runner, opened};
  };

  it('opens one queue after the other', async () => {
    const {runner, opened} = given();
    await runner.start();
    await eventually('schedules are kept', () => opened.includes('schedules'));
    expect(opened).to.eql(['BullMQ', 'varrer-imagens', 'remover-objetos', 'what a start does', 'schedules']);
    await runner.stop();
  });

  it('opens none before those whom it serves had their time, and waits for none when it stops', async () => {
    const {runner, opened} = given({afterMs: AN_HOUR, betweenMs: 0});
    await runner.start();
    await runner.stop();
    expect(opened).to.eql(['BullMQ']);
  });

  it('leaves those whom it serves their time between two queues', async () => {
    const {runner, opened} = given({afterMs: 0, betweenMs: AN_HOUR});
    await runner.start();
    await eventually('the first queue', () => opened.length === 2);
    await runner.stop();
    expect(opened).to.eql(['BullMQ', 'varrer-imagens']);
  });
});
