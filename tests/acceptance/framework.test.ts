import {expect} from '@loopback/testlab';
import type {RouteEntry} from '@loopback/rest';
import {Agent, Server} from 'node:http';
import {AddressInfo} from 'node:net';
import {HttpBindings} from '../../src/rest/keys';
import {withApi} from '../support/api';
import {basic} from '../support/auth';
import {serveByFramework} from '../support/framework-sequence';
import {Answer, exchange, Exchange} from '../support/http';

type Fields = Record<string, string>;

/** Their answers do not end. */
const ENDLESS = ['GET /api/v1/eventos', 'GET /api/v1/catalogo/eventos'];
/** What is another one each time: ids made by chance, times, tokens and secrets, the room on the disk. */
const CHANGING = [
  /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g,
  /\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)?/g,
  /(?<="(accessToken|refreshToken|segredo|uri|qrCode|x-amz-\w+|expira|assinatura|policy)":)"[^"]*"/g,
  /(?<="free":)\d+/g,
];
const OF_THE_CONNECTION = ['date', 'x-request-id', 'keep-alive', 'connection'];

/** A good body for each operation that takes one. */
const BODIES: Readonly<Record<string, object>> = {
  'POST /api/v1/auth/login': {username: 'seletivo', password: 'admin'},
  'POST /api/v1/auth/refresh': {refreshToken: 'x'},
  'POST /api/v2/auth/refresh': {refreshToken: 'x'},
  'POST /api/v1/artistas': {nome: 'Elis Regina', tipo: 'CANTOR'},
  'PUT /api/v1/artistas/{id}': {nome: 'Elis', tipo: 'CANTOR'},
  'POST /api/v1/album': {nome: 'Falso Brilhante'},
  'PUT /api/v1/album/{id}': {nome: 'Essa Mulher'},
  'POST /api/v1/artistas-albuns': {artistaId: 1, albumId: 13},
  'POST /api/v1/regionais': {regionalId: 900, nome: 'REGIONAL'},
  'PUT /api/v1/regionais/{regionalId}': {nome: 'OUTRA'},
  'POST /api/v1/usuarios': {nomeUsuario: 'elis', senha: 'Senha comprida 1', papel: 'leitor'},
};
/** More of what is asked of reads. */
const QUERIES = [
  '?page=1&size=2&sort=nome,desc&include=artistas',
  '?size=x&page=-1',
  '?sort=cor',
  '?nome=il&artista=serj&tipo=CANTOR',
  '?tipo=X',
  '?cursor=x',
  '?nome=%00',
];

/** Requests to one operation: as meant, and wrong in every way that is told before its method is called. */
function* requestsTo({verb, path}: RouteEntry): Generator<Exchange> {
  const method = verb.toUpperCase();
  const name = `${method} ${path}`;
  const takesBody = method === 'POST' || method === 'PUT';
  const body = takesBody ? JSON.stringify(BODIES[name] ?? {}) : undefined;
  const type: Fields = takesBody ? {'content-type': 'application/json'} : {};
  const at = (id: string): string => path.replace(/\{\w+\}/g, id);
  const asked = (more: Partial<Exchange> = {}, fields: Fields = {}): Exchange => ({
    method,
    path: at('1'),
    body,
    ...more,
    headers: {...basic(), ...type, ...fields},
  });
  yield {method, path: at('1'), body, headers: type};
  yield asked({}, {authorization: 'Bearer x'});
  yield asked({}, {accept: 'application/xml'});
  yield asked({path: at('x')});
  yield asked({path: at('999')});
  if (takesBody) {
    yield asked({}, {'content-type': 'text/plain'});
    yield asked({body: '{'});
    yield asked({body: '{"nome":[],"tipo":7}'});
    yield asked({body: '{}'});
    yield asked({}, {'idempotency-key': `de uma vez ${name}`});
    yield asked({}, {'idempotency-key': name.replace(/\W/g, '-')});
  }
  if (method === 'GET') for (const query of QUERIES) yield asked({path: at('1') + query});
  yield asked({}, {'if-none-match': '*', 'if-match': '"x"'});
  yield asked({}, {origin: 'http://localhost:3000'});
  yield asked();
}

/** All of an answer that is the same however it was made. */
function comparable({status, headers, text}: Answer): object {
  const kept = Object.entries(headers).filter(([name]) => !OF_THE_CONNECTION.includes(name));
  const isJson = String(headers['content-type']).includes('json');
  const fields = Object.fromEntries(kept.filter(([name]) => !isJson || name !== 'content-length'));
  const masked = CHANGING.reduce((seen, changing) => seen.replace(changing, '…'), text);
  // A validator is of the whole body, which a 304 does not show.
  if (masked !== text || status === 304) delete fields['etag'];
  return {status, fields, text: masked};
}

describe('every operation answers byte for byte what the framework would, a container for each request', function () {
  this.timeout(120_000);
  const ours = withApi({template: 'sample'});
  const theirs = withApi({template: 'sample'});
  const agent = new Agent({keepAlive: true});
  let server: Server;
  before(async () => (server = await serveByFramework(theirs.api.app)));
  after(() => {
    agent.destroy();
    server.close();
  });

  it('to good input and bad', async () => {
    const frameworkUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const routes = (await ours.api.app.get(HttpBindings.PATH_ROUTER)).list();
    expect(routes.length).to.be.greaterThan(60);
    let good = 0;
    for (const route of routes) {
      if (ENDLESS.includes(`${route.verb.toUpperCase()} ${route.path}`)) continue;
      for (const request of requestsTo(route)) {
        // Ours first: what is written has the same id in both databases.
        const answer = comparable(await exchange(ours.api.url, request, agent));
        const wanted = comparable(await exchange(frameworkUrl, request, agent));
        expect({request, answer}).to.eql({request, answer: wanted});
        if ((answer as Answer).status < 300) good++;
      }
    }
    expect(good).to.be.greaterThan(200);
  });
});
