import {expect} from '@loopback/testlab';
import {CatalogoDataSource} from '../../../src/datasources/catalogo.datasource';
import {novoAlbum} from '../../../src/outbox/events/album.event';
import {imagemIncluida} from '../../../src/outbox/events/imagem.event';
import {AlbumRepository} from '../../../src/repositories/album.repository';
import {EventoRepository} from '../../../src/repositories/evento.repository';
import {Transactions} from '../../../src/repositories/transactions.repository';
import {withDatabase} from '../../support/database';
import {sql, withClient} from '../../support/sql';

describe('the outbox', () => {
  let dataSource: CatalogoDataSource;
  // Before the database goes.
  after(() => dataSource.stop());
  const database = withDatabase();
  let albums: AlbumRepository;
  let eventos: EventoRepository;
  before(() => {
    dataSource = new CatalogoDataSource({url: database.url, poolSize: 10, onError: () => undefined});
    albums = new AlbumRepository(dataSource);
    eventos = new EventoRepository(dataSource);
  });
  beforeEach(async () => {
    await sql(database.url, 'delete from evento');
    await sql(database.url, 'update evento_contador set ultima = 0');
  });

  const create = (nome: string): Promise<{id: number}> => albums.insert({nome}, novoAlbum('ana'));
  const numbers = async (): Promise<(number | null)[]> =>
    (
      await sql<{sequencia: string | null}>(database.url, 'select sequencia from evento order by sequencia')
    ).map(({sequencia}) => (sequencia === null ? null : Number(sequencia)));

  it('keeps the event of a change with it: what, who, when', async () => {
    const {id} = await create('um');
    expect(await eventos.listAfter(0, 10)).to.eql([]);
    expect(await eventos.number(10)).to.equal(1);
    const [evento] = await eventos.listAfter(0, 10);
    expect(evento).to.containEql({sequencia: 1, tipo: 'album.criado', ator: 'ana', dados: {id, nome: 'um'}});
    expect(evento!.criadoEm).to.be.instanceOf(Date);
    expect(await eventos.findSequencia(evento!.id)).to.equal(1);
  });

  it('has no event of a change that was rolled back, and announces one that was not', async () => {
    const transactions = new Transactions(dataSource);
    const announced: string[] = [];
    const append = (fails: boolean): Promise<void> =>
      transactions.run(async options => {
        await eventos.append(imagemIncluida({id: 1, albumId: 2}, 'ana'), options);
        (options['afterCommit'] as (() => void)[]).push(() => announced.push(fails ? 'failed' : 'done'));
        if (fails) throw new Error('no');
      });
    await expect(append(true)).to.be.rejectedWith('no');
    await append(false);
    expect(await eventos.number(10)).to.equal(1);
    expect((await eventos.listAfter(0, 10)).map(({dados}) => dados)).to.eql([{id: 1, albumId: 2}]);
    expect(announced).to.eql(['done']);
  });

  it('numbers without a gap when many relays run while many write', async () => {
    let isOver = false;
    const relay = async (): Promise<number> => {
      let numbered = 0;
      while (!isOver) numbered += await eventos.number(7);
      return numbered;
    };
    const relays = [relay(), relay(), relay()];
    await Promise.all(Array.from({length: 200}, (_, i) => create(`album ${i}`)));
    isOver = true;
    const numbered = (await Promise.all(relays)).reduce((sum, count) => sum + count, 0);
    const rest = await eventos.number(1_000);
    expect(numbered + rest).to.equal(200);
    expect(await numbers()).to.eql(Array.from({length: 200}, (_, i) => i + 1));
  });

  it('gives later numbers to what is committed later, whoever began first', async () => {
    await withClient(database.url, async writer => {
      await writer.query('begin');
      await writer.query(`insert into evento (tipo, dados) values ('album.criado', '{"nome":"primeiro"}')`);
      await create('segundo');
      expect(await eventos.number(10)).to.equal(1);
      await writer.query('commit');
    });
    expect(await eventos.number(10)).to.equal(1);
    expect((await eventos.listAfter(0, 10)).map(({dados}) => dados['nome'])).to.eql(['segundo', 'primeiro']);
  });

  it('loses no number and gives none twice when a relay is killed before its commit', async () => {
    await create('um');
    await withClient(database.url, async killed => {
      await killed.query('begin');
      await killed.query('select numerar_eventos(10)');
      // The end of the connection is the end of its transaction.
    });
    expect(await numbers()).to.eql([null]);
    await create('dois');
    expect(await eventos.number(10)).to.equal(2);
    expect(await numbers()).to.eql([1, 2]);
  });

  it('forgets what is older than it may be, oldest first, a few at a time, and never what has no number', async () => {
    for (const nome of ['a', 'b', 'c', 'd']) await create(nome);
    await eventos.number(3);
    await sql(
      database.url,
      `update evento set criado_em = now() - interval '3 hours' where sequencia is null or sequencia < 3`,
    );
    expect(await eventos.prune(4, 10)).to.equal(0);
    expect(await eventos.prune(2, 1)).to.equal(1);
    expect(await eventos.prune(2, 10)).to.equal(1);
    expect(await numbers()).to.eql([3, null]);
    expect(await eventos.number(10)).to.equal(1);
    expect(await eventos.latest()).to.equal(4);
  });
});
