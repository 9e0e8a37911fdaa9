import {loadConfig} from '../config/config';
import {migrate} from '../datasources/migrations';
import {startEmbeddedPostgres} from '../embedded/embedded-postgres';
import {fail} from './process';

/** Runs what is pending, prints a line for each, and ends: exit code 0, or 1 with one sentence. */
async function main(): Promise<void> {
  const {database, dataDir, redisUrl} = loadConfig(process.env);
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
      waitSeconds: database.waitSeconds,
      log,
    });
    if (lineCount === 0) log('Nothing to migrate.');
  } finally {
    await embedded?.stop();
  }
}

main().catch(fail);
