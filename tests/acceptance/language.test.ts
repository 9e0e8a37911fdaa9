import {expect} from '@loopback/testlab';
import {ApiRequest, withApi} from '../support/api';
import {ask} from '../support/ask';

const ENGLISH = {'accept-language': 'en-US,en;q=0.9'};
const BRAZIL = {'accept-language': 'pt-BR,pt;q=0.9,en;q=0.8'};

describe('the language of errors', () => {
  const running = withApi();

  const cases: readonly {name: string; line: string; request?: ApiRequest; pt: unknown; en: unknown}[] = [
    {
      name: 'of a row that is not there',
      line: 'GET /api/v1/album/999999',
      pt: {message: 'Álbum não encontrado para o ID informado', error: 'Not Found'},
      en: {
        message: 'There is no album with that id',
        code: 'album_not_found',
        detail: 'There is no album with that id',
      },
    },
    {
      name: 'of fields',
      line: 'POST /api/v1/artistas',
      request: {body: {}},
      pt: {nome: 'O nome do artista deve ser informado.'},
      en: {nome: 'The name of the artist is required.'},
    },
    {
      name: 'of a parameter',
      line: 'GET /api/v1/album/x',
      pt: {message: 'Parâmetro inválido: id (deve ser um número inteiro)'},
      en: {message: 'Invalid parameter: id (must be an integer)'},
    },
    {
      name: 'of a type',
      line: 'POST /api/v1/album',
      request: {body: {nome: {}}},
      pt: {message: 'Campo com tipo ou valor inválido: nome (deve ser um texto)'},
      en: {message: 'Member of a wrong type or value: nome (must be a text)'},
    },
    {
      name: 'without credentials',
      line: 'GET /api/v1/album',
      request: {auth: 'none'},
      pt: {message: 'Você precisa estar autenticado para acessar este recurso'},
      en: {message: 'You have to be authenticated to use this resource', error: 'Unauthorized'},
    },
    {
      name: 'as problem details',
      line: 'POST /api/v1/artistas',
      request: {body: {}, headers: {accept: 'application/problem+json'}},
      pt: {detail: 'Há campos inválidos'},
      en: {detail: 'Some members are invalid'},
    },
  ];
  for (const {name, line, request, pt, en} of cases) {
    it(`${name} is what the client prefers, and Portuguese unless it says so`, async () => {
      const plain = await ask(running.api, line, request);
      expect(plain.json).to.containEql(pt);
      expect(plain.headers['content-language']).to.be.undefined();
      expect((await ask(running.api, line, request, BRAZIL)).json).to.containEql(pt);
      const english = await ask(running.api, line, request, ENGLISH);
      expect(english.json).to.containEql(en);
      expect([english.status, english.headers['content-language']]).to.eql([plain.status, 'en']);
    });
  }

  it('changes no byte of an answer that is no error, and is not kept for others', async () => {
    const first = await ask(running.api, 'GET /api/v1/album', {}, ENGLISH);
    const second = await ask(running.api, 'GET /api/v1/album', {}, BRAZIL);
    expect(second.text).to.equal(first.text);
    expect(first.headers['content-language']).to.be.undefined();
    const refused = await ask(running.api, 'GET /api/v1/album?sort=x', {}, ENGLISH);
    expect(refused.json.message).to.match(/^Invalid parameter: sort \("x" is none of/);
    const again = await ask(running.api, 'GET /api/v1/album?sort=x', {}, BRAZIL);
    expect(again.json.message).to.match(/^Parâmetro inválido: sort \("x" não é/);
  });
});
