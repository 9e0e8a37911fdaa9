import {expect} from '@loopback/testlab';
import {createServer, request, Server} from 'node:http';
import type {AddressInfo} from 'node:net';
import {once} from 'node:events';
import {withApi} from '../support/api';
import {startEdge} from '../support/edge';
import {hasHelm} from '../support/helm';
import {requireOnMachine} from '../support/machine';
import {Nginx} from '../support/nginx';
import {RawStomp} from '../support/raw-stomp';

const COVERS = 'covers.example.org';
/** Whoever waits for nginx asks, too. */
const RATE_LIMIT = 20;

describe("the chart's own edge", function () {
  this.timeout(60_000);
  before(function () {
    requireOnMachine(this, hasHelm() && Nginx.isOnMachine(), 'helm and nginx');
  });
  const given = withApi({env: {TRUSTED_PROXIES: '127.0.0.1', RATE_LIMIT: String(RATE_LIMIT)}});
  let storage: Server;
  let edge: Nginx | undefined;
  before(async () => {
    // Says what it was asked.
    storage = createServer(({headers, url}, response) => response.end(`${headers.host} ${url}`)).listen(
      0,
      '127.0.0.1',
    );
    await once(storage, 'listening');
  });
  after(() => storage?.close());
  afterEach(async () => {
    await edge?.stop();
    edge = undefined;
  });

  async function start(values: object = {}): Promise<Nginx> {
    const own = {edge: {enabled: true, ...values}, minio: {publicUrl: `http://${COVERS}`}};
    const minio = `127.0.0.1:${(storage.address() as AddressInfo).port}`;
    edge = await startEdge(own, {api: new URL(given.api.url).host, minio});
    return edge;
  }

  /** As a caller would that says it came by way of others. */
  const asked = (headers: Record<string, string>): Promise<number> =>
    fetch(`${edge!.url}/api/v1/album`, {headers}).then(({status}) => status);

  /** As many as one address may ask, and one more, each as if it came from another. */
  async function askedByMany(): Promise<number[]> {
    const statuses: number[] = [];
    for (let host = 1; host <= RATE_LIMIT + 1; host++)
      statuses.push(await asked({'x-forwarded-for': `192.0.2.${host}`}));
    return statuses;
  }

  it('takes nobody at their word about their address', async () => {
    await start();
    expect((await askedByMany()).at(-1)).to.equal(429);
  });

  it('believes balancers that it is told of', async () => {
    await start({trustedProxies: ['127.0.0.1/32']});
    expect(new Set(await askedByMany())).to.eql(new Set([401]));
    const {headers} = await fetch(`${edge!.url}/api/v1/album`, {
      headers: {'x-forwarded-for': '192.0.2.99', 'x-forwarded-proto': 'https'},
    });
    expect(headers.get('strict-transport-security')).to.be.ok();
  });

  it('lets websockets through', async () => {
    await start({trustedProxies: ['127.0.0.1/32']});
    const client = await RawStomp.open(edge!.url, {headers: {'x-forwarded-for': '192.0.2.98'}});
    client.say('CONNECT', ['accept-version:1.2']);
    await client.until('CONNECTED', text => text.startsWith('CONNECTED'));
    await client.close();
  });

  it('leads the host of the covers to the object storage, with the name that the link was signed for', async () => {
    await start();
    const answer = request(`${edge!.url}/albuns/1/a.png?X-Amz-Signature=b`, {headers: {host: COVERS}}).end();
    const [response] = (await once(answer, 'response')) as [AsyncIterable<Buffer>];
    const pieces: Buffer[] = [];
    for await (const piece of response) pieces.push(piece);
    expect(Buffer.concat(pieces).toString()).to.equal(`${COVERS} /albuns/1/a.png?X-Amz-Signature=b`);
  });

  it('refuses bodies beyond its limit', async () => {
    await start({maxBodySize: '1k'});
    const {status} = await fetch(`${edge!.url}/api/v1/auth/login`, {method: 'POST', body: 'a'.repeat(2048)});
    expect(status).to.equal(413);
  });

  it('answers its own probes', async () => {
    await start();
    expect((await fetch(`${edge!.url}/edge-health`)).status).to.equal(204);
  });
});
