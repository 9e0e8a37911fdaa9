import {expect} from '@loopback/testlab';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {join} from 'node:path';
import {MIGRATION_EXIT} from '../../src/config/exit-codes';
import {withDatabase} from '../support/database';
import {freePort} from '../support/free-port';
import {sql} from '../support/sql';

const MIGRATE = join(__dirname, '../../src/bin/migrate.js');
const SECRET_KEY = 'segredo-canario';

/** Runs the real process as the operator's Job does. */
async function runGate(env: Record<string, string>): Promise<{exitCode: number | null; words: string}> {
  const child = spawn(process.execPath, [MIGRATE, '--gate'], {
    env: {PATH: process.env.PATH, LOG_LEVEL: 'fatal', ...env},
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let words = '';
  child.stderr.on('data', (chunk: Buffer) => (words += chunk.toString()));
  await once(child, 'close');
  return {exitCode: child.exitCode, words};
}

describe('the migration as a gate', () => {
  const database = withDatabase();

  it('lets a database pass that is as this release needs it', async () => {
    expect(await runGate({DATABASE_URL: database.url})).to.eql({exitCode: 0, words: ''});
  });

  it('refuses a schema that is ahead of this release, and leaves it alone', async () => {
    const ahead = '99991231000000-do-futuro';
    await sql(database.url, `insert into migracao (name, run_on) values ('/${ahead}', now())`);
    const {exitCode, words} = await runGate({DATABASE_URL: database.url});
    expect(exitCode).to.equal(MIGRATION_EXIT.schemaAhead);
    expect(words).to.match(/^The schema is ahead of this release: it has 99991231000000-do-futuro, .*\.\n$/);
    await sql(database.url, `delete from migracao where name = '/${ahead}'`);
  });

  it('says that the database cannot be reached', async () => {
    const url = `postgresql://u:${SECRET_KEY}@127.0.0.1:${await freePort()}/x`;
    const {exitCode, words} = await runGate({DATABASE_URL: url, DATABASE_WAIT_SECONDS: '0'});
    expect(exitCode).to.equal(MIGRATION_EXIT.databaseUnreachable);
    expect(words).to.match(/^PostgreSQL at .* cannot be reached/);
    expect(words).to.not.containEql(SECRET_KEY);
  });

  it('says that the bucket cannot be used', async () => {
    const endpoint = `http://127.0.0.1:${await freePort()}`;
    const store = {S3_ENDPOINT: endpoint, S3_ACCESS_KEY: 'a', S3_SECRET_KEY: SECRET_KEY};
    const {exitCode, words} = await runGate({DATABASE_URL: database.url, ...store});
    expect(exitCode).to.equal(MIGRATION_EXIT.storageUnreachable);
    expect(words).to.match(/^The bucket "albuns" at http:.* cannot be used: .*ECONNREFUSED.*\.\n$/);
    expect(words).to.not.containEql(SECRET_KEY);
  });
});
