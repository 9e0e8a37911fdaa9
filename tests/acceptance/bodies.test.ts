import {expect} from '@loopback/testlab';
import {ApiRequest, withApi} from '../support/api';
import {givenAlbum} from '../support/given';
import {expectFields, expectGeneral, malformedJson} from '../support/problems';

const PATH = '/api/v1/album';
const DEPTH = 100_000;

describe('JSON that is refused', () => {
  const running = withApi();

  const cases: readonly {name: string; body: string | Buffer}[] = [
    {name: 'nothing', body: ''},
    {name: 'blanks', body: ' \n'},
    {name: 'null', body: 'null'},
    {name: 'a list', body: '[]'},
    {name: 'a list with an object', body: '[{"nome":"x"}]'},
    {name: 'a text', body: '"x"'},
    {name: 'a number', body: '7'},
    {name: 'a truth value', body: 'true'},
    {name: 'NaN', body: '{"nome":NaN}'},
    {name: 'infinity', body: '{"x":-Infinity,"nome":"x"}'},
    {name: 'a comment', body: '{/* x */"nome":"x"}'},
    {name: 'a comment before', body: '// x\n{"nome":"x"}'},
    {name: 'a name without quotes', body: '{nome:"x"}'},
    {name: 'single quotes', body: `{'nome':'x'}`},
    {name: 'a comma at the end', body: '{"nome":"x",}'},
    {name: 'no end', body: '{"nome":"x"'},
    {name: 'no end of a text', body: '{"nome":"x}'},
    {name: 'a raw line end in a text', body: '{"nome":"a\nb"}'},
    {name: 'a raw NUL in a text', body: '{"nome":"a\0b"}'},
    {name: 'an unknown escape', body: '{"nome":"\\x41"}'},
    {name: 'a short escape', body: '{"nome":"\\u12"}'},
    {name: 'a number with a leading zero', body: '{"x":01,"nome":"x"}'},
    {name: 'a number without digits before the point', body: '{"x":.5,"nome":"x"}'},
    {name: 'text before', body: 'x{"nome":"x"}'},
    {name: 'an invalid byte', body: Buffer.from([...Buffer.from('{"nome":"'), 0xff, 0x22, 0x7d])},
    {name: 'half a letter in bytes', body: Buffer.from([...Buffer.from('{"nome":"'), 0xc3, 0x22, 0x7d])},
    {name: 'half a pair in bytes', body: Buffer.from('7b226e6f6d65223a22eda080227d', 'hex')},
    {name: 'a letter in more bytes than it needs', body: Buffer.from('7b226e6f6d65223a22c080227d', 'hex')},
    {name: 'ISO-8859-1 without saying so', body: Buffer.from('{"nome":"Água"}', 'latin1')},
    {name: 'UTF-16', body: Buffer.from('\ufeff{"nome":"x"}', 'utf16le')},
    {name: 'a byte order mark alone', body: '\ufeff'},
    {name: 'many open brackets', body: '['.repeat(DEPTH)},
    {name: 'many open objects', body: '{"a":'.repeat(DEPTH)},
  ];
  for (const {name, body} of cases) {
    it(`${name}: the connection is closed and nothing stored`, async () => {
      for (const path of [PATH, '/api/v1/artistas', '/api/v1/artistas-albuns']) {
        const answer = await running.api.request('POST', path, {body});
        expectGeneral(answer, malformedJson(path));
        expect(answer.headers.connection).to.equal('close');
      }
      expect(await running.api.sql('select from album')).to.eql([]);
    });
  }

  it('is refused before the id is looked at', async () => {
    const path = `${PATH}/abc`;
    expectGeneral(await running.api.request('PUT', path, {body: '{'}), malformedJson(path));
  });
});

describe('JSON that is accepted', () => {
  const running = withApi();

  const cases = [
    {name: 'a byte order mark', body: '\ufeff{"nome":"x"}'},
    {name: 'blanks around', body: ' \t\r\n{ "nome" : "x" }\r\n'},
    {name: 'text behind', body: '{"nome":"x"} and more'},
    {name: 'another object behind', body: '{"nome":"x"}{"nome":"y"}'},
    {name: 'a bracket behind', body: '{"nome":"x"}}'},
    {name: 'doubled members, of which the last counts', body: '{"nome":"a","nome":"b","nome":"x"}'},
    {name: 'a doubled member of another type', body: '{"nome":7,"nome":"x"}'},
    {name: 'a doubled member by escape', body: '{"nome":"a","n\\u006fme":"x"}'},
    {
      name: 'numbers out of bounds',
      body: '{"a":1e999,"b":-1e999,"c":123456789012345678901234567890,"nome":"x"}',
    },
    {name: 'depth', body: `{"a":${'['.repeat(DEPTH)}${']'.repeat(DEPTH)},"nome":"x"}`},
    {
      name: 'members of every object',
      body: '{"__proto__":{"a":1},"constructor":{"prototype":{}},"toString":1,"nome":"x"}',
    },
    {name: 'half of a letter in another member', body: '{"a":"\\ud800","nome":"x"}'},
    {name: 'an empty name', body: '{"":"","nome":"x"}'},
  ];
  for (const {name, body} of cases) {
    it(name, async () => {
      const {status, json} = await running.api.request('POST', PATH, {body});
      expect(status).to.equal(200);
      expect(json.nome).to.equal('x');
    });
  }

  for (const member of ['__proto__', 'constructor', 'prototype']) {
    it(`takes nothing from ${member}`, async () => {
      const answer = await running.api.request('POST', PATH, {body: `{"${member}":{"nome":"x"}}`});
      expectFields(answer, {nome: 'O nome do álbum é obrigatório.'});
      expect(({} as {nome?: string}).nome).to.be.undefined();
    });
  }

  it('refuses other letter cases of a member', async () => {
    const answer = await running.api.request('POST', PATH, {body: {Nome: 'x', NOME: 'x'}});
    expectFields(answer, {nome: 'O nome do álbum é obrigatório.'});
  });
});

describe('size of a body', () => {
  const LIMIT = 1024;
  const running = withApi({env: {BODY_LIMIT_BYTES: String(LIMIT)}});
  const bodyOf = (bytes: number) => `{"nome":"x"}${' '.repeat(bytes - 12)}`;
  const count = async () => (await running.api.sql<{count: string}>('select count(*) from album'))[0]?.count;

  it('may be the limit', async () => {
    expect((await running.api.request('POST', PATH, {body: bodyOf(LIMIT)})).status).to.equal(200);
  });

  const tooLarge: readonly {name: string; body: string; headers: ApiRequest['headers']}[] = [
    {name: 'one byte over it', body: bodyOf(LIMIT + 1), headers: {}},
    {name: 'far over it', body: bodyOf(LIMIT * 500), headers: {}},
    {
      name: 'over it in chunks',
      body: bodyOf(LIMIT + 1),
      headers: {'transfer-encoding': 'chunked', 'content-length': []},
    },
  ];
  for (const {name, body, headers} of tooLarge) {
    it(`is refused ${name}: the connection is closed and nothing written`, async () => {
      const album = await givenAlbum(running.api);
      const before = await count();
      for (const [method, path] of [
        ['POST', PATH],
        ['PUT', `${PATH}/${album.id}`],
      ] as const) {
        const answer = await running.api.request(method, path, {body, headers});
        const message = `O corpo da requisição excede o limite de ${LIMIT} bytes`;
        expectGeneral(answer, {status: 413, code: 'body_too_large', message, path});
        expect(answer.headers.connection).to.equal('close');
      }
      expect(await count()).to.equal(before);
      expect((await running.api.request('GET', `${PATH}/${album.id}`)).json).to.eql(album);
    });
  }

  it('is refused as soon as it is announced', async () => {
    const lines = [`POST ${PATH} HTTP/1.1`, 'Content-Type: application/json', 'Content-Length: 99999999999'];
    expect(await running.api.rawRequest(lines)).to.startWith('HTTP/1.1 413 ');
  });

  it('that is shorter than announced is refused', async () => {
    const before = await count();
    const lines = [`POST ${PATH} HTTP/1.1`, 'Content-Type: application/json', 'Content-Length: 100'];
    expect(await running.api.rawRequest(lines, '{"nome":"x"}', {ends: true})).to.startWith('HTTP/1.1 400 ');
    expect(await count()).to.equal(before);
  });
});
