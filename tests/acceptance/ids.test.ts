import {expect} from '@loopback/testlab';
import {withApi} from '../support/api';
import {givenAlbum, givenArtista} from '../support/given';
import {
  artistaNotFound,
  albumNotFound,
  expectDomain,
  expectGeneral,
  parameterProblem,
} from '../support/problems';

const NO_NUMBERS = [
  'abc',
  '1.5',
  '1e3',
  '0x10',
  '1,0',
  '5%20',
  '%20',
  '٣',
  '--1',
  '+',
  'null',
  '9223372036854775808',
  '-9223372036854775809',
  '9'.repeat(500),
];
const UNKNOWN = [
  '0',
  '-1',
  '-0',
  '999999',
  '2147483648',
  '9007199254740993',
  '9223372036854775807',
  '-9223372036854775808',
  `${'0'.repeat(30)}999`,
];

describe('id in a path', () => {
  const running = withApi();

  for (const text of NO_NUMBERS.map(id => encodeURI(decodeURI(id)))) {
    it(`of ${text.slice(0, 24)} is refused`, async () => {
      const operations = [
        {method: 'GET', path: `/api/v1/album/${text}`, name: 'id'},
        {method: 'PUT', path: `/api/v1/album/${text}`, name: 'id'},
        {method: 'DELETE', path: `/api/v1/artistas/${text}`, name: 'id'},
        {method: 'GET', path: `/api/v1/album/artista/${text}`, name: 'id'},
        {method: 'GET', path: `/api/v1/artistas/${text}/albuns`, name: 'id'},
        {method: 'DELETE', path: `/api/v1/artistas-albuns/1/${text}`, name: 'albumId'},
      ];
      for (const {method, path, name} of operations) {
        const body = method === 'PUT' ? {nome: 'x'} : undefined;
        const answer = await running.api.request(method, path, {body});
        expectGeneral(answer, parameterProblem(path, name, 'deve ser um número inteiro'));
      }
    });
  }

  for (const id of UNKNOWN) {
    it(`of ${id} is not found`, async () => {
      const album = `/api/v1/album/${id}`;
      const artista = `/api/v1/artistas/${id}`;
      const body = {nome: 'x', tipo: 'BANDA'};
      expectDomain(await running.api.request('GET', album), albumNotFound(album));
      expectDomain(await running.api.request('PUT', album, {body}), albumNotFound(album));
      const removal = albumNotFound(album, 'Álbum não encontrado para exclusão');
      expectDomain(await running.api.request('DELETE', album), removal);
      expectDomain(await running.api.request('GET', artista), artistaNotFound(artista));
      expectDomain(await running.api.request('PUT', artista, {body}), artistaNotFound(artista));
      expectDomain(await running.api.request('DELETE', artista), artistaNotFound(artista));
    });
  }

  for (const write of [(id: number) => `+${id}`, (id: number) => `000${id}`, (id: number) => `%3${id}`]) {
    it(`may be written ${write(5)}`, async () => {
      await running.api.sql('truncate album, artista restart identity cascade');
      const {id} = await givenAlbum(running.api);
      await givenArtista(running.api);
      const {json} = await running.api.request('GET', `/api/v1/album/${write(id)}`);
      expect(json.id).to.equal(id);
    });
  }

  it('of a fixed word is no id', async () => {
    const {status, json} = await running.api.request('GET', '/api/v1/album/tipo-artista');
    expect(status).to.equal(200);
    expect(json.content).to.eql([]);
    const path = '/api/v1/album/tipo-artista';
    const answer = await running.api.request('DELETE', path);
    expectGeneral(answer, parameterProblem(path, 'id', 'deve ser um número inteiro'));
  });
});

describe('ids that JavaScript holds exactly', () => {
  const running = withApi();

  it('go up to 2^53 - 1', async () => {
    const id = Number.MAX_SAFE_INTEGER;
    await running.api.sql(`insert into album (id, nome) values (${id}, 'o último')`);
    const {text} = await running.api.request('GET', `/api/v1/album/${id}`);
    expect(text).to.equal(`{"id":9007199254740991,"nome":"o último"}`);
  });
});
