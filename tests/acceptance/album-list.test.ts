import {expect} from '@loopback/testlab';
import {Album, givenAlbum, givenArtista} from '../support/given';
import {withApi} from '../support/api';
import {artistaNotFound, expectDomain, expectGeneral, parameterProblem} from '../support/problems';

const PATH = '/api/v1/album';

/** Ids from `first` to `last`. */
const ids = (first: number, last: number) => Array.from({length: last - first + 1}, (_, i) => first + i);
const idsOf = (content: readonly Album[]) => content.map(({id}) => id);

describe('first data', () => {
  const running = withApi({template: 'sample'});

  it('has 4 artists', async () => {
    const {json} = await running.api.request('GET', '/api/v1/artistas?sort=id');
    expect(json.content).to.eql([
      {id: 1, nome: 'Serj Tankian', tipo: 'CANTOR'},
      {id: 2, nome: 'Mike Shinoda', tipo: 'CANTOR'},
      {id: 3, nome: 'Michel Teló', tipo: 'CANTOR'},
      {id: 4, nome: 'Guns N’ Roses', tipo: 'BANDA'},
    ]);
  });

  it('has 13 albums, by id', async () => {
    const {json} = await running.api.request('GET', PATH);
    expect(idsOf(json.content)).to.eql(ids(1, 13));
  });

  const linked = [
    {artista: 1, albums: ['Harakiri', 'Black Blooms', 'The Rough Dog']},
    {artista: 2, albums: ['The Rising Tied', 'Post Traumatic', 'Post Traumatic EP', 'Where’d You Go']},
    {
      artista: 3,
      albums: ['Bem Sertanejo', 'Bem Sertanejo - O Show (Ao Vivo)', 'Bem Sertanejo - (1ª Temporada) - EP'],
    },
    {artista: 4, albums: ['Use Your Illusion I', 'Use Your Illusion II', 'Greatest Hits']},
  ];
  for (const {artista, albums} of linked) {
    it(`links artist ${artista} to ${albums.length} albums`, async () => {
      const {json} = await running.api.request('GET', `${PATH}/artista/${artista}`);
      expect(json.map(({nome}: Album) => nome)).to.eql(albums);
    });
  }

  const filtered = [
    {query: 'tipo-artista?tipo=CANTOR', found: ids(1, 10)},
    {query: 'tipo-artista?tipo=BANDA', found: ids(11, 13)},
    {query: 'tipo-artista', found: ids(1, 13)},
    {query: 'tipo-artista?tipo=', found: ids(1, 13)},
    {query: 'tipo-artista?tipo=BANDA&sort=id,desc&size=2', found: [13, 12]},
    {query: 'album-por-artista?artista=serj', found: ids(1, 3)},
    {query: 'album-por-artista?artista=TELO', found: ids(8, 10)},
    {query: 'album-por-artista', found: ids(1, 13)},
    {query: 'album-por-artista?artista=', found: ids(1, 13)},
    {query: 'album-por-artista?artista=%20', found: ids(1, 13)},
    {query: 'album-por-artista?artista=i&sort=nome,desc&size=2&page=1', found: [4, 6]},
    {query: 'album-por-artista?artista=nobody', found: []},
  ];
  for (const {query, found} of filtered) {
    it(`has ${found.length} albums for ${query}`, async () => {
      const {json} = await running.api.request('GET', `${PATH}/${query}`);
      expect(idsOf(json.content)).to.eql(found);
    });
  }

  for (const tipo of ['X', 'banda', '1', 'CANTOR,BANDA']) {
    it(`refuses ${tipo} as the type of an artist`, async () => {
      const path = `${PATH}/tipo-artista`;
      const answer = await running.api.request('GET', `${path}?tipo=${tipo}`);
      expectGeneral(answer, parameterProblem(path, 'tipo', 'valores permitidos: CANTOR ou BANDA'));
    });
  }
});

describe('albums of several artists, and of none', () => {
  const running = withApi();
  let shared: Album;
  let alone: Album;

  before(async () => {
    const [cantor, outroCantor, banda] = await Promise.all([
      givenArtista(running.api, {nome: 'Ana Maria', tipo: 'CANTOR'}),
      givenArtista(running.api, {nome: 'Ana 100%', tipo: 'CANTOR'}),
      givenArtista(running.api, {nome: 'Banda', tipo: 'BANDA'}),
    ]);
    shared = await givenAlbum(running.api, {nome: 'De todos', artistas: [cantor, outroCantor, banda]});
    alone = await givenAlbum(running.api, {nome: 'De ninguém'});
  });

  for (const query of ['tipo-artista?tipo=CANTOR', 'tipo-artista', 'album-por-artista?artista=ana']) {
    it(`come once, or not at all, by ${query}`, async () => {
      const {json} = await running.api.request('GET', `${PATH}/${query}`);
      expect(json.content).to.eql([shared]);
      expect(json.totalElements).to.equal(1);
    });
  }

  it('come all in the plain list', async () => {
    expect((await running.api.request('GET', PATH)).json.content).to.eql([shared, alone]);
  });

  const patterns = [
    {artista: '%25', hits: 1},
    {artista: 'a%25', hits: 0},
    {artista: '_', hits: 0},
    {artista: '100%25', hits: 1},
    {artista: 'ana%20', hits: 1},
    {artista: '%20%20', hits: 0},
  ];
  for (const {artista, hits} of patterns) {
    it(`are ${hits} for an artist whose name contains "${decodeURIComponent(artista)}"`, async () => {
      const {json} = await running.api.request('GET', `${PATH}/album-por-artista?artista=${artista}`);
      expect(json.totalElements).to.equal(hits);
    });
  }
});

describe('GET /api/v1/album/artista/{id}', () => {
  const running = withApi();

  it('answers all albums of an artist as an array, whatever the paging parameters say', async () => {
    const artista = await givenArtista(running.api);
    await running.api
      .sql(`with novo as (insert into album (nome) select 'a' || n from generate_series(1, 50) n returning id)
      insert into artista_album (artista_id, album_id) select ${artista.id}, id from novo`);
    const query = 'page=3&size=2&sort=nada&nome=x&include=nada&cursor=x';
    const answer = await running.api.request('GET', `${PATH}/artista/${artista.id}?${query}`);
    expect(answer.status).to.equal(200);
    expect(answer.json).to.have.length(50);
    expect(Object.keys(answer.json[0])).to.eql(['id', 'nome']);
    expect(answer.headers).to.not.have.property('link');
  });

  it('answers an empty array for an artist without albums', async () => {
    const {id} = await givenArtista(running.api);
    expect((await running.api.request('GET', `${PATH}/artista/${id}`)).text).to.equal('[]');
  });

  it('answers 404 for an unknown artist', async () => {
    const path = `${PATH}/artista/999999`;
    expectDomain(await running.api.request('GET', path), artistaNotFound(path));
  });
});
