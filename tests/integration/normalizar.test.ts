import {expect} from '@loopback/testlab';
import {withDatabase} from '../support/database';
import {sql} from '../support/sql';

describe('normalizar', () => {
  const database = withDatabase({template: 'migrated'});

  const cases = [
    {name: 'case and accents', text: 'É é Ç ç Ã Õ ü ª', want: 'e e c c a o u ª'},
    {name: 'decomposed letters', text: 'Telo\u0301 E\u0301 c\u0327', want: 'telo e c'},
    {name: 'several marks on a letter', text: '\u1EC7 \u1E69', want: 'e s'},
    {name: 'a capital that grows when it becomes small', text: 'İstanbul', want: 'istanbul'},
    {name: 'letters with a stroke', text: 'Øyvind Łódź', want: 'oyvind lodz'},
    {name: 'both forms of sigma', text: 'ΟΔΟΣ οδός', want: 'οδοσ οδοσ'},
    {name: 'what has no case', text: '100% \\_ ’ 🎸 日本', want: '100% \\_ ’ 🎸 日本'},
    {name: 'blanks', text: '  a  b ', want: '  a  b '},
    {name: 'nothing', text: '', want: ''},
  ];
  for (const {name, text, want} of cases) {
    it(`gives the searched form of ${name}`, async () => {
      expect(await sql(database.url, 'select normalizar($1) as form', [text])).to.eql([{form: want}]);
    });
  }

  it('is kept in nome_busca by PostgreSQL', async () => {
    await sql(database.url, `insert into album (nome) values ('Ódio')`);
    await sql(database.url, `update album set nome = 'Ação'`);
    expect(await sql(database.url, 'select nome_busca from album')).to.eql([{nome_busca: 'acao'}]);
  });

  it('means the same under an empty search_path, as in a restore', async () => {
    await sql(
      database.url,
      `set search_path to ''; insert into public.artista (nome, tipo) values ('ÀÉ', 'BANDA')`,
    );
    expect(await sql(database.url, 'select nome_busca from artista')).to.eql([{nome_busca: 'ae'}]);
  });

  it('has an index for "contains"', async () => {
    await sql(
      database.url,
      `insert into album (nome) select 'Álbum ' || n from generate_series(1, 20000) n; analyze album`,
    );
    const plan = await sql(
      database.url,
      `explain select id from album t where t.nome_busca like '%' || normalizar('ÁLBUM 1999') || '%'`,
    );
    expect(JSON.stringify(plan)).to.match(/Bitmap Index Scan on album_nome_busca_idx/);
  });

  it('is not what names are sorted by: Portuguese order has an index', async () => {
    const plan = await sql(
      database.url,
      `explain select id from album order by nome collate "pt-BR-x-icu", id limit 20`,
    );
    expect(JSON.stringify(plan)).to.match(/Index (Only )?Scan using album_nome_id_idx/);
  });
});
