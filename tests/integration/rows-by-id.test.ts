import {expect} from '@loopback/testlab';
import {CatalogoDataSource} from '../../src/datasources/catalogo.datasource';
import {AlbumRepository, AlbumRow} from '../../src/repositories/album.repository';
import {givenDatabase, TestDatabase} from '../support/database';

/** PostgreSQL's name of it. */
const UNDEFINED_TABLE = '42P01';

describe('rows that are asked for by their ids', () => {
  let database: TestDatabase;
  let dataSource: CatalogoDataSource;
  let albums: AlbumRepository;
  before(async () => {
    database = await givenDatabase({template: 'sample'});
    dataSource = new CatalogoDataSource({url: database.url, poolSize: 5, onError: () => undefined});
    albums = new AlbumRepository(dataSource);
  });
  after(async () => {
    await dataSource.stop();
    await database.drop();
  });

  /** The names that were found, or what was said instead, and how often a connection was needed for it. */
  async function ask(...ids: number[]): Promise<{answers: string[]; statements: number}> {
    let statements = 0;
    const count = (): number => statements++;
    dataSource.pool.on('acquire', count);
    const answerOf = (asked: Promise<AlbumRow>): Promise<string> =>
      asked.then(
        ({nome}) => nome,
        ({code}: {code: string}) => code,
      );
    const answers = await Promise.all(ids.map(id => answerOf(albums.getById(id))));
    dataSource.pool.off('acquire', count);
    return {answers, statements};
  }

  it('are read by one statement, each for who asked for it', async () => {
    const [first, second] = [(await albums.getById(1)).nome, (await albums.getById(2)).nome];
    const answers = [second, first, 'album_not_found', second];
    expect(await ask(2, 1, 4_711, 2)).to.eql({answers, statements: 1});
  });

  it('are read anew for who asks later', async () => {
    const {nome} = await albums.getById(3);
    await dataSource.pool.query(`update album set nome = 'Outro' where id = 3`);
    expect((await ask(3)).answers).to.eql(['Outro']);
    await dataSource.pool.query('update album set nome = $1 where id = 3', [nome]);
  });

  it('tell everybody who asked of a failure, and nobody who asks later', async () => {
    const {nome} = await albums.getById(1);
    await dataSource.pool.query('alter table album rename to guardado');
    const {answers} = await ask(1, 2);
    await dataSource.pool.query('alter table guardado rename to album');
    expect(answers).to.eql([UNDEFINED_TABLE, UNDEFINED_TABLE]);
    expect((await ask(1)).answers).to.eql([nome]);
  });
});
