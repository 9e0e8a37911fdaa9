import {expect} from '@loopback/testlab';
import {once} from 'node:events';
import {createServer, Server} from 'node:http';
import type {AddressInfo} from 'node:net';
import pino from 'pino';
import {ApiClient} from '../../../../src/operator/runtime/api-client';
import {EventRecorder} from '../../../../src/operator/runtime/event-recorder';

const REGARDING = {apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'a', namespace: 'b', uid: 'c'}};
const TIMES = 40;
/** What one object may begin at once. */
const BURST = 25;

describe('EventRecorder', () => {
  let server: Server;
  let client: ApiClient;
  let events: EventRecorder;
  let methods: (string | undefined)[];
  before(async () => {
    server = createServer(({method}, response) => {
      methods.push(method);
      response.end('{}');
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  beforeEach(() => {
    methods = [];
    const {port} = server.address() as AddressInfo;
    const credentials = {server: `http://127.0.0.1:${port}`, tls: {}, headers: {}};
    client = new ApiClient({credentials: {get: () => Promise.resolve(credentials), forget: () => undefined}});
    events = new EventRecorder(client, pino({level: 'silent'}));
  });
  afterEach(() => client.close());
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  const record = async (note: (index: number) => string): Promise<void> => {
    for (let index = 0; index < TIMES; index++) {
      await events.record(REGARDING, {
        type: 'Normal',
        reason: 'Motivo',
        action: 'Agir',
        note: note(index),
      });
    }
  };

  it('counts up what happens again, however often it does', async () => {
    await record(() => 'o mesmo');
    expect(methods).to.eql(['POST', ...Array.from({length: TIMES - 1}, () => 'PATCH')]);
  });

  it('does not flood people with what is new each time', async () => {
    await record(index => `outro ${index}`);
    expect(methods).to.eql(Array.from({length: BURST}, () => 'POST'));
  });
});
