import type {V1CronJob, V1Job} from '@kubernetes/client-node';
import {createHash} from 'node:crypto';
import {MIGRATION_EXIT} from '../../config/exit-codes';
import type {ArtistasApi} from '../api/artistas-api';
import type {Manifest} from '../api/manifest';
import {imageOf} from './image';
import {metadataFor, nameFor} from './names';
import {ReleaseOptions, taskPod} from './pod-template';
import {commonSettings, migrationSettings, regionaisSettings} from './settings';

export const IMAGE_ANNOTATION = 'artistas.dev/image';
/** A database that is just restarting is no reason to give up. */
const MIGRATION_RETRIES = 3;
const SYNC_DEADLINE_SECONDS = 300;
const SYNC_RETRIES = 2;
/** A run that was missed by more than this waits for the next one. */
const SYNC_START_DEADLINE_SECONDS = 600;

/** Name of the migration Job of one image, which has one schema to bring: another release, another Job. */
export function migrationJobName(cr: ArtistasApi, {image = imageOf(cr)}: ReleaseOptions): string {
  const hash = createHash('sha256').update(image).digest('hex');
  return `${nameFor(cr, 'migrate')}-${hash.slice(0, 8)}`;
}

/** Brings the schema to what an image needs. A Job cannot be changed: it is made once and then looked at. */
export function migrationJob(cr: ArtistasApi, options: ReleaseOptions = {}): V1Job & Manifest {
  const {image = imageOf(cr)} = options;
  const annotations = {[IMAGE_ANNOTATION]: image};
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: metadataFor(cr, 'migrate', {name: migrationJobName(cr, options), annotations}),
    spec: {
      backoffLimit: MIGRATION_RETRIES,
      activeDeadlineSeconds: cr.spec.rollout.migrationDeadlineSeconds,
      // A pod that is just ending still migrates.
      podReplacementPolicy: 'Failed',
      // The schema will not go back by itself.
      podFailurePolicy: {
        rules: [
          {
            action: 'FailJob',
            onExitCodes: {containerName: 'migrate', operator: 'In', values: [MIGRATION_EXIT.schemaAhead]},
          },
        ],
      },
      template: taskPod(
        cr,
        {
          component: 'migrate',
          program: 'migrate',
          args: ['--gate'],
          settings: migrationSettings(cr),
          resources: cr.spec.worker.resources,
        },
        options,
      ),
    },
  };
}

/** Keeps the list of regional offices in step; its last success is when that was. */
export function syncCronJob(cr: ArtistasApi, release: ReleaseOptions = {}): V1CronJob & Manifest {
  const {schedule, suspend} = cr.spec.regionais;
  const settings = {...commonSettings(cr), ...regionaisSettings(cr)};
  const {resources} = cr.spec.worker;
  return {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: metadataFor(cr, 'sincronizar'),
    spec: {
      schedule,
      timeZone: 'Etc/UTC',
      suspend,
      concurrencyPolicy: 'Forbid',
      startingDeadlineSeconds: SYNC_START_DEADLINE_SECONDS,
      successfulJobsHistoryLimit: 1,
      failedJobsHistoryLimit: 2,
      jobTemplate: {
        spec: {
          backoffLimit: SYNC_RETRIES,
          activeDeadlineSeconds: SYNC_DEADLINE_SECONDS,
          template: taskPod(
            cr,
            {component: 'sincronizar', program: 'sincronizar', settings, resources},
            release,
          ),
        },
      },
    },
  };
}
