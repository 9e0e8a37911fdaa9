import {expect} from '@loopback/testlab';
import {migrate} from '../../src/datasources/migrations';
import {givenDatabase, TestDatabase} from '../support/database';
import {sql} from '../support/sql';

const SAMPLE = [
  {id: 1, nome: 'Serj Tankian', tipo: 'CANTOR', albuns: ['1 Harakiri', '2 Black Blooms', '3 The Rough Dog']},
  {
    id: 2,
    nome: 'Mike Shinoda',
    tipo: 'CANTOR',
    albuns: ['4 The Rising Tied', '5 Post Traumatic', '6 Post Traumatic EP', '7 Where’d You Go'],
  },
  {
    id: 3,
    nome: 'Michel Teló',
    tipo: 'CANTOR',
    albuns: [
      '8 Bem Sertanejo',
      '9 Bem Sertanejo - O Show (Ao Vivo)',
      '10 Bem Sertanejo - (1ª Temporada) - EP',
    ],
  },
  {
    id: 4,
    nome: 'Guns N’ Roses',
    tipo: 'BANDA',
    albuns: ['11 Use Your Illusion I', '12 Use Your Illusion II', '13 Greatest Hits'],
  },
];

describe('sample data', () => {
  let database: TestDatabase;
  const countRows = (): Promise<unknown[]> =>
    sql(
      database.url,
      'select (select count(*) from artista)::int as artistas, (select count(*) from album)::int as albuns',
    );
  afterEach(() => database.drop());

  it('are 4 artists and 13 albums, linked', async () => {
    database = await givenDatabase({template: 'sample'});
    expect(
      await sql(
        database.url,
        `select a.id::int, a.nome, a.tipo, array_agg(al.id || ' ' || al.nome order by al.id) as albuns
           from artista a join artista_album aa on aa.artista_id = a.id join album al on al.id = aa.album_id
          group by a.id order by a.id`,
      ),
    ).to.eql(SAMPLE);
    expect(await countRows()).to.eql([{artistas: 4, albuns: 13}]);
  });

  it('are counted, and new rows follow them', async () => {
    database = await givenDatabase({template: 'sample'});
    expect(
      await sql(
        database.url,
        `with a as (insert into artista (nome, tipo) values ('x', 'BANDA') returning id),
              al as (insert into album (nome) values ('x') returning id)
         select a.id::int as artista, al.id::int as album from a, al`,
      ),
    ).to.eql([{artista: 5, album: 14}]);
    expect(
      await sql(
        database.url,
        'select tabela, sum(total)::int as total from contagem group by tabela order by tabela',
      ),
    ).to.eql([
      {tabela: 'album', total: 14},
      {tabela: 'artista', total: 5},
    ]);
  });

  it('stay out when they are off, for good', async () => {
    database = await givenDatabase({template: 'empty'});
    await migrate({databaseUrl: database.url, sampleData: false});
    await migrate({databaseUrl: database.url, sampleData: true});
    expect(await countRows()).to.eql([{artistas: 0, albuns: 0}]);
    expect(await sql(database.url, `insert into album (nome) values ('x') returning id::int`)).to.eql([
      {id: 1},
    ]);
  });

  it('stay out of a catalogue that has a row', async () => {
    database = await givenDatabase({template: 'migrated'});
    await sql(
      database.url,
      `insert into album (nome) values ('Meu'); delete from migracao where name like '%-dados-iniciais'`,
    );
    await migrate({databaseUrl: database.url, sampleData: true});
    expect(await countRows()).to.eql([{artistas: 0, albuns: 1}]);
  });
});
