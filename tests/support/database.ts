import {randomBytes} from 'node:crypto';
import {chmod, mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {migrate} from '../../src/datasources/migrations';
import {startEmbeddedPostgres} from '../../src/embedded/embedded-postgres';
import {query} from './query';

/** `migrated` has the schema, `sample` the sample data too, `empty` nothing at all. */
export type Template = 'empty' | 'migrated' | 'sample';

export interface TestDatabase {
  readonly url: string;
  /** @throws Error when somebody is still connected: a pool was not closed */
  drop(): Promise<void>;
}

interface DatabaseServer {
  /** Of a database where others can be created and dropped. */
  readonly adminUrl: string;
  readonly templates: Map<Template, Promise<string>>;
  stop(): Promise<void>;
}

const OBJECT_IN_USE = '55006';
/** Apart from those of another run on the same server. */
const runId = randomBytes(4).toString('hex');
let server: Promise<DatabaseServer> | undefined;
let databaseCount = 0;

/** A database of its own for the `describe` that calls this; `url` is there from its first `before` on. */
export function withDatabase(options?: {template?: Template}): {readonly url: string} {
  let database: TestDatabase | undefined;
  before(async function () {
    // The first one starts the server and migrates.
    this.timeout(60_000);
    database = await givenDatabase(options);
  });
  after(() => database?.drop());
  return {
    get url() {
      if (!database) throw new Error('The database exists once the before hooks run.');
      return database.url;
    },
  };
}

/** A database of its own, cloned from a template. One that is not dropped lives until the end of the run. */
export async function givenDatabase({
  template = 'migrated',
}: {template?: Template} = {}): Promise<TestDatabase> {
  const {adminUrl, templates} = await (server ??= startDatabaseServer());
  if (!templates.has(template)) templates.set(template, createTemplate(adminUrl, template));
  const name = `test_${runId}_${++databaseCount}`;
  await query(adminUrl, `create database ${name} template ${await templates.get(template)}`);
  return {url: urlOf(adminUrl, name), drop: () => drop(adminUrl, name)};
}

/** For the end of the run. */
export async function stopDatabaseServer(): Promise<void> {
  await (await server)?.stop();
  server = undefined;
}

/** `TEST_DATABASE_URL`, else one of our own. */
async function startDatabaseServer(): Promise<DatabaseServer> {
  const templates = new Map<Template, Promise<string>>();
  const adminUrl = process.env.TEST_DATABASE_URL;
  if (adminUrl) return {adminUrl, templates, stop: () => dropAll(adminUrl)};
  const dataDir = await mkdtemp(join(tmpdir(), 'artistas-test-'));
  // As root the server runs under another account, which has to get in.
  await chmod(dataDir, 0o755);
  const postgres = await startEmbeddedPostgres({dataDir, durable: false, maxConnections: 200});
  const stop = async (): Promise<void> => {
    await postgres.stop();
    await rm(dataDir, {recursive: true});
  };
  return {adminUrl: postgres.url, templates, stop};
}

async function createTemplate(adminUrl: string, template: Template): Promise<string> {
  const name = `test_${runId}_${template}`;
  await query(adminUrl, `create database ${name} template template0 encoding 'UTF8'`);
  if (template !== 'empty')
    await migrate({
      databaseUrl: urlOf(adminUrl, name),
      sampleData: template === 'sample',
      withJobQueue: true,
    });
  return name;
}

async function drop(adminUrl: string, name: string): Promise<void> {
  try {
    // Waits five seconds for sessions that are just ending.
    await query(adminUrl, `drop database if exists ${name}`);
  } catch (cause) {
    if ((cause as {code?: string}).code !== OBJECT_IN_USE) throw cause;
    const sessions = await query(adminUrl, `select query from pg_stat_activity where datname = '${name}'`);
    await query(adminUrl, `drop database ${name} with (force)`);
    const queries = sessions.map(session => session.query).join('\n');
    throw new Error(`Sessions were left open on a test database; what each asked last:\n${queries}`, {cause});
  }
}

async function dropAll(adminUrl: string): Promise<void> {
  const names = await query(
    adminUrl,
    `select datname from pg_database where datname like 'test\\_${runId}\\_%'`,
  );
  for (const {datname} of names) await query(adminUrl, `drop database ${String(datname)} with (force)`);
}

function urlOf(adminUrl: string, database: string): string {
  const url = new URL(adminUrl);
  url.pathname = `/${database}`;
  return url.href;
}
