import {expect} from '@loopback/testlab';
import {Agent, IncomingMessage, request} from 'node:http';
import {givenAlbum} from '../support/given';
import {png} from '../support/images';
import {requireOnMachine} from '../support/machine';
import {Nginx} from '../support/nginx';
import {freePort} from '../support/free-port';
import {withApiOver} from '../support/stores';
import {coversOf, upload} from '../support/uploads';

const PUBLIC = 'objetos.exemplo.br';
const agent = new Agent();

/** Asks 127.0.0.1 for what a link names, as a client would whose DNS leads there. */
async function fetchedThere(url: string): Promise<{status: number; bytes: Buffer}> {
  const {host, port, pathname, search} = new URL(url);
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const options = {hostname: '127.0.0.1', port, path: pathname + search, headers: {host}, agent};
    request(options).once('response', resolve).once('error', reject).end();
  });
  const pieces: Buffer[] = [];
  for await (const piece of response) pieces.push(piece as Buffer);
  return {status: response.statusCode!, bytes: Buffer.concat(pieces)};
}

describe('links through a proxy that has another host name', () => {
  before(function () {
    requireOnMachine(this, Nginx.isOnMachine(), 'needs nginx');
  });
  after(() => agent.destroy());
  let nginx: Nginx | undefined;
  afterEach(async () => {
    await nginx?.stop();
    nginx = undefined;
  });

  describe('in front of the object store', () => {
    const env: Record<string, string> = {};
    let port = 0;
    before(async () => {
      port = await freePort();
      env['S3_PUBLIC_ENDPOINT'] = `http://${PUBLIC}:${port}`;
    });
    const given = withApiOver('minio', env);

    it('are signed for that name, and give the bytes that were sent', async () => {
      nginx = await Nginx.start([{host: PUBLIC, target: given.server.url}], port);
      const {id} = await givenAlbum(given.api);
      const content = png({width: 300, height: 300});
      await upload(given.api, id, {content});
      const [cover] = await coversOf(given.api, id);
      expect(new URL(cover!.url).host).to.equal(`${PUBLIC}:${port}`);
      const {json} = await given.api.request('GET', `/api/v1/albuns/${cover!.id}/download`);
      for (const url of [cover!.url, json.downloadUrl as string]) {
        const {status, bytes} = await fetchedThere(url);
        expect([status, bytes.equals(content)]).to.eql([200, true]);
      }
    });
  });

  describe('in front of an API that keeps its objects itself', () => {
    const given = withApiOver('local', {TRUSTED_PROXIES: '127.0.0.1'});

    it('name the host that the client asked, and give the bytes that were sent', async () => {
      nginx = await Nginx.start([{host: PUBLIC, target: given.api.url}]);
      const {id} = await givenAlbum(given.api);
      const content = png({width: 300, height: 300});
      await upload(given.api, id, {content});
      const headers = {host: `${PUBLIC}:${nginx.port}`};
      const through = await given.api.request('GET', `/api/v1/albuns/${id}`, {headers});
      const {url} = through.json[0] as {url: string};
      expect(new URL(url).host).to.equal(`${PUBLIC}:${nginx.port}`);
      const {status, bytes} = await fetchedThere(url);
      expect([status, bytes.equals(content)]).to.eql([200, true]);
    });

    it('name what a trusted proxy says of the host and the protocol', async () => {
      const {id} = await givenAlbum(given.api);
      await upload(given.api, id, {content: png()});
      const headers = {'x-forwarded-host': PUBLIC, 'x-forwarded-proto': 'https'};
      const {json} = await given.api.request('GET', `/api/v1/albuns/${id}`, {headers});
      expect(new URL((json as {url: string}[])[0]!.url).origin).to.equal(`https://${PUBLIC}`);
    });
  });

  describe('that nobody trusts', () => {
    const given = withApiOver('local');

    it('do not name what it says', async () => {
      const {id} = await givenAlbum(given.api);
      await upload(given.api, id, {content: png()});
      const headers = {'x-forwarded-host': PUBLIC, 'x-forwarded-proto': 'https'};
      const {json} = await given.api.request('GET', `/api/v1/albuns/${id}`, {headers});
      expect(new URL((json as {url: string}[])[0]!.url).origin).to.equal(given.api.url);
    });
  });
});
