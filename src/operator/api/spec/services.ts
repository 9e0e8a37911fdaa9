import {z} from 'zod';
import {cronSchedule, httpOrigin, httpUrl, integer, objectName, secretKey, text} from '../fields';

const urlSecret = z.object({
  name: objectName().describe('Name of a Secret of this namespace.'),
  key: secretKey().default('url').describe('Key that holds the URL.'),
});

export const credentialsSecret = z
  .object({
    name: objectName().describe('Name of a Secret of this namespace.'),
    accessKeyKey: secretKey().default('access-key').describe('Key that holds the access key.'),
    secretKeyKey: secretKey().default('secret-key').describe('Key that holds the secret of it.'),
  })
  .describe('Who signs in to it.');

export const bucket = (): z.ZodString => text(63, '^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$');

export const database = z
  .object({
    secretRef: urlSecret.describe('Where the URL is, `postgresql://user:password@host/database`.'),
    readSecretRef: urlSecret
      .optional()
      .describe('Where the URL of a replica of it is, on the same port, for reads; absent: there is none.'),
    port: integer(1, 65_535).default(5432).describe('Port that the URL names; pods may talk to it.'),
    poolSize: integer(1, 500).default(10).describe('Most connections of one pod.'),
    sampleData: z
      .boolean()
      .default(false)
      .describe('Whether the first migration fills an empty catalogue with 4 artists and 13 albums.'),
  })
  .describe('The PostgreSQL, 13 or later.');

export const redis = z
  .object({
    secretRef: urlSecret.describe('Where the URL is, `redis://:password@host`.'),
    port: integer(1, 65_535).default(6379).describe('Port that the URL names; pods may talk to it.'),
  })
  .describe(
    'The Redis for limits, jobs and events; absent: each pod counts for itself, the rest is in PostgreSQL.',
  );

export const objectStorage = z
  .object({
    endpoint: httpOrigin().describe('URL of an S3, such as `http://minio:9000`.'),
    publicEndpoint: httpOrigin()
      .optional()
      .describe('URL by which clients reach it, for which links are signed; absent: `endpoint`.'),
    region: text(63, '^[a-zA-Z0-9-]+$').default('us-east-1').describe('Its region.'),
    bucket: bucket().default('albuns').describe('Bucket of the covers, made if it is absent.'),
    credentialsSecretRef: credentialsSecret,
  })
  .describe('Where covers are.');

export const regionais = z
  .object({
    url: httpUrl()
      .optional()
      .describe('List that ours is kept in step with; absent: the one that the release names.'),
    schedule: cronSchedule().default('0 * * * *').describe('When it is, as a cron pattern in UTC.'),
    suspend: z.boolean().default(false).describe('Leaves the list as it is.'),
    maxRemovedPercent: integer(0, 100)
      .default(30)
      .describe(
        'Largest part of the list that one synchronisation may deactivate; ten offices always may go.',
      ),
  })
  .prefault({})
  .describe('The synchronisation of the regional offices.');
