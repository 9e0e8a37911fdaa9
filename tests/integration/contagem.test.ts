import {expect} from '@loopback/testlab';
import {Client} from 'pg';
import {withDatabase} from '../support/database';
import {sql, withClient} from '../support/sql';

/** Kept and counted in one snapshot. */
const TOTALS = `
  select (select sum(total) from contagem where tabela = 'artista')::int as artista,
         (select count(*) from artista)::int as artista_rows,
         (select sum(total) from contagem where tabela = 'album')::int as album,
         (select count(*) from album)::int as album_rows`;

interface Totals {
  readonly artista: number;
  readonly artista_rows: number;
  readonly album: number;
  readonly album_rows: number;
}

describe('contagem', () => {
  const database = withDatabase({template: 'migrated'});

  it('is exact at any time, whatever several writers do at once', async () => {
    const writers = Array.from({length: 8}, (_, writer) =>
      withClient(database.url, client => write(client, writer)),
    );
    let isOver = false;
    const end = Promise.all(writers).finally(() => (isOver = true));
    let checkCount = 0;
    await withClient(database.url, async reader => {
      while (!isOver) {
        expectExact((await reader.query<Totals>(TOTALS)).rows[0]!);
        checkCount += 1;
      }
    });
    await end;
    const [totals] = await sql<Totals & Record<string, number>>(database.url, TOTALS);
    expectExact(totals!);
    expect(totals!.album).to.be.above(0);
    expect(checkCount).to.be.above(10);
    const [{parts}] = (await sql<{parts: number}>(
      database.url,
      'select count(*)::int as parts from contagem',
    )) as [{parts: number}];
    expect(parts).to.be.belowOrEqual(2 * (writers.length + 1));
  });

  it('lets no writer wait for another, in whatever order they take the tables', async () => {
    await withClient(database.url, one =>
      withClient(database.url, async other => {
        for (const client of [one, other]) await client.query(`set lock_timeout = '2s'; begin`);
        await one.query(`insert into album (nome) values ('a')`);
        await other.query(`insert into artista (nome, tipo) values ('b', 'BANDA')`);
        await one.query(`insert into artista (nome, tipo) values ('a', 'BANDA')`);
        await other.query(`insert into album (nome) values ('b')`);
        await other.query('commit');
        await one.query('rollback');
      }),
    );
    const [totals] = await sql<Totals & Record<string, number>>(database.url, TOTALS);
    expectExact(totals!);
  });

  it('goes to zero by TRUNCATE, and on from there', async () => {
    await sql(database.url, `insert into album (nome) values ('x'); truncate album cascade`);
    await sql(database.url, `insert into album (nome) values ('x'), ('y')`);
    const [totals] = await sql<Totals & Record<string, number>>(database.url, TOTALS);
    expect(totals!.album).to.equal(2);
    expectExact(totals!);
  });
});

/** Inserts, deletes and takes back, now in one table first, now in the other. */
async function write(client: Client, writer: number): Promise<void> {
  const insertAlbum = `insert into album (nome) select 'w${writer}' from generate_series(1, 3)`;
  const insertArtista = `insert into artista (nome, tipo) values ('w${writer}', 'BANDA')`;
  const deleteAlbum = `delete from album where id = (select min(id) from album where nome = 'w${writer}')`;
  for (let round = 0; round < 25; round += 1) {
    const statements = [insertAlbum, insertArtista, deleteAlbum];
    if (writer % 2) statements.reverse();
    await client.query(`begin; ${statements.join('; ')}; ${round % 3 === 0 ? 'rollback' : 'commit'}`);
  }
}

function expectExact({artista, artista_rows, album, album_rows}: Totals): void {
  expect({artista, album}).to.eql({artista: artista_rows, album: album_rows});
}
