import {expect} from '@loopback/testlab';
import {CatalogoDataSource} from '../../src/datasources/catalogo.datasource';
import {AlbumRepository} from '../../src/repositories/album.repository';
import {withDatabase} from '../support/database';
import {sql} from '../support/sql';

/** Words with letters that change their length when they are searched, of several scripts, and what stands between them. */
const NAMES = [
  'Construção e Ação, ao vivo 1999',
  'Cafe\u0301 decomposto\u0301\u0323 à moda',
  'İstanbul İİİ Øyvind Łódź',
  'ΟΔΟΣ οδός ΑΣΣ',
  '한국어 노래 각각',
  'Тёмная йй сторона Ещё',
  'AC/DC: back_in_black 100% \\o/',
  '𝐌𝐚𝐭𝐡 𐐀𐐁𐐂𐐃 🎸🎸🎸 日本語歌',
  'ﬁﬁﬁ ßßß ẞẞ Straße',
  'नमस्ते दुनिया',
];
const SIZE = NAMES.length;

describe('a search by name', () => {
  // Before the database goes.
  after(() => dataSource.stop());
  const database = withDatabase({template: 'migrated'});
  let dataSource: CatalogoDataSource;
  let albums: AlbumRepository;
  before(async () => {
    await sql(database.url, 'insert into album (nome) select unnest($1::text[])', [NAMES]);
    dataSource = new CatalogoDataSource({url: database.url, poolSize: 1, onError: () => undefined});
    albums = new AlbumRepository(dataSource);
  });

  const search = async (text: string): Promise<string[]> => {
    const page = {kind: 'album', page: 0, size: SIZE, sort: []} as const;
    return (await albums.listByNome(text, page)).rows.map(({nome}) => nome);
  };
  /** What it means, without an index and without parts. */
  const containing = (texts: readonly string[]) =>
    sql<{text: string; nomes: string[]}>(
      database.url,
      `select text, array(select nome from album
                           where position(normalizar(text) in normalizar(nome)) > 0 order by id) as nomes
         from unnest($1::text[]) as text`,
      [texts],
    );

  for (const name of NAMES) {
    it(`finds by each of its parts: ${name}`, async () => {
      const letters = [...name];
      const parts = letters.flatMap((_, i) =>
        [3, 4, 5, 7, 11].map(length => letters.slice(i, i + length).join('')),
      );
      const texts = [...new Set(parts.flatMap(part => [part, part.toUpperCase()]))];
      const found = new Map<string, string[]>();
      for (const text of texts) found.set(text, await search(text));
      expect(found).to.eql(new Map((await containing(texts)).map(({text, nomes}) => [text, nomes])));
    });
  }

  it('finds nothing by letters that are all there but not together', async () => {
    expect(await search('vivo1999')).to.eql([]);
    expect(await search('backblackin')).to.eql([]);
  });
});
