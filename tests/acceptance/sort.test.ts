import {expect} from '@loopback/testlab';
import {withApi} from '../support/api';
import {Artista, givenAlbum, givenArtista} from '../support/given';
import {expectGeneral, parameterProblem} from '../support/problems';

const PATH = '/api/v1/artistas';

describe('sort', () => {
  const running = withApi();
  before(async () => {
    const rows = [
      {nome: 'b', tipo: 'BANDA'},
      {nome: 'a', tipo: 'CANTOR'},
      {nome: 'B', tipo: 'CANTOR'},
      {nome: 'a', tipo: 'BANDA'},
    ];
    for (const row of rows) await givenArtista(running.api, row);
  });

  const cases = [
    {query: '', orders: ['nome ASC'], ids: [2, 4, 1, 3]},
    {query: 'sort=', orders: ['nome ASC'], ids: [2, 4, 1, 3]},
    {query: 'sort', orders: ['nome ASC'], ids: [2, 4, 1, 3]},
    {query: 'sort=,', orders: ['nome ASC'], ids: [2, 4, 1, 3]},
    {query: 'sort=desc', orders: ['nome ASC'], ids: [2, 4, 1, 3]},
    {query: 'sort=id', orders: ['id ASC'], ids: [1, 2, 3, 4]},
    {query: 'sort=id,', orders: ['id ASC'], ids: [1, 2, 3, 4]},
    {query: 'sort=id,desc', orders: ['id DESC'], ids: [4, 3, 2, 1]},
    {query: 'sort=id,DESC', orders: ['id DESC'], ids: [4, 3, 2, 1]},
    {query: 'sort=id,dEsC', orders: ['id DESC'], ids: [4, 3, 2, 1]},
    {query: 'sort=id%2Cdesc', orders: ['id DESC'], ids: [4, 3, 2, 1]},
    {query: 'sort=nome,ASC', orders: ['nome ASC'], ids: [2, 4, 1, 3]},
    {query: 'sort=nome,desc', orders: ['nome DESC'], ids: [3, 1, 2, 4]},
    {query: 'sort=tipo', orders: ['tipo ASC'], ids: [1, 4, 2, 3]},
    {query: 'sort=tipo,desc', orders: ['tipo DESC'], ids: [2, 3, 1, 4]},
    {query: 'sort=tipo,nome,desc', orders: ['tipo DESC', 'nome DESC'], ids: [3, 2, 1, 4]},
    {query: 'sort=tipo,nome', orders: ['tipo ASC', 'nome ASC'], ids: [4, 1, 2, 3]},
    {query: 'sort=tipo,desc&sort=nome', orders: ['tipo DESC', 'nome ASC'], ids: [2, 3, 4, 1]},
    {query: 'sort=nome&sort=id,desc', orders: ['nome ASC', 'id DESC'], ids: [4, 2, 1, 3]},
    {query: 'sort=nome,asc&sort=', orders: ['nome ASC'], ids: [2, 4, 1, 3]},
    {query: 'sort=id,desc&sort=nome', orders: ['id DESC', 'nome ASC'], ids: [4, 3, 2, 1]},
    {query: 'sort=nome,asc,ignorecase', orders: ['nome ASC ignoreCase'], ids: [2, 4, 1, 3]},
    {query: 'sort=nome,desc,IgnoreCase', orders: ['nome DESC ignoreCase'], ids: [1, 3, 2, 4]},
    {query: 'sort=nome,ignorecase', orders: ['nome ASC ignoreCase'], ids: [2, 4, 1, 3]},
  ];
  for (const {query, orders, ids} of cases) {
    it(`of ?${query} is ${orders.join(', ')}, then id`, async () => {
      const {status, json} = await running.api.request('GET', `${PATH}?${query}`);
      expect(status).to.equal(200);
      expect(json.sort.map(describeOrder)).to.eql(orders);
      expect(json.pageable.sort).to.eql(json.sort);
      expect(json.content.map(({id}: Artista) => id)).to.eql(ids);
    });
  }

  const refused = [
    {query: 'sort=nada', property: 'nada'},
    {query: 'sort=nada,desc', property: 'nada'},
    {query: 'sort=Nome', property: 'Nome'},
    {query: 'sort=nome,up', property: 'up'},
    {query: 'sort=nome,desc,id', property: 'desc'},
    {query: 'sort=nome,%20desc', property: ' desc'},
    {query: 'sort=albuns.nome', property: 'albuns.nome'},
    {query: 'sort=nome_busca', property: 'nome_busca'},
    {query: 'sort=%5B%22string%22%5D', property: '["string"]'},
    {query: 'sort=id;drop', property: 'id;drop'},
    {query: 'sort=id&sort=nada', property: 'nada'},
    {query: 'sort=constructor', property: 'constructor'},
  ];
  for (const {query, property} of refused) {
    it(`refuses ?${query} by its name`, async () => {
      const wanted = parameterProblem(PATH, 'sort', `"${property}" não é id, nome, tipo, asc ou desc`);
      expectGeneral(await running.api.request('GET', `${PATH}?${query}`), wanted);
    });
  }

  it('refuses more orders than any list has', async () => {
    const answer = await running.api.request('GET', `${PATH}?sort=id,id,id,id,id,id,id,id,id`);
    expectGeneral(answer, parameterProblem(PATH, 'sort', 'no máximo 8 ordens'));
  });

  for (const list of ['album', 'album/tipo-artista', 'album/album-por-artista', 'artistas/1/albuns']) {
    it(`of ${list} knows id and nome`, async () => {
      const path = `/api/v1/${list}`;
      expect((await running.api.request('GET', `${path}?sort=nome,desc&sort=id`)).status).to.equal(200);
      const wanted = parameterProblem(path, 'sort', '"tipo" não é id, nome, asc ou desc');
      expectGeneral(await running.api.request('GET', `${path}?sort=tipo`), wanted);
    });
  }
});

describe('order of names', () => {
  const running = withApi();
  const names = ['D', 'ç', 'c', 'b', 'Á', 'a', 'ação', 'acao', '2', '10', 'é', 'E', 'z', 'Ã', ' b', '🎸'];
  before(async () => {
    for (const nome of names) await givenAlbum(running.api, {nome});
  });

  const sorted = [' b', '🎸', '10', '2', 'a', 'Á', 'Ã', 'acao', 'ação', 'b', 'c', 'ç', 'D', 'E', 'é', 'z'];
  const namesBy = async (sort: string): Promise<string[]> => {
    const {json} = await running.api.request('GET', `/api/v1/album?sort=${sort}`);
    return json.content.map(({nome}: {nome: string}) => nome) as string[];
  };

  it('is the Portuguese one', async () => expect(await namesBy('nome')).to.eql(sorted));
  it('is the same backwards', async () => expect(await namesBy('nome,desc')).to.eql([...sorted].reverse()));
});

describe('rows that are equal in the order asked for', () => {
  const running = withApi();
  before(() => running.api.sql(`insert into album (nome) select 'igual' from generate_series(1, 60)`));

  for (const sort of ['nome', 'nome,desc', 'nome,asc,ignorecase']) {
    it(`come by id, page after page, by ${sort}`, async () => {
      const seen: number[] = [];
      for (const page of [0, 1, 2, 3, 4, 5]) {
        const {json} = await running.api.request('GET', `/api/v1/album?size=10&sort=${sort}&page=${page}`);
        seen.push(...json.content.map(({id}: {id: number}) => id));
      }
      expect(seen).to.eql(Array.from({length: 60}, (_, i) => i + 1));
    });
  }
});

function describeOrder(order: {direction: string; property: string; ignoreCase: boolean}): string {
  return `${order.property} ${order.direction}${order.ignoreCase ? ' ignoreCase' : ''}`;
}
