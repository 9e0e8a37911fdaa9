import {expect} from '@loopback/testlab';
import type {Pool, QueryConfig} from 'pg';
import {CatalogoDataSource} from '../../src/datasources/catalogo.datasource';
import type {PageRequest, SortOrder} from '../../src/models/page';
import {COUNTED_ROWS} from '../../src/repositories/list-statement';
import {AlbumRepository} from '../../src/repositories/album.repository';
import {ArtistaRepository} from '../../src/repositories/artista.repository';
import {withDatabase} from '../support/database';
import {sql} from '../support/sql';

const ALBUMS = 1_000_000;
const ARTISTS = 1_000;

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly Plans?: readonly PlanNode[];
}

const order = (property: string, direction: SortOrder['direction'] = 'ASC'): SortOrder => ({
  property,
  direction,
  ignoreCase: false,
});
const page = (more: Partial<PageRequest> = {}): PageRequest => ({
  kind: 'album',
  page: 0,
  size: 20,
  sort: [],
  ...more,
});

/** How tables are read in a plan: the index, or that it is the whole table; and whether rows are sorted. */
function summaryOf(node: PlanNode): string[] {
  const {'Node Type': type, 'Relation Name': table, 'Index Name': index, Plans = []} = node;
  const own = type === 'Seq Scan' ? [`all of ${table}`] : index ? [index] : type === 'Sort' ? ['sort'] : [];
  return [...own, ...Plans.flatMap(summaryOf)];
}

describe('how lists are read at a million albums', function () {
  this.timeout(240_000);
  // Before the database goes.
  after(() => dataSource.stop());
  const database = withDatabase();
  let dataSource: CatalogoDataSource;
  let albums: AlbumRepository;
  let artists: ArtistaRepository;
  const asked: QueryConfig[] = [];
  before(async () => {
    await withoutIndexes(() =>
      sql(
        database.url,
        `set session_replication_role = replica;
         insert into album (nome) select case when n % 4 = 0 then 'Single ' else '' end || substr(md5(n::text), 1, 8)
           from generate_series(1, ${ALBUMS}) n;
         insert into artista (nome, tipo) select md5(n::text), case when n % 2 = 0 then 'BANDA' else 'CANTOR' end
           from generate_series(1, ${ARTISTS}) n;
         insert into artista_album select n % ${ARTISTS} + 1, n from generate_series(1, ${ALBUMS}, 10) n;`,
      ),
    );
    await sql(database.url, 'vacuum analyze');
    dataSource = new CatalogoDataSource({url: database.url, poolSize: 1, onError: () => undefined});
    albums = new AlbumRepository(dataSource);
    artists = new ArtistaRepository(dataSource);
    const {pool} = dataSource;
    const query = pool.query.bind(pool) as (config: QueryConfig) => Promise<unknown>;
    pool.query = ((config: QueryConfig) => {
      asked.push(config);
      return query(config);
    }) as Pool['query'];
  });

  const lists = [
    {name: 'the first page', read: () => albums.listByNome(undefined, page()), want: ['album_pkey']},
    {
      name: 'a page behind a cursor',
      read: () => albums.listByNome(undefined, page({page: 40_000, after: [800_000]})),
      want: ['album_pkey'],
    },
    {
      name: 'the first page by name',
      read: () => albums.listByNome(undefined, page({sort: [order('nome')]})),
      want: ['album_nome_id_idx'],
    },
    {
      name: 'the last page by name',
      read: () => albums.listByNome(undefined, page({sort: [order('nome', 'DESC'), order('id', 'DESC')]})),
      want: ['album_nome_id_idx'],
    },
    {
      name: 'a page by name behind a cursor',
      read: () => albums.listByNome(undefined, page({sort: [order('nome')], page: 9, after: ['8', 4_711]})),
      want: ['album_nome_id_idx'],
    },
    {name: 'an album', read: () => albums.getById(4_711), want: ['album_pkey']},
    {
      name: 'the albums of one artist',
      read: () => albums.allByArtista(7),
      want: ['album_pkey', 'artista_album_pkey', 'artista_pkey'],
    },
    {
      name: 'artists by name',
      read: () => artists.listByNome(undefined, page({kind: 'artista', size: 10, sort: [order('nome')]})),
      want: ['artista_nome_id_idx'],
    },
  ];
  for (const {name, read, want} of lists) {
    it(`${name} by its index alone`, async () => {
      expect((await planOf(read)).filter(part => !/contagem/.test(part))).to.eql(want);
    });
  }

  const searches = [
    {name: 'by three letters', nome: 'abc'},
    {name: 'by a long part', nome: '0123'},
    {name: 'by a word', nome: '01234567'},
  ];
  for (const {name, nome} of searches) {
    it(`a search ${name} reads no whole table`, async () => {
      const parts = await planOf(() => albums.listByNome(nome, page()));
      expect(parts).to.containEql('album_nome_busca_idx');
      expect(parts).to.not.containEql('all of album');
    });
  }

  it('a word is looked up by three letters at a time', async () => {
    expect(await conditionsOf(() => albums.listByNome('01234567', page()))).to.match(
      /~~ '%012%'::text\) AND \(nome_busca ~~ '%345%'::text\) AND \(nome_busca ~~ '%567%'::text\)\)$/m,
    );
  });

  const filters = [
    {name: 'of artists by name', read: () => albums.listByNomeArtista('abc', page())},
    {name: 'of one artist', read: () => albums.listByArtista(7, page())},
  ];
  for (const {name, read} of filters) {
    it(`albums ${name} are found without reading all albums`, async () => {
      expect(await planOf(read)).to.not.containEql('all of album');
    });
  }

  it('each list and each album is one round trip', () => {
    expect(asked).to.have.length(lists.length + searches.length + 1 + filters.length);
  });

  it('a search with ever so many hits is counted by estimate, and does not end before its rows do', async () => {
    const {total, hasMore} = await albums.listByNome('a', page());
    expect(hasMore).to.be.true();
    // 1 − (15/16)⁸ of a million names of eight such letters, give or take four deviations of 5 % in the hundred that the server looks at.
    expect(total).to.be.within(200_000, 600_000);
    expect((await albums.listByNome('ab', page())).total).to.be.below(COUNTED_ROWS);
  });

  it('a search for a word that a quarter of them have is counted by the estimate for the word', async () => {
    const {total, hasMore} = await albums.listByNome('single', page());
    expect(hasMore).to.be.true();
    expect(total).to.be.within(200_000, 300_000);
  });

  /** Rows come in much faster when the indexes of names are made afterwards. */
  async function withoutIndexes(load: () => Promise<unknown>): Promise<void> {
    const indexes = await sql<{indexname: string; indexdef: string}>(
      database.url,
      "select indexname, indexdef from pg_indexes where tablename = 'album' and indexname like '%nome%'",
    );
    for (const {indexname} of indexes) await sql(database.url, `drop index ${indexname}`);
    await load();
    const made = indexes.map(({indexdef}) => `${indexdef};`).join('\n');
    await sql(database.url, `set maintenance_work_mem = '512MB'; ${made}`);
  }

  /** What the server would do for the statement that a read sends. */
  async function planOf(read: () => Promise<unknown>): Promise<string[]> {
    const [row] = await explained<[{Plan: PlanNode}]>(read, 'format json');
    return [...new Set(summaryOf(row![0].Plan))].sort();
  }

  /** The same as text, with the conditions. */
  async function conditionsOf(read: () => Promise<unknown>): Promise<string> {
    return (await explained<string>(read, 'costs off')).join('\n');
  }

  async function explained<T>(read: () => Promise<unknown>, options: string): Promise<T[]> {
    await read();
    const {text, values} = asked.at(-1)!;
    const rows = await sql<{'QUERY PLAN': T}>(
      database.url,
      `explain (${options}) ${text}`,
      values as unknown[],
    );
    return rows.map(row => row['QUERY PLAN']);
  }
});
