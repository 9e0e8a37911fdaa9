import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {expect} from '@loopback/testlab';
import {StartupError} from '../../src/config/startup-error';
import {migrationsFolder} from '../../src/datasources/migration-folder';
import {migrate} from '../../src/datasources/migrations';
import {givenDatabase, TestDatabase} from '../support/database';
import {describeSchema} from '../support/describe-schema';
import {REPLACED_SERVICE, REPLACED_SERVICE_ROWS, REPLACED_SERVICE_TABLES} from '../support/replaced-service';
import {sql} from '../support/sql';

const snapshotFile = join(migrationsFolder(), '../tests/integration/schema.snapshot.txt');

describe('a database of the replaced service', () => {
  let database: TestDatabase;
  let url: string;
  beforeEach(async () => {
    database = await givenDatabase({template: 'empty'});
    url = database.url;
  });
  afterEach(() => database.drop());

  const takeOver = (lines: string[] = []): Promise<void> =>
    migrate({databaseUrl: url, sampleData: true, log: line => lines.push(line)});

  it('gets the schema of a new one', async () => {
    await sql(url, REPLACED_SERVICE);
    await takeOver();
    const schema = await describeSchema(url);
    const own = schema.split('\n\n').filter(section => !section.startsWith('flyway_schema_history\n'));
    expect(own.join('\n\n')).to.equal(await readFile(snapshotFile, 'utf8'));
  });

  it('keeps its rows, dirt included, and Flyway its history', async () => {
    await sql(url, REPLACED_SERVICE + REPLACED_SERVICE_ROWS);
    const before = await rowsOf(url);
    await takeOver();
    expect(await rowsOf(url)).to.eql(before);
    await takeOver();
    expect(await rowsOf(url)).to.eql(before);
  });

  it('keeps of the offices with one id the newest active one', async () => {
    await sql(url, REPLACED_SERVICE + REPLACED_SERVICE_ROWS);
    await takeOver();
    expect(await sql(url, 'select id::int, ativo from regionais order by id')).to.eql([
      {id: 1, ativo: false},
      {id: 2, ativo: true},
      {id: 3, ativo: false},
      {id: 4, ativo: false},
      {id: 5, ativo: true},
      {id: 6, ativo: false},
      {id: 7, ativo: true},
      {id: 8, ativo: null},
    ]);
  });

  it('gives new rows ids above the old ones, though its sequences lag behind', async () => {
    await sql(url, REPLACED_SERVICE + REPLACED_SERVICE_ROWS);
    await sql(url, `select setval('album_imagens_id_seq', 900)`);
    await takeOver();
    const [ids] = await sql(
      url,
      `with a as (insert into artista (nome, tipo) values ('x', 'BANDA') returning id),
            al as (insert into album (nome) values ('x') returning id),
            i as (insert into album_imagens (url, album_id) values ('x', 3) returning id),
            r as (insert into regionais (regional_id, nome) values (99, 'x') returning id)
       select a.id::int as artista, al.id::int as album, i.id::int as imagem, r.id::int as regional from a, al, i, r`,
    );
    expect(ids).to.eql({artista: 13, album: 42, imagem: 901, regional: 9});
  });

  it('gets no sample data, even when it is empty', async () => {
    await sql(url, REPLACED_SERVICE);
    await takeOver();
    expect(await sql(url, 'select count(*)::int from album')).to.eql([{count: 0}]);
  });

  it('is counted and searchable', async () => {
    await sql(url, REPLACED_SERVICE + REPLACED_SERVICE_ROWS);
    await takeOver();
    expect(
      await sql(url, 'select tabela, sum(total)::int as total from contagem group by tabela order by tabela'),
    ).to.eql([
      {tabela: 'album', total: 3},
      {tabela: 'artista', total: 5},
    ]);
    const found = await sql(
      url,
      `select id::int from artista where nome_busca like '%' || normalizar('TELÓ') || '%'`,
    );
    expect(found).to.eql([{id: 8}]);
  });

  it('keeps artists of an unknown tipo, says so, and takes no new ones', async () => {
    await sql(url, REPLACED_SERVICE + REPLACED_SERVICE_ROWS);
    const lines: string[] = [];
    await takeOver(lines);
    expect(lines).to.containEql(
      'artista has rows whose tipo is neither CANTOR nor BANDA: they stay, new ones are refused',
    );
    await expect(sql(url, `insert into artista (nome, tipo) values ('x', 'banda')`)).to.be.rejectedWith(
      /artista_tipo_check/,
    );
  });

  it('gets keys that are missing, and sequences that belong to nobody', async () => {
    await sql(url, REPLACED_SERVICE + REPLACED_SERVICE_ROWS);
    await sql(
      url,
      `alter table artista_album drop constraint fk_vinculo_album, drop constraint pk_artista_album;
       alter table album_imagens drop constraint fk_imagem_album;
       alter table album_imagens add constraint sem_cascata foreign key (album_id) references album;
       alter table artista add constraint artista_tipo_check check (tipo <> '');
       insert into artista_album values (1, 77);
       alter sequence album_id_seq owned by none;
       alter table regionais alter id drop default;
       drop sequence regionais_id_seq;`,
    );
    await takeOver();
    expect(
      await sql(
        url,
        `select conname as name, confdeltype = 'c' as cascade, convalidated as valid from pg_constraint
          where conrelid in ('artista_album'::regclass, 'album_imagens'::regclass) and contype in ('p', 'f')
          order by conname`,
      ),
    ).to.eql([
      {name: 'album_imagens_album_id_fkey', cascade: true, valid: true},
      {name: 'album_imagens_pkey', cascade: false, valid: true},
      {name: 'artista_album_album_id_fkey', cascade: false, valid: false},
      {name: 'artista_album_artista_id_fkey', cascade: false, valid: true},
      {name: 'artista_album_pkey', cascade: false, valid: true},
    ]);
    expect(await sql(url, `insert into album (nome) values ('x') returning id::int`)).to.eql([{id: 42}]);
    expect(
      await sql(url, `insert into regionais (regional_id, nome) values (1, 'x') returning id::int`),
    ).to.eql([{id: 9}]);
  });

  it('is taken over in a schema of its own too', async () => {
    const inApp = new URL(url);
    inApp.searchParams.set('options', '-csearch_path=app');
    await sql(url, 'create schema app');
    await sql(inApp.href, REPLACED_SERVICE + REPLACED_SERVICE_ROWS);
    await migrate({databaseUrl: inApp.href, sampleData: true});
    expect(await sql(inApp.href, 'select count(*)::int from album')).to.eql([{count: 3}]);
    await sql(inApp.href, `insert into album (nome) values ('x')`);
    expect(await sql(url, `select sum(total)::int from app.contagem where tabela = 'album'`)).to.eql([
      {sum: 4},
    ]);
    expect(
      await sql(
        url,
        `select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'`,
      ),
    ).to.eql([]);
  });

  const refusals = [
    {
      name: 'a failed migration of Flyway',
      dirt: `${REPLACED_SERVICE} update flyway_schema_history set success = false where version = '3'`,
      says: /left a failed migration \(3\) in flyway_schema_history/,
    },
    {
      name: 'a later version',
      dirt: `${REPLACED_SERVICE} insert into flyway_schema_history select 5, '5', description, type, script, 1, installed_by, now(), 1, true from flyway_schema_history limit 1`,
      says: /is at the versions 1, 2, 3, 4, 5; only/,
    },
    {
      name: 'an earlier version',
      dirt: `${REPLACED_SERVICE} delete from flyway_schema_history where version = '4'`,
      says: /is at the versions 1, 2, 3; only/,
    },
    {
      name: 'a history without a row',
      dirt: `${REPLACED_SERVICE} delete from flyway_schema_history`,
      says: /is at the versions \(none\); only/,
    },
    {
      name: 'a table or column that is missing',
      dirt: `${REPLACED_SERVICE} drop table album_imagens; alter table regionais drop column ativo`,
      says: /not complete: album_imagens.id, album_imagens.url, album_imagens.album_id, regionais.ativo missing/,
    },
    {
      name: 'tables of our names beside it',
      dirt: `${REPLACED_SERVICE} create table usuario (login text)`,
      says: /tables of our names \(usuario\) that are neither ours/,
    },
    {
      name: 'the tables without the history',
      dirt: REPLACED_SERVICE_TABLES,
      says: /\(artista, album, artista_album, album_imagens, regionais\) that are neither ours/,
    },
    {
      name: 'one table of our names',
      dirt: 'create table album (titulo text)',
      says: /tables of our names \(album\) that are neither ours/,
    },
    {
      name: 'the tables in a schema that the connection does not look into',
      dirt: `create schema app; set search_path to app; ${REPLACED_SERVICE}`,
      says: /are in the schema "app", not in "public".*options=-csearch_path%3Dapp/,
    },
  ];
  for (const {name, dirt, says} of refusals) {
    it(`is refused, and nothing changed: ${name}`, async () => {
      await sql(url, dirt);
      const before = await describeSchema(url);
      await expect(takeOver()).to.be.rejectedWith(StartupError, {message: says});
      expect(await describeSchema(url)).to.equal(before);
    });
  }

  it('is refused when its tables belong to somebody else', async () => {
    const role = `papel_${new URL(url).pathname.slice(1)}`;
    await sql(
      url,
      `${REPLACED_SERVICE} create role ${role} login password 'x'; grant all on schema public to ${role};
      grant all on all tables in schema public to ${role}`,
    );
    const asRole = Object.assign(new URL(url), {username: role, password: 'x'}).href;
    await expect(migrate({databaseUrl: asRole, sampleData: true})).to.be.rejectedWith(StartupError, {
      message: new RegExp(`The user "${role}" does not own`),
    });
    await sql(url, `drop owned by ${role}; drop role ${role}`);
  });
});

/** All rows of the replaced service's tables, but for `regionais.ativo`. */
async function rowsOf(url: string): Promise<unknown> {
  return sql(
    url,
    `select (select json_agg(x order by id) from (select id, nome, tipo from artista) x) as artista,
            (select json_agg(x order by id) from (select id, nome from album) x) as album,
            (select json_agg(x order by artista_id) from artista_album x) as artista_album,
            (select json_agg(x order by id) from (select id, url, album_id from album_imagens) x) as album_imagens,
            (select json_agg(x order by id) from (select id, regional_id, nome, data_criacao from regionais) x) as regionais,
            (select json_agg(x order by installed_rank) from flyway_schema_history x) as flyway`,
  );
}
