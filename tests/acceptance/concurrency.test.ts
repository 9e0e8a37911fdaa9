import {expect} from '@loopback/testlab';
import {withApi} from '../support/api';
import {givenAlbum, givenArtista} from '../support/given';
import {Answer} from '../support/http';

const WRITERS = 40;

describe('many at once', () => {
  const given = withApi();
  const total = async (path: string): Promise<number> =>
    (await given.api.request('GET', `${path}?size=1`)).json.totalElements as number;
  const expectNoServerError = (answers: readonly Answer[]): void => {
    expect(answers.filter(({status}) => status >= 500).map(({text}) => text)).to.eql([]);
  };

  it('leave the total exact', async () => {
    const create = async (i: number): Promise<Answer> => {
      const created = await given.api.request('POST', '/api/v1/album', {body: {nome: `Álbum ${i}`}});
      // Every third goes again.
      return i % 3 ? created : given.api.request('DELETE', `/api/v1/album/${created.json.id}`);
    };
    const before = await total('/api/v1/album');
    expectNoServerError(await Promise.all(Array.from({length: WRITERS}, (_, i) => create(i))));
    const [{n} = {n: ''}] = await given.api.sql<{n: string}>('select count(*) as n from album');
    expect(await total('/api/v1/album')).to.equal(Number(n));
    expect(Number(n) - before).to.equal(WRITERS - Math.ceil(WRITERS / 3));
  });

  it('link, unlink and remove without an error and without a link to nothing', async () => {
    for (let round = 0; round < 5; round++) {
      const artista = await givenArtista(given.api);
      const album = await givenAlbum(given.api, {artistas: [artista]});
      const body = {artistaId: artista.id, albumId: album.id};
      const answers = await Promise.all([
        ...Array.from({length: 8}, () => given.api.request('POST', '/api/v1/artistas-albuns', {body})),
        given.api.request('DELETE', `/api/v1/artistas-albuns/${artista.id}/${album.id}`),
        given.api.request('DELETE', `/api/v1/album/${album.id}`),
        given.api.request('DELETE', `/api/v1/artistas/${artista.id}`),
      ]);
      expectNoServerError(answers);
      const orphans = await given.api.sql(
        `select * from artista_album aa
          where not exists (select from album where id = aa.album_id)
             or not exists (select from artista where id = aa.artista_id)`,
      );
      expect(orphans).to.eql([]);
    }
  });

  it('link the same two once', async () => {
    const body = {artistaId: (await givenArtista(given.api)).id, albumId: (await givenAlbum(given.api)).id};
    const link = (): Promise<Answer> => given.api.request('POST', '/api/v1/artistas-albuns', {body});
    const answers = await Promise.all(Array.from({length: WRITERS}, link));
    expect(new Set(answers.map(({status}) => status))).to.eql(new Set([200]));
    const {json} = await given.api.request('GET', `/api/v1/album/${body.albumId}/artistas`);
    expect(json.totalElements).to.equal(1);
  });
});
