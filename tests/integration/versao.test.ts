import {expect} from '@loopback/testlab';
import {withDatabase} from '../support/database';
import {sql, withClient} from '../support/sql';

const VERSIONS = 'select tabela, sum(versao)::int as versao from versao group by tabela order by tabela';

describe('versao', () => {
  const database = withDatabase();
  const versions = async (): Promise<Record<string, number>> =>
    Object.fromEntries(
      (await sql<{tabela: string; versao: number}>(database.url, VERSIONS)).map(
        ({tabela, versao}) => [tabela, versao] as const,
      ),
    );

  const statements = [
    {table: 'artista', statement: "insert into artista (nome, tipo) values ('a', 'BANDA')"},
    {table: 'album', statement: "insert into album (nome) values ('a')"},
    {table: 'album', statement: "update album set nome = 'b'"},
    {
      table: 'artista_album',
      statement: 'insert into artista_album select a.id, b.id from artista a, album b',
    },
    {
      table: 'album_imagens',
      statement: "insert into album_imagens (album_id, url) select id, 'u' from album",
    },
    {table: 'regionais', statement: "insert into regionais (regional_id, nome) values (1, 'a')"},
    {table: 'artista_album', statement: 'delete from artista_album'},
    {table: 'album', statement: 'truncate album cascade'},
  ];
  for (const {table, statement} of statements) {
    it(`grows with: ${statement}`, async () => {
      const {[table]: before = 0} = await versions();
      await sql(database.url, statement);
      expect((await versions())[table]).to.be.above(before);
    });
  }

  it('covers the rows that go with their album', async () => {
    await sql(database.url, "with a as (insert into album (nome) values ('a') returning id) select from a");
    await sql(database.url, "insert into album_imagens (album_id, url) select id, 'u' from album");
    const {album_imagens: before = 0} = await versions();
    await sql(database.url, 'delete from album');
    expect((await versions())['album_imagens']).to.be.above(before);
  });

  it('is seen when the change is, and lets writers go on beside each other', async () => {
    const before = await versions();
    await withClient(database.url, one =>
      withClient(database.url, async other => {
        await one.query("begin; insert into album (nome) values ('um')");
        expect(await versions()).to.eql(before);
        // Would wait for the first one for ever, if it had to.
        await other.query("set lock_timeout = '2s'; insert into album (nome) values ('dois')");
        const between = (await versions())['album'];
        expect(between).to.be.above(before['album'] ?? 0);
        await one.query('commit');
        expect((await versions())['album']).to.be.above(between!);
      }),
    );
  });
});
