import {z} from 'zod';
import {integer, withRules} from './fields';
import {auth, corsOrigins, httpRoute, ingress, networkPolicy, rateLimit, trustedProxies} from './spec/access';
import {backup} from './spec/backup';
import {database, objectStorage, redis, regionais} from './spec/services';
import {autoscaling, image, pod, resources, worker} from './spec/workload';

/**
 * What a person asks for. Defaults never change within a version: an object that says nothing would change with the
 * operator. Secrets are only named.
 */
export const spec = withRules(
  z
    .object({
      image,
      replicas: integer(0, 100).default(2).describe('Number of API pods; 0 stops them.'),
      autoscaling: autoscaling.optional(),
      resources,
      worker,
      database,
      redis: redis.optional(),
      objectStorage,
      auth,
      rateLimit,
      corsOrigins,
      trustedProxies,
      ingress: ingress.optional(),
      httpRoute: httpRoute.optional(),
      networkPolicy,
      regionais,
      backup: backup.optional(),
      rollout: z
        .object({
          deadlineSeconds: integer(30, 86_400)
            .default(600)
            .describe('After so long without progress a rollout goes back to the last good image.'),
          migrationDeadlineSeconds: integer(30, 86_400)
            .default(900)
            .describe('After so long a migration counts as failed.'),
          drainSeconds: integer(0, 600)
            .default(10)
            .describe('How long a pod that stops goes on with the requests it has.'),
        })
        .prefault({})
        .describe('How a new release comes.'),
      logLevel: z
        .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'])
        .default('info')
        .describe('From what level on the pods log.'),
      deletionPolicy: z
        .enum(['Retain', 'Delete', 'BackupThenDelete'])
        .default('Retain')
        .describe(
          'What becomes of what the operator made to last, the Secret of `auth`, when this object goes. `BackupThenDelete`: it goes once a last backup is made, and else stays.',
        ),
      suspend: z.boolean().default(false).describe('The operator writes nothing; what runs goes on.'),
      pod,
    })
    .describe('What is asked for.'),
  {
    cel: '!(has(self.ingress) && has(self.httpRoute))',
    message: 'ingress and httpRoute exclude each other',
    holds: ({ingress, httpRoute}) => ingress === undefined || httpRoute === undefined,
  },
  {
    cel: "self.deletionPolicy != 'BackupThenDelete' || has(self.backup)",
    message: 'deletionPolicy BackupThenDelete needs backup',
    holds: ({deletionPolicy, backup}) => deletionPolicy !== 'BackupThenDelete' || backup !== undefined,
  },
);
