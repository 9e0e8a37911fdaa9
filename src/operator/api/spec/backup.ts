import {z} from 'zod';
import {cronSchedule, httpOrigin, integer, text} from '../fields';
import {bucket, credentialsSecret} from './services';

const keep = (most: number, standard: number, period: string): z.ZodDefault<z.ZodInt> =>
  integer(0, most).default(standard).describe(`So many ${period} keep their last archive.`);

const destination = z
  .object({
    endpoint: httpOrigin().describe('URL of an S3.'),
    region: text(63, '^[a-zA-Z0-9-]+$').default('us-east-1').describe('Its region.'),
    bucket: bucket().describe(
      'Bucket of the archives, made if it is absent. Nothing in it may expire by its age.',
    ),
    prefix: text(200, '^[-a-zA-Z0-9._]+(/[-a-zA-Z0-9._]+)*$')
      .optional()
      .describe('What keys in it begin with, of each installation another; absent: `<namespace>/<name>`.'),
    encryption: z
      .enum(['auto', 'required', 'off'])
      .default('auto')
      .describe('The store encrypts what it keeps: where it can, or nothing is kept there, or not.'),
    credentialsSecretRef: credentialsSecret,
  })
  .describe('Where archives are kept; best not beside the covers.');

const drill = z
  .object({
    schedule: cronSchedule().default('30 4 * * 0').describe('When there is one, as a cron pattern in UTC.'),
    suspend: z.boolean().default(false).describe('Makes none for now.'),
    deadlineSeconds: integer(60, 604_800).default(21_600).describe('After so long one is given up.'),
  })
  .prefault({})
  .describe(
    'Restores the latest archive beside everything, looks whether it is all there, and removes it. The user of the database has to be allowed to make databases, the key of the covers to make buckets.',
  );

export const backup = z
  .object({
    schedule: cronSchedule().default('30 3 * * *').describe('When one is made, as a cron pattern in UTC.'),
    suspend: z.boolean().default(false).describe('Makes none by the clock for now.'),
    deadlineSeconds: integer(60, 604_800)
      .default(21_600)
      .describe('After so long a backup or a restore is given up.'),
    maxAgeHours: integer(1, 8784)
      .default(26)
      .describe('When the last backup is older, `BackupStale` holds. More than the time between two.'),
    retention: z
      .object({
        daily: keep(3650, 7, 'days'),
        weekly: keep(520, 4, 'weeks'),
        monthly: keep(120, 12, 'months'),
      })
      .prefault({})
      .describe('Which archives are kept: besides these all of the last 24 hours, and the newest always.'),
    destination,
    drill,
    deletionDeadlineSeconds: integer(30, 86_400)
      .default(900)
      .describe(
        'With `BackupThenDelete`: when the last backup is not made so long after the deletion, it is given up.',
      ),
  })
  .describe('Backups of database and covers; absent: none are made.');
