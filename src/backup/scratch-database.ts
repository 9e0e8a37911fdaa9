import {Client} from 'pg';
import {StartupError} from '../config/startup-error';
import {openSession} from '../datasources/migration-session';
import {isAbandoned, scratchName} from '../storage/scratch-name';
import {endingWith} from './ending';
import {quoted} from './sql';
import type {Work} from './types';

const PREFIX = 'artistas_ensaio_';
const INSUFFICIENT_PRIVILEGE = '42501';

/**
 * Makes an empty database on the server of another, for what `use` does with it, and drops it. One that was left behind
 * by somebody who was killed goes too.
 * @param abandonedBefore what is older was left behind
 * @throws StartupError when the user may not make databases
 */
export async function withScratchDatabase<T>(
  databaseUrl: string,
  abandonedBefore: Date,
  work: Work,
  use: (url: string) => Promise<T>,
): Promise<T> {
  const {pathname: owner} = new URL(databaseUrl);
  const name = scratchName(PREFIX, owner);
  await withSession(databaseUrl, work, async client => {
    await dropAbandoned(client, owner, abandonedBefore);
    await client.query(`create database ${quoted(name)} template template0 encoding 'UTF8'`).catch(refused);
  });
  try {
    const url = new URL(databaseUrl);
    url.pathname = `/${name}`;
    return await use(url.href);
  } finally {
    // In a session of its own: it is dropped after the end of the signal, too.
    await withSession(databaseUrl, {...work, signal: AbortSignal.timeout(5_000)}, client =>
      drop(client, name),
    );
  }
}

async function withSession(
  databaseUrl: string,
  {signal, log}: Work,
  use: (client: Client) => Promise<void>,
): Promise<void> {
  const client = await openSession(databaseUrl, {waitSeconds: 0, signal, log});
  const session = endingWith(signal, client);
  try {
    await use(client);
  } finally {
    await session.end();
  }
}

async function dropAbandoned(client: Client, owner: string, before: Date): Promise<void> {
  const {rows} = await client.query<{name: string}>('select datname as name from pg_database');
  for (const {name} of rows) if (isAbandoned(name, PREFIX, owner, before)) await drop(client, name);
}

async function drop(client: Client, name: string): Promise<void> {
  await client.query(`drop database if exists ${quoted(name)} with (force)`);
}

function refused(cause: unknown): never {
  if ((cause as {code?: string}).code !== INSUFFICIENT_PRIVILEGE) throw cause;
  throw new StartupError(
    'A drill restores into a database of its own, and this user may not make one: "alter role … createdb".',
    {cause},
  );
}
