import {expect} from '@loopback/testlab';
import {eventually} from '../support/eventually';
import {givenAlbum} from '../support/given';
import {Answer} from '../support/http';
import {png} from '../support/images';
import {withApiOver} from '../support/stores';
import {coversOf, fetched, replace, upload} from '../support/uploads';

const LIMIT_MS = 3_000;

describe('while the object store is away', () => {
  const given = withApiOver('minio');
  let albumId = 0;
  let coverId = 0;
  const content = png();
  before(async () => {
    ({id: albumId} = await givenAlbum(given.api));
    await upload(given.api, albumId, {content});
    coverId = (await coversOf(given.api, albumId))[0]!.id;
  });

  /** What needs the store. */
  const asks: {name: string; send: () => Promise<Answer>}[] = [
    {name: 'an upload', send: () => upload(given.api, albumId, {content: png()})},
    {name: 'a replacement', send: () => replace(given.api, coverId, {content: png()})},
    {
      name: 'a form for a large file',
      send: () =>
        given.api.request('POST', `/api/v1/albuns/${albumId}/imagens/envio`, {
          body: {nomeArquivo: 'capa.png', tipo: 'image/png'},
        }),
    },
    {
      name: 'a confirmation',
      send: () =>
        given.api.request('POST', `/api/v1/albuns/${albumId}/imagens/confirmar`, {
          body: {chave: '6040f6e8-49fa-4ee5-b894-f09379062f0b-capa.png'},
        }),
    },
  ];
  const ways: {name: string; leave: () => Promise<void> | void; comeBack: () => Promise<void> | void}[] = [
    {name: 'stopped', leave: () => given.server.kill(), comeBack: () => given.server.start()},
    {
      name: 'silent',
      leave: () => given.server.pause(),
      comeBack: () => given.server.resume(),
    },
  ];
  for (const {name: way, leave, comeBack} of ways) {
    describe(way, () => {
      before(leave);
      after(comeBack);

      for (const {name, send} of asks) {
        it(`${name} is told so in time, and changes nothing`, async () => {
          const startedAt = Date.now();
          const {status, json, headers} = await send();
          expect([status, json.code, headers['retry-after']]).to.eql([503, 'storage_unavailable', '1']);
          expect(Date.now() - startedAt).to.be.below(LIMIT_MS);
          const [row] = await given.api.sql<{count: string}>('select count(*) from album_imagens');
          expect(row!.count).to.equal('1');
        });
      }

      it('everything else works: the catalogue, lists of covers, links, removing', async () => {
        for (const path of [
          '/api/v1/album',
          `/api/v1/albuns/${albumId}`,
          `/api/v1/albuns/${coverId}/download`,
        ]) {
          expect([path, (await given.api.request('GET', path)).status]).to.eql([path, 200]);
        }
        const {id} = await givenAlbum(given.api);
        expect((await given.api.request('DELETE', `/api/v1/album/${id}`)).status).to.equal(204);
        expect((await given.api.request('GET', '/ready', {auth: 'none'})).status).to.equal(200);
      });

      it('health says so', async () => {
        const {status, json} = await eventually('a check a second old at most', async () => {
          const answer = await given.api.request('GET', '/actuator/health/minio');
          return answer.status === 503 && answer;
        });
        expect([status, json.status, json.details.minio]).to.eql([503, 'DOWN', 'Indisponível']);
        expect((await given.api.request('GET', '/actuator/health/readiness')).status).to.equal(200);
      });
    });
  }

  describe('and back', () => {
    it('nothing of the key of the store is in the log', () => {
      const log = given.api.logs().join('');
      expect(log).to.match(/storage_unavailable/);
      expect(log).to.not.match(/segredo-de-teste|X-Amz-Signature/);
    });

    it('it works as before', async () => {
      expect((await upload(given.api, albumId, {content: png()})).status).to.equal(200);
      const [first] = await coversOf(given.api, albumId);
      expect((await fetched(first!.url)).bytes.equals(content)).to.be.true();
      const health = await eventually('a check a second old at most', async () => {
        const {status, json} = await given.api.request('GET', '/actuator/health/minio');
        return status === 200 && (json as object);
      });
      expect(health).to.eql({status: 'UP', details: {minio: 'Disponível'}});
    });
  });
});

describe('an API that starts without its object store', () => {
  const given = withApiOver('minio', {S3_BUCKET: 'outro'});

  it('makes the bucket, at the start or when it is first needed', async () => {
    expect((await given.api.request('GET', '/actuator/health/minio')).status).to.equal(200);
    const {id} = await givenAlbum(given.api);
    expect((await upload(given.api, id, {content: png()})).status).to.equal(200);
  });
});
