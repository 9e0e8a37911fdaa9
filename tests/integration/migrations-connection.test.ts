import {execFile} from 'node:child_process';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {expect} from '@loopback/testlab';
import {StartupError} from '../../src/config/startup-error';
import {migrationsFolder} from '../../src/datasources/migration-folder';
import {migrate} from '../../src/datasources/migrations';
import {withDatabase} from '../support/database';
import {sql} from '../support/sql';

describe('the connection of the migrations', () => {
  const database = withDatabase({template: 'empty'});
  const migrateAt = (databaseUrl: string): Promise<void> => migrate({databaseUrl, sampleData: false});

  const changed = (change: (url: URL) => void): string => {
    const url = new URL(database.url);
    change(url);
    return url.href;
  };

  const refusals = [
    {
      name: 'a server that is not there',
      url: () => changed(url => (url.host = '127.0.0.1:1')),
      says: /^PostgreSQL at 127.0.0.1:1 cannot be reached \(.*ECONNREFUSED.*\); is it running/,
    },
    {
      name: 'a socket that is not there',
      url: () => 'postgresql:///artistas?host=/nada&user=eu&password=segredo',
      says: /^PostgreSQL at the socket in \/nada cannot be reached/,
    },
    {
      name: 'a user who is not known',
      url: () => changed(url => Object.assign(url, {username: 'ninguem', password: 'segredo'})),
      says: /refused the user "ninguem" or its password; check DATABASE_URL\.$/,
    },
    {
      name: 'a database that is not there',
      url: () => changed(url => (url.pathname = '/nada')),
      says: /^The database "nada" does not exist/,
    },
    {
      name: 'encryption that the server does not offer',
      url: () => changed(url => (url.search = '?sslmode=no-verify')),
      says: /do not agree about encryption \(The server does not support SSL connections\)/,
    },
    {
      name: 'a search_path that leads nowhere',
      url: () => changed(url => (url.search = '?options=-csearch_path%3Dnada')),
      says: /^No schema of the "search_path" exists/,
    },
    {
      name: 'a server that takes no writes',
      url: () => changed(url => (url.search = '?options=-cdefault_transaction_read_only%3Don')),
      says: /^The PostgreSQL server is read-only/,
    },
  ];
  for (const {name, url, says} of refusals) {
    it(`is refused in one sentence without the password: ${name}`, async () => {
      const error = await migrateAt(url()).then(
        () => undefined,
        (cause: unknown) => cause as Error,
      );
      expect(error).to.be.instanceOf(StartupError);
      expect(error?.message).to.match(says);
      expect(error?.message).to.not.containEql(new URL(database.url).password || 'segredo');
      expect(error?.message).to.not.containEql('segredo');
    });
  }

  it('is refused by the process with that sentence alone, and exit code 1', async () => {
    const env = {...process.env, DATABASE_URL: changed(url => (url.pathname = '/nada'))};
    const program = join(migrationsFolder(), '../dist/src/bin/migrate.js');
    await expect(promisify(execFile)(process.execPath, [program], {env})).to.be.rejectedWith({
      code: 1,
      stdout: '',
      stderr: /^The database "nada" does not exist on [^\n]+\n$/,
    });
  });

  it('is refused to a database in another encoding', async () => {
    const name = `${new URL(database.url).pathname.slice(1)}_latin`;
    await sql(database.url, `create database ${name} template template0 encoding 'LATIN1' locale 'C'`);
    try {
      await expect(migrateAt(changed(url => (url.pathname = `/${name}`)))).to.be.rejectedWith(StartupError, {
        message: `The database "${name}" is encoded in LATIN1; create one with "encoding 'UTF8'".`,
      });
    } finally {
      await sql(database.url, `drop database ${name}`);
    }
  });

  it('takes a user who may not make extensions, and a password of any letters', async () => {
    const role = `papel_${new URL(database.url).pathname.slice(1)}`;
    const password = `p%41@:/?#[]&='" \\é`;
    await sql(
      database.url,
      `create role ${role} login password ${quoted(password)}; create schema ${role} authorization ${role}`,
    );
    // The schema of a user's own name comes before `public` in the search_path.
    const url = changed(u => Object.assign(u, {username: role, password: encodeURIComponent(password)}));
    const lines: string[] = [];
    await migrate({databaseUrl: url, sampleData: true, log: line => lines.push(line)});
    expect(lines).to.matchAny(
      /^pg_trgm is not available \(permission denied.*\): searches by name read the whole table$/,
    );
    expect(
      await sql(
        url,
        `select to_regclass('${role}.album') is not null as album, to_regclass('album_nome_busca_idx') as index`,
      ),
    ).to.eql([{album: true, index: null}]);
    expect(await sql(url, 'select count(*)::int from album')).to.eql([{count: 13}]);
    await sql(database.url, `drop owned by ${role}; drop role ${role}`);
  });

  it('uses pg_trgm where it is, in a schema of its own', async () => {
    await sql(database.url, 'create schema extensions; create extension pg_trgm schema extensions');
    await migrateAt(database.url);
    expect(
      await sql(database.url, `select indexdef from pg_indexes where indexname = 'album_nome_busca_idx'`),
    ).to.eql([
      {
        indexdef:
          'CREATE INDEX album_nome_busca_idx ON public.album USING gin (nome_busca extensions.gin_trgm_ops)',
      },
    ]);
  });
});

function quoted(text: string): string {
  return ` E'${text.replace(/['\\]/g, '\\$&')}'`;
}
