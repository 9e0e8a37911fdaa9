import {expect} from '@loopback/testlab';
import {connect} from 'node:net';
import {withApi} from '../support/api';
import {eventually} from '../support/eventually';
import {givenAlbum} from '../support/given';

const POLL = '/socket.io/?EIO=4&transport=polling';
/** What is another one each time. */
const PASSING = /^(X-Request-Id|Date): .*$|"(timestamp|requestId)":"[^"]*"/gim;

/** Node gives requests without `Content-Length` and `Transfer-Encoding` no events of a body. */
describe('a request that announces no body', () => {
  const given = withApi();
  let covers = '';
  before(async () => {
    covers = `/api/v1/albuns/${(await givenAlbum(given.api)).id}/imagens`;
  });

  const openSession = async (): Promise<string> => {
    const {text} = await given.api.request('GET', POLL);
    const {sid} = JSON.parse(text.slice(1)) as {sid: string};
    return `${POLL}&sid=${sid}`;
  };

  const readers = [
    {name: 'JSON', type: 'application/json', path: () => '/api/v1/album'},
    {name: 'files', type: 'multipart/form-data; boundary=x', path: () => covers},
    {name: 'a CSV file', type: 'text/csv', path: () => '/api/v1/catalogo/csv'},
    {name: 'a message by SockJS', type: 'text/plain', path: () => '/ws/000/ninguem/xhr_send'},
    {name: 'a message by Socket.IO', type: 'text/plain', path: openSession},
  ];
  for (const {name, type, path} of readers) {
    it(`is answered as one with an empty body is, where ${name} should come`, async () => {
      const answer = async (...more: string[]): Promise<string> => {
        const lines = [`POST ${await path()} HTTP/1.1`, `Content-Type: ${type}`, ...more];
        return (await given.api.rawRequest(lines)).replace(PASSING, '');
      };
      const empty = await answer('Content-Length: 0');
      expect(empty).to.match(/^HTTP\/1\.1 \d{3} /);
      expect(await answer()).to.equal(empty);
    });
  }

  it('and waits for events ends its session once its client has gone away', async () => {
    const session = await openSession();
    const {hostname, port} = new URL(given.api.url);
    const socket = connect(Number(port), hostname);
    socket.write(`GET ${session} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
    socket.destroySoon();
    await eventually('the session is over', async () => {
      const headers = {'content-type': 'text/plain'};
      const {text} = await given.api.request('POST', session, {body: '3', headers});
      return text.includes('Session ID unknown');
    });
  });
});
