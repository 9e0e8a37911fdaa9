import {complaintsOf, eventStorm} from '../support/event-storm';
import {givenDatabase} from '../support/database';
import {hasRedis, RedisServer} from '../support/redis';

/** As the issue of the events has it: with 20 albums a second, one process is killed each five seconds. */
const FULL = {listeners: 200, albums: 1_000, albumsPerKill: 100, pauseMs: 200};

/** Three processes, 200 listeners, 1,000 albums, `kill -9` all the while; without Redis, and with it where there is one. */
export async function benchEvents(): Promise<void> {
  await storm('without Redis', {});
  if (!hasRedis()) return;
  const redis = await RedisServer.start();
  try {
    await storm('with Redis', {REDIS_URL: redis.url});
  } finally {
    await redis.kill();
  }
}

async function storm(name: string, env: Readonly<Record<string, string>>): Promise<void> {
  const database = await givenDatabase();
  try {
    const result = await eventStorm({env: {DATABASE_URL: database.url, ...env}, ...FULL});
    const complaints = await complaintsOf(database.url, result);
    const heard = `${result.listeners.length} listeners, ${result.created.length} albums, ${result.kills} kills`;
    process.stdout.write(
      `${name}: ${heard}; ${complaints.length === 0 ? 'each has all, in order' : 'WRONG'}\n`,
    );
    for (const complaint of complaints) process.stdout.write(`  ${complaint}\n`);
    if (complaints.length > 0) process.exitCode = 1;
  } finally {
    await database.drop();
  }
}
