/**
 * A process with an embedded PostgreSQL, for tests that kill it: `embedded-holder.js <dataDir>`.
 * Prints the URL when the server is ready. On SIGINT it asks the server once more, says so, stops it and ends.
 */
import {startEmbeddedPostgres} from '../../src/embedded/embedded-postgres';
import {query} from './query';

async function main(dataDir: string): Promise<void> {
  const postgres = await startEmbeddedPostgres({dataDir, durable: false});
  // Keeps the process alive until it is told to end.
  const alive = setInterval(() => undefined, 60_000);
  process.once('SIGINT', () => {
    void (async () => {
      await query(postgres.url, 'select 1');
      await postgres.stop();
      process.stdout.write('answered after SIGINT\n');
      clearInterval(alive);
    })();
  });
  process.stdout.write(`${postgres.url}\n`);
}

void main(process.argv[2]!);
