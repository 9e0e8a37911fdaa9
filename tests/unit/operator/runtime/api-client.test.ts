import {expect} from '@loopback/testlab';
import {once} from 'node:events';
import {createServer, Server, ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import {ApiClient} from '../../../../src/operator/runtime/api-client';

const LIMIT_MS = 100;
const IDLE_MS = 60_000;

describe('ApiClient, a watch', () => {
  let server: Server;
  let client: ApiClient;
  let answer: (response: ServerResponse) => void;
  before(async () => {
    server = createServer((_, response) => answer(response)).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  beforeEach(() => {
    const {port} = server.address() as AddressInfo;
    const credentials = {server: `http://127.0.0.1:${port}`, tls: {}, headers: {}};
    const source = {get: () => Promise.resolve(credentials), forget: () => undefined};
    client = new ApiClient({credentials: source, answerLimitMs: LIMIT_MS});
  });
  afterEach(() => client.close());
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  const firstEvent = (): Promise<IteratorResult<unknown>> =>
    client.watch({path: '/'}, {signal: new AbortController().signal, idleMs: IDLE_MS}).next();

  it('may be quiet for longer than an answer may take', async () => {
    const event = {type: 'BOOKMARK', object: {metadata: {resourceVersion: '7'}}};
    answer = response => {
      response.flushHeaders();
      setTimeout(() => response.write(`${JSON.stringify(event)}\n`), 3 * LIMIT_MS);
    };
    expect((await firstEvent()).value).to.eql(event);
  });

  it('has to begin within that time', async () => {
    answer = () => undefined;
    await expect(firstEvent()).to.be.rejectedWith(/aborted/);
  });
});
