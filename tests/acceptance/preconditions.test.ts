import {expect} from '@loopback/testlab';
import {Api, withApi} from '../support/api';
import {givenAlbum, givenArtista, givenImagem} from '../support/given';
import {Answer} from '../support/http';
import {png} from '../support/images';
import {expectGeneral} from '../support/problems';
import {withApiOver} from '../support/stores';
import {Cover, coversOf, form} from '../support/uploads';

const MESSAGE = 'O registro foi alterado: nenhuma versão informada em If-Match é a atual';

interface Kind {
  readonly name: string;
  /** Path of a new row. */
  readonly given: (api: Api) => Promise<string>;
  /** A body that changes it; another one for each number. */
  readonly body: (n: number) => object;
}

let regionalId = 700;
const KINDS: readonly Kind[] = [
  {
    name: 'an artist',
    given: async api => `/api/v1/artistas/${(await givenArtista(api)).id}`,
    body: n => ({nome: `Artista ${n} 🎸`, tipo: 'BANDA'}),
  },
  {
    name: 'an album',
    given: async api => `/api/v1/album/${(await givenAlbum(api)).id}`,
    body: n => ({nome: `Álbum ${n} 🎸`}),
  },
  {
    name: 'a regional office',
    given: async api => {
      const body = {regionalId: regionalId++, nome: 'REGIONAL'};
      return (await api.request('POST', '/api/v1/regionais', {body})).headers.location!;
    },
    body: n => ({nome: `REGIONAL ${n} 🎸`}),
  },
];

describe('a change of one version', () => {
  const running = withApi();
  const send = (method: string, path: string, ifMatch?: string, body?: object): Promise<Answer> =>
    running.api.request(method, path, {body, headers: ifMatch === undefined ? {} : {'if-match': ifMatch}});
  const etagOf = async (path: string) => (await send('GET', path)).headers.etag as string;
  const expectRefused = (answer: Answer, path: string): void =>
    expectGeneral(answer, {status: 412, code: 'precondition_failed', message: MESSAGE, path});

  for (const {name, given, body} of KINDS) {
    describe(`of ${name}`, () => {
      it('is made to the version that was read, and its answer has the next one', async () => {
        const path = await given(running.api);
        let etag = await etagOf(path);
        for (const n of [1, 2]) {
          const changed = await send('PUT', path, etag, body(n));
          expect(changed.status).to.equal(200);
          expect(changed.headers.etag).to.not.equal(etag);
          etag = changed.headers.etag!;
          expect(await etagOf(path)).to.equal(etag);
        }
        expect((await send('DELETE', path, etag)).status).to.equal(204);
      });

      it('is refused when another one came before, and changes nothing', async () => {
        const path = await given(running.api);
        const old = await etagOf(path);
        await send('PUT', path, undefined, body(1));
        const {text} = await send('GET', path);
        expectRefused(await send('PUT', path, old, body(2)), path);
        expectRefused(await send('DELETE', path, old), path);
        expect((await send('GET', path)).text).to.equal(text);
      });

      const none = ['"other"', '"a", "b"', '', 'etag', 'W/"x"'];
      for (const tag of none) {
        it(`is refused for ${tag || 'nothing'}`, async () => {
          const path = await given(running.api);
          expectRefused(await send('PUT', path, tag, body(1)), path);
          expectRefused(await send('DELETE', path, tag), path);
        });
      }

      it('is refused for a weak form of its validator', async () => {
        const path = await given(running.api);
        expectRefused(await send('PUT', path, `W/${await etagOf(path)}`, body(1)), path);
      });

      it('is made for a list that has its validator, and for anything', async () => {
        const path = await given(running.api);
        expect((await send('PUT', path, `"a", W/"b",${await etagOf(path)}`, body(1))).status).to.equal(200);
        expect((await send('PUT', path, '*', body(2))).status).to.equal(200);
        expect((await send('DELETE', path, '*')).status).to.equal(204);
      });

      it('is made by one of twenty that read the same version', async () => {
        const path = await given(running.api);
        const etag = await etagOf(path);
        const answers = await Promise.all(
          Array.from({length: 20}, (_, n) => send('PUT', path, etag, body(n))),
        );
        const statuses = answers.map(({status}) => status).sort();
        expect(statuses).to.eql([200, ...Array<number>(19).fill(412)]);
        const won = answers.find(({status}) => status === 200)!;
        expect((await send('GET', path)).text).to.equal(won.text);
      });

      it('of an unknown id is 404, whatever it names', async () => {
        const path = (await given(running.api)).replace(/\d+$/, '999999');
        for (const tag of ['*', '"x"']) {
          expect((await send('PUT', path, tag, body(1))).status).to.equal(404);
          expect((await send('DELETE', path, tag)).status).to.equal(404);
        }
      });
    });
  }

  it('can follow a create by the validator of its answer', async () => {
    const {headers} = await running.api.request('POST', '/api/v1/album', {body: {nome: 'Novo 🎸'}});
    expect(await etagOf(headers.location!)).to.equal(headers.etag);
    expect((await send('DELETE', headers.location!, headers.etag)).status).to.equal(204);
    const artista = await running.api.request('POST', '/api/v1/artistas', {body: {nome: 'N', tipo: 'BANDA'}});
    expect(await etagOf(artista.headers.location!)).to.equal(artista.headers.etag);
  });
});

describe('a change of one version of a cover', () => {
  const running = withApiOver('local');
  const send = (id: number, etag: string) =>
    running.api.request('PUT', `/api/v1/albuns/${id}`, replacement(etag));
  const replacement = (etag: string) => {
    const {body, headers} = form([{part: 'file', content: png()}]);
    return {body, headers: {...headers, 'if-match': etag}};
  };
  const givenCover = async (): Promise<{id: number; albumId: number; etag: string}> => {
    const album = await givenAlbum(running.api);
    await givenImagem(running.api, album, '6040f6e8-49fa-4ee5-b894-f09379062f0b-capa.png');
    const [{id, etag}] = (await coversOf(running.api, album.id)) as [Cover & {etag: string}];
    return {id, albumId: album.id, etag};
  };

  it('is made to the one that was listed, and its answer has the next one', async () => {
    const {id, albumId, etag} = await givenCover();
    const changed = await send(id, etag);
    expect(changed.status).to.equal(200);
    const [listed] = (await coversOf(running.api, albumId)) as [Cover & {etag: string}];
    expect(listed.etag).to.equal(changed.headers.etag);
    expect(listed.etag).to.not.equal(etag);
  });

  it('is refused when another one came before, and leaves no object behind', async () => {
    const {id, etag} = await givenCover();
    await send(id, etag);
    const keys = await running.keys();
    expect((await send(id, etag)).status).to.equal(412);
    const headers = {'if-match': etag};
    expect((await running.api.request('DELETE', `/api/v1/albuns/${id}`, {headers})).status).to.equal(412);
    expect(await running.keys()).to.eql(keys);
  });

  it('is made by one of five that come at once', async () => {
    const {id, etag} = await givenCover();
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => send(id, etag)));
    expect(answers.map(({status}) => status).sort()).to.eql([200, 412, 412, 412, 412]);
  });
});
