import {expect} from '@loopback/testlab';
import {findArchive, listArchives} from '../../../src/backup/manifest';
import {restoreObjectsAlone} from '../../../src/backup/restore';
import {tables} from '../../../src/backup/tables';
import {migrationNames, migrationsFolder} from '../../../src/datasources/migration-folder';
import {migrate} from '../../../src/datasources/migrations';
import {thumbnailKey} from '../../../src/models/object-key';
import {ArchiveFixture, givenCover, givenWork, objectsIn, rowsIn, VaultKind} from '../../support/archives';
import {givenDatabase, TestDatabase} from '../../support/database';
import {describeSchema} from '../../support/describe-schema';
import {requireOnMachine} from '../../support/machine';
import {ObjectServer} from '../../support/object-servers';
import {sql} from '../../support/sql';

const VAULTS: readonly VaultKind[] = ['folder', 'minio', 'versitygw'];

for (const kind of VAULTS) {
  describe(`a backup in ${kind}`, () => {
    let archives: ArchiveFixture;
    let database: TestDatabase;
    before(async function () {
      this.timeout(60_000);
      const isThere = kind === 'folder' || ObjectServer.isOnMachine(kind);
      requireOnMachine(this, isThere, `needs ${kind}, see .ci/run`);
      archives = await ArchiveFixture.make(kind);
    });
    after(() => archives?.remove());
    beforeEach(async () => (database = await givenDatabase({template: 'sample'})));
    afterEach(() => database?.drop());

    it('comes back into an empty database and store as it was, rows and objects', async () => {
      await givenCover(database.url, archives.store);
      await givenCover(database.url, archives.store, {content: Buffer.alloc(6_000_000, 'x')});
      const {archive} = await archives.backUp(database.url);
      const empty = await givenDatabase({template: 'empty'});
      try {
        const store = archives.emptyStore();
        await archives.restore(empty.url, await findArchive(archives.vault, 'latest'), {
          store,
          replace: false,
        });
        expect(await rowsIn(empty.url)).to.eql(await rowsIn(database.url));
        expect(await objectsIn(store)).to.eql(await objectsIn(archives.store));
        expect(await describeSchema(empty.url)).to.equal(await describeSchema(database.url));
        expect(archive.objects).to.containEql({count: 8, missing: 0});
      } finally {
        await empty.drop();
      }
    });

    it('copies only objects that are new', async () => {
      const before = await archives.backUp(database.url);
      await givenCover(database.url, archives.store);
      const first = await archives.backUp(database.url);
      const second = await archives.backUp(database.url);
      expect(first.archive.objects.copied).to.equal(4);
      expect(second.archive.objects).to.containEql({copied: 0, count: before.archive.objects.count + 4});
      expect((await listArchives(archives.vault)).complete).to.containDeep([
        before.archive.id,
        first.archive.id,
        second.archive.id,
      ]);
    });
  });
}

describe('a restore', () => {
  let archives: ArchiveFixture;
  let database: TestDatabase;
  beforeEach(async () => {
    archives = await ArchiveFixture.make();
    database = await givenDatabase({template: 'sample'});
  });
  afterEach(async () => {
    await database.drop();
    await archives.remove();
  });

  it('puts a database and a store back that went on, and gives no id twice', async () => {
    const key = await givenCover(database.url, archives.store);
    const [rows, objects] = [await rowsIn(database.url), await objectsIn(archives.store)];
    const {archive} = await archives.backUp(database.url);
    await sql(
      database.url,
      `delete from artista_album; delete from album; insert into album (nome) values ('later')`,
    );
    const [later] = await sql<{id: string}>(database.url, 'select id from album');
    await archives.store.remove([key]);
    await archives.restore(database.url, archive);
    expect(await rowsIn(database.url)).to.eql(rows);
    expect(await objectsIn(archives.store)).to.eql(objects);
    const [next] = await sql<{id: string}>(
      database.url,
      `insert into album (nome) values ('new') returning id`,
    );
    expect(Number(next!.id)).to.be.greaterThan(Number(later!.id));
  });

  it('leaves triggers, grants and nothing else of its own behind', async () => {
    const schema = await describeSchema(database.url);
    await sql(database.url, 'grant select on album to public');
    const {archive} = await archives.backUp(database.url);
    await archives.restore(database.url, archive);
    expect(await describeSchema(database.url)).to.equal(schema);
    const schemas = await sql(
      database.url,
      `select nspname from pg_namespace where nspname like 'artistas%'`,
    );
    expect(schemas).to.eql([]);
    const [grant] = await sql(
      database.url,
      `select relacl::text from pg_class where oid = 'album'::regclass`,
    );
    expect(grant!.relacl).to.match(/[{,]=r\//);
    const counted = `select sum(total)::int as total from contagem where tabela = 'album'`;
    const [before] = await sql<{total: number}>(database.url, counted);
    await sql(database.url, `insert into album (nome) values ('counted')`);
    expect(await sql(database.url, counted)).to.eql([{total: before!.total + 1}]);
  });

  it('brings the archive of an older release to this one', async () => {
    const older = await givenDatabase({template: 'empty'});
    try {
      const through = (await migrationNames(migrationsFolder())).find(name => name.endsWith('-busca'))!;
      await migrate({databaseUrl: older.url, sampleData: true, through});
      await sql(older.url, `insert into artista (nome, tipo) values ('Ângela', 'CANTOR')`);
      const {archive} = await archives.backUp(older.url);
      expect(archive.migrations.at(-1)).to.equal(through);
      await archives.restore(database.url, archive);
    } finally {
      await older.drop();
    }
    const [row] = await sql(database.url, `select nome, nome_busca from artista where nome like 'Â%'`);
    expect(row).to.eql({nome: 'Ângela', nome_busca: 'angela'});
    const [counts] = await sql(
      database.url,
      `select (select sum(total)::int from contagem where tabela = 'artista') as counted,
              (select count(*)::int from artista) as total`,
    );
    expect(counts!.counted).to.equal(counts!.total);
  });

  it('asks before something is lost', async () => {
    const {archive} = await archives.backUp(database.url);
    const rows = await rowsIn(database.url);
    await expect(archives.restore(database.url, archive, {replace: false})).to.be.rejectedWith(
      /say --replace/,
    );
    expect(await rowsIn(database.url)).to.eql(rows);
  });

  it('replaces a cover that is there with other bytes', async () => {
    const key = await givenCover(database.url, archives.store);
    const objects = await objectsIn(archives.store);
    const {archive} = await archives.backUp(database.url);
    await archives.store.remove([key]);
    await givenOther(archives, key);
    await archives.restore(database.url, archive);
    expect(await objectsIn(archives.store)).to.eql(objects);
  });

  it('of objects alone completes rows that PostgreSQL brought back itself', async () => {
    const [kept, lost] = [
      await givenCover(database.url, archives.store),
      await givenCover(database.url, archives.store),
    ];
    const objects = await objectsIn(archives.store);
    const {archive} = await archives.backUp(database.url);
    await archives.store.remove([lost, thumbnailKey(lost, 128)]);
    await sql(database.url, `insert into artista (nome, tipo) values ('Later', 'BANDA')`);
    const rows = await rowsIn(database.url);
    const {store, vault} = archives;
    const parts = {databaseUrl: database.url, store, vault, archive, waitSeconds: 0};
    expect(await restoreObjectsAlone(parts, givenWork())).to.eql({written: 2, present: 6});
    expect(await objectsIn(store)).to.eql(objects);
    expect(Object.keys(objects)).to.containEql(kept);
    expect(await rowsIn(database.url)).to.eql(rows);
  });

  it('leaves the tables as they are that something of somebody else depends on', async () => {
    await sql(database.url, 'create view visao as select nome from album');
    const {archive} = await archives.backUp(database.url);
    const lines: string[] = [];
    await archives.restore(database.url, archive, {work: givenWork({log: line => void lines.push(line)})});
    expect(lines.join('\n')).to.match(/Something of yours depends on the old tables/);
    expect((await sql(database.url, 'select from visao')).length).to.be.greaterThan(0);
  });

  it('knows what becomes of every table', async () => {
    const rows = await sql<{name: string}>(
      database.url,
      `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'`,
    );
    expect(Object.keys(tables).sort()).to.eql(rows.map(({name}) => name).sort());
  });
});

async function givenOther(archives: ArchiveFixture, key: string): Promise<void> {
  async function* other(): AsyncGenerator<Buffer> {
    yield await Promise.resolve(Buffer.from('something else'));
  }
  await archives.store.put(key, other(), {contentType: 'image/png'});
}
