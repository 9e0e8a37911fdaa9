import {expect} from '@loopback/testlab';
import type {JobBackend} from '../../../src/jobs/job-backend';
import type {JobQueues} from '../../../src/jobs/job-queues';
import {JobRunner} from '../../../src/jobs/job-runner';
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
      close: () => Promise.resolve(),
    };
    const backend = {
      load: () => open('BullMQ', undefined),
      openWorker: (name: JobName) => open(name, worker),
    };
    const queue = {getJobSchedulers: () => Promise.resolve([])};
    const queues = {open: (name: JobName) => open(`schedules of ${name}`, queue)};
    const handlers = ['varrer-imagens', 'remover-objetos'].map(name => ({name}) as JobHandler);
    const runner = new JobRunner(
      () => Promise.resolve(handlers),
      backend as unknown as JobBackend,
      queues as unknown as JobQueues,
      [],
      createLogger('silent'),
      pace,
    );
    return {runner, opened};
  };

  it('opens one queue after the other', async () => {
    const {runner, opened} = given();
    await runner.start();
    await eventually('schedules are kept', () => opened.length > 3);
    expect(opened.slice(0, 3)).to.eql(['BullMQ', 'varrer-imagens', 'remover-objetos']);
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
