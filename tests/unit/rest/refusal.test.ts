import {expect} from '@loopback/testlab';
import {randomUUID} from 'node:crypto';
import {once} from 'node:events';
import {createServer, RequestListener, Server} from 'node:http';
import type {AddressInfo} from 'node:net';
import {problems} from '../../../src/problems/catalogue';
import {ClientAddress} from '../../../src/rest/client-address';
import {CorsPolicy} from '../../../src/rest/cors';
import {isWhole} from '../../../src/rest/http-limits';
import {Refusal} from '../../../src/rest/refusal';
import {commonHead, writeProblem} from '../../../src/rest/writer';
import {rawExchange} from '../../support/http';

const ORIGIN = 'http://app.exemplo.br';
const cors = new CorsPolicy([ORIGIN]);
const addresses = new ClientAddress(['loopback']);
const OWN = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d{4}-\d\d-\d\dT[\d:.]{12}|Date: .*/g;

const refusal = new Refusal(cors, addresses);
const refuse: RequestListener = (request, response) => refusal.write(request, response);
const writeInGeneral: RequestListener = (request, response) => {
  const requestId = randomUUID();
  const isSecure = addresses.isSecure(request);
  commonHead({requestId, isSecure}, cors.fieldsFor(request)).moveTo(response);
  const path = request.url!.split('?', 1)[0]!;
  writeProblem({request, response, path, requestId}, problems.overloaded());
};

describe('the refusal of a request when there is too much to do', () => {
  const servers: Server[] = [];
  /** @returns its address. Bodies are there by the next turn, as far as they have come. */
  const serve = async (listener: RequestListener): Promise<string> => {
    const server = createServer((request, response) => {
      if (isWhole(request)) listener(request, response);
      else setImmediate(() => listener(request, response));
    });
    servers.push(server.listen(0, '127.0.0.1'));
    await once(server, 'listening');
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };
  let [quick, general] = ['', ''];
  before(async () => {
    quick = await serve(refuse);
    general = await serve(writeInGeneral);
  });
  after(() => servers.forEach(server => server.close()));

  const asked = (line: string, fields: readonly string[] = [], body = ''): string =>
    [`${line} HTTP/1.1`, 'Host: api.exemplo.br', ...fields, '', body].join('\r\n');
  const LAST = asked('GET /', ['Connection: close']);

  const cases: Readonly<Record<string, string>> = {
    'for a client that says nothing': asked('GET /api/v1/album?size=20'),
    'in English': asked('GET /api/v1/album', ['Accept-Language: en-US,en;q=0.9']),
    'as a problem': asked('GET /api/v1/album', ['Accept: application/problem+json']),
    'as a problem in English': asked('GET /x', ['Accept: application/problem+json', 'Accept-Language: en']),
    'for a browser': asked('GET /', ['Accept: text/html,*/*;q=0.8', `Origin: ${ORIGIN}`]),
    'for a script of a stranger': asked('GET /', ['Origin: http://mau.exemplo']),
    'behind a proxy with TLS': asked('GET /', ['X-Forwarded-Proto: https']),
    'for a path that has to be escaped': asked(`GET /"\\{path}{requestId}1970-01-01T00:00:00.000`),
    'without a body where none is wanted': asked('HEAD /api/v1/album'),
    'after a body': asked('POST /api/v1/album', ['Content-Length: 2'], '{}'),
  };
  for (const [name, request] of Object.entries(cases))
    it(`is what the general writer would say, over a connection that goes on: ${name}`, async () => {
      const [said, wanted] = await Promise.all([quick, general].map(url => rawExchange(url, request + LAST)));
      expect(said!.match(/HTTP\/1\.1 503 /g)).to.have.length(2);
      expect(said!.replace(OWN, '…')).to.equal(wanted!.replace(OWN, '…'));
    });

  it('ends a connection whose request still comes', async () => {
    const half = asked('POST /api/v1/album', ['Content-Length: 9'], '{}');
    const [said, wanted] = await Promise.all([quick, general].map(url => rawExchange(url, half)));
    expect(said).to.match(/^Connection: close\r$/m);
    expect(said!.replace(OWN, '…')).to.equal(wanted!.replace(OWN, '…'));
  });

  it('has an id and a time of its own', async () => {
    const from = Date.now();
    const both = await rawExchange(quick, asked('GET /') + LAST);
    const ids = [...both.matchAll(/^X-Request-Id: (.+)\r$/gm)].map(([, id]) => id);
    const bodies = [...both.matchAll(/^\{.*\}/gm)].map(
      ([body]) => JSON.parse(body) as {requestId: string; timestamp: string},
    );
    expect(bodies.map(({requestId}) => requestId)).to.eql(ids);
    expect(new Set(ids).size).to.equal(2);
    for (const {timestamp} of bodies) expect(Date.parse(timestamp)).to.be.within(from, Date.now());
  });
});
