import {stopDatabaseServer} from './database';

/** What is closed properly lets the process go at once; the rest is a leak. */
const EXIT_LIMIT_MS = 10_000;

export async function mochaGlobalTeardown(): Promise<void> {
  await stopDatabaseServer();
  setTimeout(failOnLeak, EXIT_LIMIT_MS).unref();
}

function failOnLeak(): void {
  const open = process.getActiveResourcesInfo().filter(name => name !== 'Timeout');
  process.stderr.write(`The tests are over, but something keeps the process alive: ${open.join(', ')}\n`);
  process.exit(1);
}
