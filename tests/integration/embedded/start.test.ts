import {mkdir, readdir, rm, stat, symlink, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {expect} from '@loopback/testlab';
import {eventually} from '../../support/eventually';
import {withEmbedded} from '../../support/embedded';
import {query} from '../../support/query';

describe('embedded PostgreSQL: the database', () => {
  const embedded = withEmbedded('suite');

  it('makes a database in UTF-8 whose order is the same on every machine, in UTC', async () => {
    const {url} = await embedded.start();
    const [row] = await query(
      url,
      `select current_database() as name, pg_encoding_to_char(encoding) as encoding, datlocale as locale,
              current_setting('TimeZone') as zone, current_setting('server_version_num')::int / 10000 as major
         from pg_database where datname = current_database()`,
    );
    expect(row).to.eql({name: 'artistas', encoding: 'UTF8', locale: 'C.UTF-8', zone: 'UTC', major: 18});
  });

  it('listens on 127.0.0.1 only', async () => {
    const {url} = await embedded.start();
    const [row] = await query(
      url,
      `select current_setting('listen_addresses') as tcp, current_setting('unix_socket_directories') as unix`,
    );
    expect(row).to.eql({tcp: '127.0.0.1', unix: ''});
  });

  it('asks for the password, which only its owner can read', async () => {
    const {url} = await embedded.start();
    const wrong = url.replace(/:[^:@]+@/, ':wrong@');
    await expect(query(wrong, 'select 1')).to.be.rejectedWith(/password authentication failed/);
    const {mode} = await stat(join(embedded.dataDir, 'postgres/password'));
    expect(mode & 0o777).to.equal(0o600);
  });

  it('keeps our environment, which holds secrets, from the server', async () => {
    process.env.EMBEDDED_TEST_SECRET = 'leaked';
    const {url} = await embedded.start().finally(() => delete process.env.EMBEDDED_TEST_SECRET);
    await query(url, `create table environment (line text); copy environment from program 'env'`);
    const lines = (await query(url, 'select line from environment')).map(row => String(row.line));
    expect(lines).to.containEql('TZ=UTC');
    expect(lines.filter(line => line.includes('leaked'))).to.be.empty();
  });

  it('keeps the rows from start to start', async () => {
    const first = await embedded.start();
    await query(first.url, 'create table nota as select 42 as valor');
    await first.stop();
    const second = await embedded.start();
    expect(await query(second.url, 'select valor from nota')).to.eql([{valor: 42}]);
  });
});

describe('embedded PostgreSQL: what it finds in the data folder', () => {
  const embedded = withEmbedded('test');

  it('begins anew after a first start that was killed in between', async () => {
    const holder = embedded.startHolder();
    await eventually('a cluster that is being made', async () =>
      (await readdir(embedded.dataDir).catch(() => [])).some(name => name.startsWith('init-')),
    );
    holder.kill('SIGKILL');
    await eventually('the end of the holder', () => holder.signalCode !== null);
    const {url} = await embedded.start();
    expect(await query(url, 'select 1 as one')).to.eql([{one: 1}]);
    expect(await readdir(embedded.dataDir)).to.eql(['postgres']);
  });

  it('leaves the data of another major version alone and says so', async () => {
    await (await embedded.start()).stop();
    await writeFile(join(embedded.dataDir, 'postgres/data/PG_VERSION'), '17\n');
    expect(await embedded.refusal()).to.equal(
      `${embedded.dataDir}/postgres holds data of PostgreSQL 17, and this release brings PostgreSQL 18; ` +
        'move it away or set DATA_DIR to another folder.',
    );
  });

  it('does not take an unknown folder for a database', async () => {
    await mkdir(join(embedded.dataDir, 'postgres/fotos'), {recursive: true});
    expect(await embedded.refusal()).to.match(/data\/postgres holds no database of ours/);
  });

  it('says that the database is gone when its link points nowhere', async () => {
    await mkdir(embedded.dataDir);
    await symlink('/nowhere/at/all', join(embedded.dataDir, 'postgres'));
    expect(await embedded.refusal()).to.match(/data\/postgres points to a database that is gone; remove /);
  });

  it('says that a file stands where the data folder should be', async () => {
    await writeFile(embedded.dataDir, '');
    expect(await embedded.refusal()).to.match(/data cannot be a folder, because a file stands in its way/);
    await rm(embedded.dataDir);
  });
});
