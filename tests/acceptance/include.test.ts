import {expect} from '@loopback/testlab';
import {Pool} from 'pg';
import {withApi} from '../support/api';
import {givenAlbum, givenArtista, givenImagem} from '../support/given';
import {expectGeneral, parameterProblem} from '../support/problems';

const PATH = '/api/v1/album';

describe('include', () => {
  // Statements are counted: an answer that is kept takes none of them.
  const given = withApi({env: {RESPONSE_CACHE: 'off'}});
  let albumId = 0;
  before(async () => {
    const serj = await givenArtista(given.api, {nome: 'Serj Tankian', tipo: 'CANTOR'});
    const soad = await givenArtista(given.api, {nome: 'System of a Down', tipo: 'BANDA'});
    ({id: albumId} = await givenAlbum(given.api, {nome: 'Harakiri', artistas: [serj, soad]}));
    await givenImagem(given.api, {id: albumId}, 'b.png');
    await givenImagem(given.api, {id: albumId}, 'a.png');
    for (let i = 0; i < 30; i++) await givenAlbum(given.api, {nome: `Álbum ${i}`});
  });

  const artistas = [
    {id: 1, nome: 'Serj Tankian', tipo: 'CANTOR'},
    {id: 2, nome: 'System of a Down', tipo: 'BANDA'},
  ];
  const imagens = [
    {id: 1, nome: 'b.png'},
    {id: 2, nome: 'a.png'},
  ];
  const cases = [
    {include: 'artistas', want: {artistas}},
    {include: 'imagens', want: {imagens}},
    {include: 'artistas,imagens', want: {artistas, imagens}},
    {include: 'imagens&include=artistas', want: {artistas, imagens}},
    {include: '', want: {}},
  ];
  for (const {include, want} of cases) {
    it(`brings relations to one album: include=${include}`, async () => {
      const {json} = await given.api.request('GET', `${PATH}/${albumId}?include=${include}`);
      expect(json).to.eql({id: albumId, nome: 'Harakiri', ...want});
    });
  }

  it('brings them to every list of albums, empty ones where there are none', async () => {
    const lists = [PATH, `${PATH}/tipo-artista`, `${PATH}/album-por-artista`];
    for (const path of lists) {
      const {json} = await given.api.request('GET', `${path}?include=artistas,imagens`);
      expect(json.content[0]).to.eql({id: albumId, nome: 'Harakiri', artistas, imagens});
    }
    const {json} = await given.api.request('GET', `${PATH}?include=artistas,imagens&page=1&size=1`);
    expect(json.content).to.eql([{id: albumId + 1, nome: 'Álbum 0', artistas: [], imagens: []}]);
  });

  it('stays in the links of the list', async () => {
    const {headers} = await given.api.request('GET', `${PATH}?include=artistas&size=2`);
    expect(headers['link']).to.match(/include=artistas.*rel="next"/);
  });

  it('takes the same number of statements for one album and for thirty', async () => {
    const dataSource = await given.api.app.get<{connector: {pg: Pool}}>('datasources.catalogo');
    const {pg: pool} = dataSource.connector;
    let acquired = 0;
    const count = (): void => void acquired++;
    // Outside of a transaction each statement takes a connection of its own.
    pool.on('acquire', count);
    const statementsFor = async (size: number): Promise<number> => {
      acquired = 0;
      await given.api.request('GET', `${PATH}?include=artistas,imagens&size=${size}`);
      return acquired;
    };
    // The first look at the user may be one more.
    await statementsFor(1);
    expect([await statementsFor(1), await statementsFor(30)]).to.eql([3, 3]);
    pool.off('acquire', count);
  });

  it('refuses a relation that albums do not have', async () => {
    for (const path of [PATH, `${PATH}/${albumId}`, `${PATH}/tipo-artista`]) {
      const answer = await given.api.request('GET', `${path}?include=artistas,faixas`);
      expectGeneral(answer, parameterProblem(path, 'include', '"faixas" não é artistas, imagens'));
    }
  });
});
