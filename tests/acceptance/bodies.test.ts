import {expect} from '@loopback/testlab';
import {withApi} from '../support/api';
import {expectGeneral, fieldProblem, malformedJson} from '../support/problems';

const PATH = '/api/v1/album';
const LIMIT_BYTES = 4096;
const JSON_TYPES = 'application/json, application/*+json';

describe('bodies', () => {
  const given = withApi({env: {BODY_LIMIT_BYTES: String(LIMIT_BYTES)}});
  const post = (body: string | Buffer, headers: Record<string, string> = {}) =>
    given.api.request('POST', PATH, {body, headers});
  const count = async (): Promise<number> =>
    Number((await given.api.sql<{n: string}>('select count(*) as n from album'))[0]!.n);

  const accepted: {name: string; body: string | Buffer; type?: string; nome: string}[] = [
    {name: 'a charset', body: '{"nome":"é"}', type: 'application/json; charset=utf-8', nome: 'é'},
    {
      name: 'ISO-8859-1',
      body: Buffer.from('{"nome":"Canção"}', 'latin1'),
      type: 'application/json;charset=ISO-8859-1',
      nome: 'Canção',
    },
    {name: 'a suffix', body: '{"nome":"a"}', type: 'application/hal+json', nome: 'a'},
    {name: 'a byte order mark', body: '\ufeff{"nome":"b"}', nome: 'b'},
    {name: 'text after the value', body: '{"nome":"c"} e mais', nome: 'c'},
    {name: 'a key twice', body: '{"nome":"d","nome":"e"}', nome: 'e'},
    {
      name: 'members that nobody knows',
      body: '{"nome":"f","id":99,"x":[1],"__proto__":{"nome":"g"}}',
      nome: 'f',
    },
    {name: 'blanks at the ends', body: '{"nome":"  h  "}', nome: '  h  '},
  ];
  for (const {name, body, type, nome} of accepted) {
    it(`may have ${name}`, async () => {
      const {status, json} = await post(body, type ? {'content-type': type} : {});
      expect([status, json.nome]).to.eql([200, nome]);
      expect(json.id).to.not.equal(99);
    });
  }

  const malformed: {name: string; body: string | Buffer}[] = [
    {name: 'nothing', body: ''},
    {name: 'null', body: 'null'},
    {name: 'an array', body: '[]'},
    {name: 'a text', body: '"x"'},
    {name: 'half an object', body: '{"nome":'},
    {name: 'a comment', body: '{"nome":"x"/* y */}'},
    {name: 'NaN', body: '{"nome":NaN}'},
    {name: 'bytes that are not UTF-8', body: Buffer.from([...Buffer.from('{"nome":"'), 0xff, 0x22, 0x7d])},
    {name: 'a thousand brackets', body: '['.repeat(1000)},
  ];
  for (const {name, body} of malformed) {
    it(`may not be ${name}`, async () => {
      const before = await count();
      expectGeneral(await post(body), malformedJson(PATH));
      expect(await count()).to.equal(before);
    });
  }

  const mistyped = ['5', 'true', '{}', '["x"]'];
  for (const value of mistyped) {
    it(`may not have ${value} as a name`, async () => {
      expectGeneral(await post(`{"nome":${value}}`), fieldProblem(PATH, 'nome', 'deve ser um texto'));
    });
  }

  it('may not hold what the database cannot: NUL and half a pair', async () => {
    for (const escape of ['\\u0000', '\\ud800']) {
      const {status, json} = await post(`{"nome":"a${escape}"}`);
      expect([status, json]).to.eql([400, {nome: 'contém caracteres que não podem ser armazenados'}]);
    }
  });

  const types = [
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/jsonx',
    'multipart/form-data',
    '',
  ];
  for (const type of types) {
    it(`may not be of the type "${type}"`, async () => {
      const answer = await post('{"nome":"x"}', {'content-type': type});
      const message = 'O corpo deve ser enviado como application/json';
      expectGeneral(answer, {status: 415, code: 'media_type_unsupported', message, path: PATH});
      expect(answer.headers['accept']).to.equal(JSON_TYPES);
    });
  }

  it('may be neither compressed nor in an unknown charset', async () => {
    const fields: Record<string, string>[] = [
      {'content-encoding': 'gzip'},
      {'content-type': 'application/json;charset=utf-7'},
    ];
    for (const headers of fields) {
      expect((await post('{"nome":"x"}', headers)).status).to.equal(415);
    }
  });

  it('may be as large as the limit and no larger, and nothing is written then', async () => {
    const padded = (bytes: number): string => '{"nome":"limite"}'.padEnd(bytes, ' ');
    expect((await post(padded(LIMIT_BYTES))).status).to.equal(200);
    const before = await count();
    const answer = await post(padded(LIMIT_BYTES + 1));
    const message = `O corpo da requisição excede o limite de ${LIMIT_BYTES} bytes`;
    expectGeneral(answer, {status: 413, code: 'body_too_large', message, path: PATH});
    expect(answer.headers.connection).to.equal('close');
    const chunk = 'x'.repeat(LIMIT_BYTES);
    const chunked = await given.api.rawRequest(
      [`POST ${PATH} HTTP/1.1`, 'Content-Type: application/json', 'Transfer-Encoding: chunked'],
      `${LIMIT_BYTES.toString(16)}\r\n${chunk}\r\n${LIMIT_BYTES.toString(16)}\r\n${chunk}\r\n0\r\n\r\n`,
    );
    expect(chunked).to.match(/^HTTP\/1.1 413 /);
    expect(await count()).to.equal(before);
  });
});

describe('what a client accepts', () => {
  const given = withApi();
  const post = (accept: string) =>
    given.api.request('POST', PATH, {body: {nome: 'Aceita'}, headers: {accept}});

  for (const accept of ['application/json', '*/*', 'application/*', 'text/html', 'text/html,*/*;q=0.8']) {
    it(`is answered as JSON: ${accept}`, async () => {
      const {status, headers} = await post(accept);
      expect([status, headers['content-type']]).to.eql([200, 'application/json']);
    });
  }

  it('is looked at before anything is carried out', async () => {
    const [before] = await given.api.sql('select count(*) from album');
    const {status, text, headers} = await post('application/xml');
    expect([status, text, headers['accept']]).to.eql([406, '', JSON_TYPES]);
    expect(await given.api.sql('select count(*) from album')).to.eql([before]);
  });

  const problems = [
    {method: 'POST', path: PATH, body: {}, status: 400, code: 'validation_failed'},
    {method: 'POST', path: PATH, body: '{', status: 400, code: 'json_malformed'},
    {method: 'GET', path: `${PATH}/99`, status: 404, code: 'album_not_found'},
    {method: 'GET', path: '/nada', status: 404, code: 'route_not_found'},
    {method: 'PATCH', path: PATH, status: 405, code: 'method_not_allowed'},
    {method: 'GET', path: PATH, auth: 'none' as const, status: 401, code: 'credentials_required'},
    {method: 'POST', path: '/api/v1/auth/refresh', body: {}, status: 401, code: 'refresh_refused'},
  ];
  for (const {method, path, body, auth, status, code} of problems) {
    it(`gets ${code} as RFC 9457 has it, when it asks for that`, async () => {
      const headers = {accept: 'application/problem+json'};
      const answer = await given.api.request(method, path, {body, auth, headers});
      expect([answer.status, answer.headers['content-type']]).to.eql([status, 'application/problem+json']);
      expect(answer.json).to.containEql({type: `urn:artistas:problem:${code}`, status, instance: path, code});
      expect(answer.json.requestId).to.equal(answer.headers['x-request-id']);
      expect([answer.json.title, answer.json.detail].map(text => typeof text)).to.eql(['string', 'string']);
    });
  }

  it('gets the fields of a validation by name and together', async () => {
    const headers = {accept: 'application/problem+json'};
    const {json} = await given.api.request('POST', PATH, {body: {}, headers});
    const nome = 'O nome do álbum é obrigatório.';
    expect([json.nome, json.errors]).to.eql([nome, {nome}]);
  });
});
