import {expect} from '@loopback/testlab';
import {withApi} from '../support/api';
import {expectGeneral} from '../support/problems';

/** Every path of the catalogue, and what may be done there. */
const ALLOWED = {
  '/api/v1/artistas': ['GET', 'POST'],
  '/api/v1/artistas/1': ['DELETE', 'GET', 'PUT'],
  '/api/v1/artistas/1/albuns': ['GET'],
  '/api/v1/album': ['GET', 'POST'],
  '/api/v1/album/1': ['DELETE', 'GET', 'PUT'],
  '/api/v1/album/1/artistas': ['GET'],
  '/api/v1/album/artista/1': ['GET'],
  '/api/v1/artistas-albuns': ['POST'],
  '/api/v1/artistas-albuns/1/1': ['DELETE'],
} as const;
const METHODS = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH'];

const listed = (field: string | undefined) => (field ?? '').split(/, ?/).sort();

describe('wrong method', () => {
  const running = withApi({template: 'sample'});

  for (const [path, allowed] of Object.entries(ALLOWED)) {
    const wrong = METHODS.filter(method => !(allowed as readonly string[]).includes(method));
    it(`${wrong.join(', ')} of ${path} is told what is allowed: ${allowed.join(', ')}`, async () => {
      for (const method of wrong) {
        const answer = await running.api.request(method, path, {body: method === 'GET' ? undefined : {}});
        const message = 'Método não permitido para este recurso';
        expectGeneral(answer, {status: 405, code: 'method_not_allowed', message, path});
        expect(listed(answer.headers.allow)).to.eql(allowed);
      }
    });
  }

  it('HEAD of a path without GET is one', async () => {
    const {status, text, headers} = await running.api.request('HEAD', '/api/v1/artistas-albuns');
    expect(status).to.equal(405);
    expect(text).to.equal('');
    expect(headers.allow).to.equal('POST');
  });

  for (const name of ['X-HTTP-Method-Override', 'X-HTTP-Method', 'X-Method-Override']) {
    it(`${name} does not change it`, async () => {
      const headers = {[name]: 'DELETE'};
      const {status} = await running.api.request('GET', '/api/v1/album/1', {headers});
      expect(status).to.equal(200);
      const {json} = await running.api.request('POST', '/api/v1/album?_method=DELETE', {
        headers,
        body: {nome: 'fica'},
      });
      expect(json.nome).to.equal('fica');
      expect((await running.api.request('GET', '/api/v1/album/1')).status).to.equal(200);
    });
  }
});

describe('HEAD', () => {
  const running = withApi({template: 'sample'});

  for (const path of ['/api/v1/album', '/api/v1/album/1', '/api/v1/artistas?size=2', '/api/v1/album/999']) {
    it(`of ${path} has the header of GET and no body`, async () => {
      const get = await running.api.request('GET', path);
      const head = await running.api.request('HEAD', path);
      expect(head.text).to.equal('');
      expect(head.status).to.equal(get.status);
      const of = ({headers}: typeof get) => {
        const {date, 'x-request-id': requestId, ...stable} = headers;
        expect([date, requestId]).to.not.containEql(undefined);
        return stable;
      };
      expect(of(head)).to.eql(of(get));
    });
  }
});

describe('OPTIONS without an origin', () => {
  const running = withApi();

  for (const [path, allowed] of Object.entries(ALLOWED)) {
    const methods = allowed as readonly string[];
    const wanted = [...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].sort();
    it(`of ${path} needs no credentials and lists ${wanted.join()}`, async () => {
      for (const auth of ['none', 'basic'] as const) {
        const {status, text, headers} = await running.api.request('OPTIONS', path, {auth});
        expect(status).to.equal(200);
        expect(text).to.equal('');
        expect(listed(headers.allow)).to.eql(wanted);
      }
    });
  }
});

describe('methods that nobody uses here', () => {
  const running = withApi();

  for (const method of ['TRACE', 'PROPFIND', 'LOCK', 'PURGE', 'SEARCH', 'LINK', 'QUERY']) {
    it(`${method} is 400 without a body, whatever the credentials and the path`, async () => {
      for (const path of ['/api/v1/album', '/nada']) {
        for (const auth of ['none', 'basic'] as const) {
          const {status, text, headers} = await running.api.request(method, path, {auth});
          expect(status).to.equal(400);
          expect(text).to.equal('');
          expect(headers).to.not.have.property('content-type');
        }
      }
    });
  }

  it('CONNECT gets no tunnel', async () => {
    expect(await running.api.rawRequest(['CONNECT localhost:80 HTTP/1.1'])).to.not.startWith('HTTP/1.1 2');
  });
});
