import {resolve} from 'node:path';
import {Environment, number, oneOf, parseUrl, readVariable} from './readers';
import {StartupError} from './startup-error';
import type {VariableName} from './variables';

/** Settings of backups, restores and drills, read once and frozen. `variables.ts` says what each means. */
export interface BackupConfig {
  /** Absolute path; archives are there unless `s3` is set. */
  readonly folder: string;
  readonly s3?: {
    readonly endpoint: string;
    readonly region: string;
    readonly bucket: string;
    /** What keys begin with, without slashes around it; empty: nothing. */
    readonly prefix: string;
    readonly accessKey: string;
    readonly secretKey: string;
    readonly encryption: 'auto' | 'required' | 'off';
  };
  /** How many days, weeks and months keep their last archive. */
  readonly keep: {readonly daily: number; readonly weekly: number; readonly monthly: number};
  /** A backup or a restore is given up after so long. */
  readonly deadlineSeconds: number;
}

/** @throws StartupError naming the variable that is missing or malformed */
export function loadBackupConfig(env: Environment): BackupConfig {
  const text = (name: VariableName): string => readVariable(name, env);
  const whole = (name: VariableName): number => number(name, text(name));
  return Object.freeze({
    folder: resolve(text('BACKUP_FOLDER')),
    ...(text('BACKUP_S3_ENDPOINT') && {s3: readS3(text)}),
    keep: Object.freeze({
      daily: whole('BACKUP_KEEP_DAILY'),
      weekly: whole('BACKUP_KEEP_WEEKLY'),
      monthly: whole('BACKUP_KEEP_MONTHLY'),
    }),
    deadlineSeconds: whole('BACKUP_DEADLINE_SECONDS'),
  });
}

function readS3(text: (name: VariableName) => string): NonNullable<BackupConfig['s3']> {
  for (const name of ['BACKUP_S3_BUCKET', 'BACKUP_S3_ACCESS_KEY', 'BACKUP_S3_SECRET_KEY'] as const) {
    if (!text(name)) throw new StartupError(`${name} must be set where BACKUP_S3_ENDPOINT is.`);
  }
  return Object.freeze({
    endpoint: parseUrl('BACKUP_S3_ENDPOINT', text('BACKUP_S3_ENDPOINT'), ['https:', 'http:']),
    region: text('BACKUP_S3_REGION'),
    bucket: text('BACKUP_S3_BUCKET'),
    prefix: text('BACKUP_S3_PREFIX').replace(/^\/+|\/+$/g, ''),
    accessKey: text('BACKUP_S3_ACCESS_KEY'),
    secretKey: text('BACKUP_S3_SECRET_KEY'),
    encryption: oneOf('BACKUP_S3_ENCRYPTION', text('BACKUP_S3_ENCRYPTION'), ['auto', 'required', 'off']),
  });
}
