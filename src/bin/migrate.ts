import {existsSync} from 'node:fs';
import {writeFile} from 'node:fs/promises';
import {Config, loadConfig} from '../config/config';
import {MIGRATION_EXIT} from '../config/exit-codes';
import {StartupError} from '../config/startup-error';
import {requireKnownSchema} from '../datasources/migration-gate';
import {migrate} from '../datasources/migrations';
import {startEmbeddedPostgres} from '../embedded/embedded-postgres';
import {createLogger} from '../observability/logger';
import {fail} from './process';

/** Where Kubernetes reads the last words of a container. */
const TERMINATION_LOG = '/dev/termination-log';

/**
 * Runs what is pending, prints a line for each, and ends: exit code 0, or another one with one sentence. With `--gate`, as
 * the operator runs it before anything of a release, it first looks whether everything is there that the release needs.
 */
async function main(): Promise<void> {
  const config = loadConfig(process.env);
  const {database, dataDir, redisUrl} = config;
  const newest = process.argv.includes('--gate') ? await passGate(config) : undefined;
  const embedded = database.url ? undefined : await startEmbeddedPostgres({dataDir});
  try {
    let lineCount = 0;
    const log = (line: string): void => {
      lineCount += 1;
      process.stdout.write(`${line}\n`);
    };
    await migrate({
      databaseUrl: database.url ?? embedded!.url,
      sampleData: database.sampleData,
      withJobQueue: redisUrl === undefined,
      log,
    });
    if (lineCount === 0) log('Nothing to migrate.');
    if (newest && existsSync(TERMINATION_LOG)) await writeFile(TERMINATION_LOG, newest);
  } finally {
    await embedded?.stop();
  }
}

/** @returns the newest migration of this release @throws StartupError with an exit code of `MIGRATION_EXIT` */
async function passGate({database, storage, logLevel}: Config): Promise<string> {
  if (!database.url) throw new StartupError('DATABASE_URL must be set.');
  const newest = await requireKnownSchema(database.url);
  if (!storage.s3) return newest;
  const {S3Store} = await import('../storage/s3-store.js');
  const store = new S3Store(storage.s3, createLogger(logLevel));
  try {
    await store.ensureReady();
  } catch (cause) {
    throw new StartupError(
      `The bucket "${storage.s3.bucket}" at ${storage.s3.endpoint} cannot be used: ${reasonOf(cause)}; check S3_ENDPOINT and its keys.`,
      {cause, exitCode: MIGRATION_EXIT.storageUnreachable},
    );
  } finally {
    await store.stop();
  }
  return newest;
}

/** What the store itself said, below our own words for callers. */
function reasonOf(error: unknown): string {
  const {message, cause} = error as Error;
  return cause ? reasonOf(cause) : message;
}

main().catch(fail);
