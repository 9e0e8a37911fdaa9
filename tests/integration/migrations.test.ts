import {execFile} from 'node:child_process';
import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {expect} from '@loopback/testlab';
import {StartupError} from '../../src/config/startup-error';
import {migrationNames, migrationsFolder} from '../../src/datasources/migration-folder';
import {LOCK_KEY} from '../../src/datasources/migration-session';
import {migrate, pendingMigrations} from '../../src/datasources/migrations';
import {givenDatabase, TestDatabase} from '../support/database';
import {describeSchema} from '../support/describe-schema';
import {givenMigrationsFolder} from '../support/migrations-folder';
import {sql, withClient} from '../support/sql';

const root = join(migrationsFolder(), '..');
const snapshotFile = join(root, 'tests/integration/schema.snapshot.txt');
const program = join(root, 'dist/src/bin/migrate.js');
const run = promisify(execFile);
/** Above all of ours. */
const LAST = '29991231235959-ultima';

describe('migrations', () => {
  let database: TestDatabase;
  let url: string;
  beforeEach(async () => {
    database = await givenDatabase({template: 'empty'});
    url = database.url;
  });
  afterEach(() => database.drop());

  const names = (): Promise<string[]> => migrationNames(migrationsFolder());
  const pending = (): Promise<string[]> => pendingMigrations(statement => sql(url, statement));

  it('make the kept schema (UPDATE_SNAPSHOTS=1 rewrites it)', async () => {
    await migrate({databaseUrl: url, sampleData: true});
    const schema = await describeSchema(url);
    if (process.env.UPDATE_SNAPSHOTS) await writeFile(snapshotFile, schema);
    expect(schema).to.equal(await readFile(snapshotFile, 'utf8'));
  });

  it('say what they do and whether the previous release can run beside them', async () => {
    for (const name of await names()) {
      const text = await readFile(join(migrationsFolder(), 'sqls', `${name}.sql`), 'utf8');
      const opening = text.slice(0, text.search(/^(?!--)/m));
      expect(opening).to.match(/can run beside it/);
    }
  });

  it('change nothing the second time', async () => {
    const lines: string[] = [];
    const log = (line: string): number => lines.push(line);
    await migrate({databaseUrl: url, sampleData: true, log});
    expect(lines).to.eql((await names()).map(name => `Migrated ${name}.`));
    const before = [await describeSchema(url), await contents(url)];
    await migrate({databaseUrl: url, sampleData: true, log});
    expect([await describeSchema(url), await contents(url)]).to.eql(before);
    expect(lines).to.have.length((await names()).length);
  });

  it('run once each when five processes start at once', async () => {
    const env = {...process.env, DATABASE_URL: url};
    const outputs = await Promise.all(Array.from({length: 5}, () => run(process.execPath, [program], {env})));
    const lines = outputs.flatMap(({stdout}) => stdout.trim().split('\n'));
    const once = (await names()).map(name => `Migrated ${name}.`);
    const [queue] = lines.filter(line => /^Migrated the job queue to version \d+\.$/.test(line));
    const others = Array<string>(4).fill('Nothing to migrate.');
    expect(lines.sort()).to.eql([...once, queue, ...others]);
    const records = await sql<{name: string}>(url, 'select name from migracao order by id');
    expect(records.map(({name}) => name)).to.eql((await names()).map(name => `/${name}`));
    expect(outputs.map(({stderr}) => stderr).join('')).to.equal('');
  });

  it('are all pending in an empty database, and those above the database in an older one', async () => {
    expect(await pending()).to.eql(await names());
    await migrate({databaseUrl: url, sampleData: true});
    expect(await pending()).to.eql([]);
    await sql(url, `delete from migracao where name like '%-sessao'`);
    expect(await pending()).to.eql((await names()).filter(name => name.endsWith('-sessao')));
  });

  it('leave a schema alone that is ahead of them', async () => {
    await migrate({databaseUrl: url, sampleData: true});
    await sql(url, `insert into migracao (name, run_on) values ('/${LAST}', now())`);
    expect(await pending()).to.eql([]);
    await migrate({databaseUrl: url, sampleData: true});
  });

  it('undo the whole of one that fails, keep those before it, and name its file', async () => {
    const folder = await givenMigrationsFolder({
      [LAST]: '-- Half of it works.\ncreate table metade (id int);\nselect nada;',
    });
    try {
      await expect(migrate({databaseUrl: url, sampleData: true, folder: folder.path})).to.be.rejectedWith(
        StartupError,
        {
          message: `The migration ${folder.path}/sqls/${LAST}.sql, line 3 failed and was undone: column "nada" does not exist.`,
        },
      );
      expect(await pendingMigrations(statement => sql(url, statement), folder.path)).to.eql([LAST]);
      expect(await sql(url, `select to_regclass('metade') as metade`)).to.eql([{metade: null}]);
    } finally {
      await folder.remove();
    }
  });

  it('give up with a sentence when another process takes too long', async () => {
    await withClient(url, async holder => {
      await holder.query('select pg_advisory_lock($1)', [LOCK_KEY]);
      await expect(migrate({databaseUrl: url, sampleData: true, lockWaitSeconds: 0.1})).to.be.rejectedWith(
        StartupError,
        {message: /^Another process has been migrating the database for more than 0.1 s/},
      );
    });
    expect(await pending()).to.eql(await names());
  });

  it('do not listen to the command line and the settings of db-migrate', async () => {
    const cwd = await mkdtemp(join(tmpdir(), 'artistas-cwd-'));
    try {
      await writeFile(join(cwd, 'database.json'), '{"dev": {"driver": "mysql"}}');
      await writeFile(join(cwd, '.db-migraterc'), '{"table": "outra", "dry-run": true}');
      const env = {...process.env, DATABASE_URL: url, 'db-migrate_migrations-dir': '/nada'};
      await run(process.execPath, [program, '--version', '--check', '--env=prod', '--count=1'], {env, cwd});
      expect(await pending()).to.eql([]);
    } finally {
      await rm(cwd, {recursive: true});
    }
  });
});

/** Every row of the tables that migrations fill. */
async function contents(url: string): Promise<unknown> {
  return sql(
    url,
    `select (select json_agg(m order by id) from migracao m) as migracao,
            (select json_agg(a order by id) from artista a) as artista,
            (select json_agg(a order by id) from album a) as album,
            (select json_agg(a order by artista_id, album_id) from artista_album a) as artista_album,
            (select json_agg(c order by tabela, fatia) from contagem c) as contagem`,
  );
}
