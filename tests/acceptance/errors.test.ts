import {expect} from '@loopback/testlab';
import {withApi} from '../support/api';
import {ask, Refused} from '../support/ask';
import {basic, bearer} from '../support/auth';
import {expectGeneral} from '../support/problems';

const ALBUM = '/api/v1/album';
const LOGIN = '/api/v1/auth/login';

/** One refusal of each shape but that of the request limit, which has a test of its own. */
const SHAPES: readonly (Refused & {readonly title: string; readonly detail: string})[] = [
  {
    name: 'general',
    ask: 'GET /nada',
    want: '404 route_not_found',
    title: 'Not Found',
    detail: 'Recurso não encontrado',
  },
  {
    name: 'domain',
    ask: `GET ${ALBUM}/999999`,
    want: '404 album_not_found',
    title: 'Not Found',
    detail: 'Álbum não encontrado para o ID informado',
  },
  {
    name: 'validation',
    ask: `POST ${ALBUM}`,
    request: {body: {}},
    want: '400 validation_failed',
    title: 'Bad Request',
    detail: 'Há campos inválidos',
  },
  {
    name: 'credentials',
    ask: `GET ${ALBUM}`,
    request: {auth: 'none'},
    want: '401 credentials_required',
    title: 'Unauthorized',
    detail: 'Você precisa estar autenticado para acessar este recurso',
  },
  {
    name: 'text',
    ask: `POST ${LOGIN}`,
    request: {body: {username: 'x', password: 'x'}},
    want: '401 login_refused',
    title: 'Unauthorized',
    detail: 'Usuário ou senha inválidos',
  },
  {
    name: 'empty',
    ask: 'POST /api/v1/auth/refresh',
    request: {body: {}},
    want: '401 refresh_refused',
    title: 'Unauthorized',
    detail: 'Token de renovação inválido, expirado ou encerrado',
  },
];

describe('an error body', () => {
  const given = withApi({template: 'sample'});

  for (const {name, ask: line, request, want, title, detail} of SHAPES) {
    const [status, code] = [Number.parseInt(want, 10), want.slice(4)];

    it(`of the ${name} shape is a problem of RFC 9457 for who asks for that`, async () => {
      const headers = {accept: 'application/problem+json', 'x-request-id': 'meu-pedido'};
      const answer = await ask(given.api, line, request, headers);
      expect(answer.headers['content-type']).to.equal('application/problem+json');
      expect([answer.status, answer.headers['x-request-id']]).to.eql([status, 'meu-pedido']);
      const members = {type: `urn:artistas:problem:${code}`, title, status, detail, code};
      expect(answer.json).to.containEql({...members, instance: line.split(' ')[1], requestId: 'meu-pedido'});
    });

    it(`of the ${name} shape is no HTML for a browser`, async () => {
      const plain = await ask(given.api, line, request);
      for (const accept of ['text/html', 'text/html,application/xhtml+xml,*/*;q=0.8']) {
        const answer = await ask(given.api, line, request, {accept});
        expect(answer.status).to.equal(status);
        expect(answer.headers['content-type']).to.equal(plain.headers['content-type']);
        expect(answer.text.length).to.equal(plain.text.length);
      }
    });
  }

  it('names the fields as RFC 9457 extends it, too', async () => {
    const headers = {accept: 'application/problem+json'};
    const {json} = await given.api.request('POST', ALBUM, {headers, body: {}});
    const fields = {nome: 'O nome do álbum é obrigatório.'};
    expect([json.nome, json.errors]).to.eql([fields.nome, fields]);
  });

  it('without a Bearer token that holds is the general one, with Basic that does not the indented one', async () => {
    const codes = [bearer('x'), basic('seletivo', 'errada')].map(async headers => {
      const {text} = await given.api.request('GET', ALBUM, {auth: 'none', headers});
      return text.startsWith('{"timestamp"') ? 'general' : text.startsWith('{\n  "error"') && 'indented';
    });
    expect(await Promise.all(codes)).to.eql(['general', 'indented']);
  });
});

describe('an error that nobody foresaw', () => {
  const given = withApi({template: 'sample'});
  before(() => given.api.sql('alter table album rename to sumida'));

  it('is a bare 500 with the id of its request; the cause is in the log under that id alone', async () => {
    const headers = {'x-request-id': 'sem-tabela'};
    const answer = await given.api.request('GET', `${ALBUM}/1`, {headers});
    const message = 'Erro interno; informe o requestId ao suporte';
    expectGeneral(answer, {status: 500, code: 'internal_error', message, path: `${ALBUM}/1`});
    expect(answer.headers.connection).to.equal('close');
    const lines = given.api.logs().filter(line => line.includes('sem-tabela'));
    expect(lines.length).to.equal(1);
    const {level, err} = JSON.parse(lines[0]!) as {level: string; err: {message: string}};
    expect([level, err.message]).to.eql(['error', 'relation "album" does not exist']);
  });
});
