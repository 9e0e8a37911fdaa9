import {expect} from '@loopback/testlab';
import {LATEST_SCHEMA_VERSION} from 'bullmq';
import {JOB_SCHEMA_VERSION} from '../../../src/datasources/job-queue-schema';

describe('the schema of the job queue', () => {
  it('is the one that the installed release of BullMQ needs', () => {
    expect(JOB_SCHEMA_VERSION).to.equal(LATEST_SCHEMA_VERSION);
  });
});
