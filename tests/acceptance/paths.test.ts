import {expect} from '@loopback/testlab';
import {withApi} from '../support/api';
import {eventually} from '../support/eventually';
import {expectGeneral, unknownPath} from '../support/problems';

const malformed = (path: string) => ({
  status: 400,
  code: 'request_malformed',
  message: 'O caminho da requisição não é válido',
  path,
});

describe('path', () => {
  const running = withApi();

  const unknown = [
    '/',
    '/api',
    '/api/v1',
    '/api/v1/nada',
    '/api/v1/albuns',
    '/api/v1/ALBUM',
    '/API/v1/album',
    '/api/v1/Artistas',
    '/api/v1/album/',
    '/api/v1/album/14/',
    '/api/v1/artistas/',
    '/api/v1/album/1/artistas/2',
    '/api/v1/artistas-albuns/1',
    '/api/v1/album?nome=x'.replace('?', '%3F'),
    '/api/v1/album%00'.replace('%00', '%01'),
    '/api/v2/album',
    '/topic/novo-album',
    '/app/x',
    '/constructor',
    '/__proto__',
  ];
  for (const path of unknown) {
    it(`${path} is unknown to every method`, async () => {
      for (const method of ['GET', 'POST', 'PUT', 'DELETE', 'PATCH']) {
        const answer = await running.api.request(method, path, {body: method === 'GET' ? undefined : {}});
        expectGeneral(answer, unknownPath(path));
      }
      expect((await running.api.request('HEAD', path)).status).to.equal(404);
      expectGeneral(await running.api.request('OPTIONS', path), unknownPath(path));
    });
  }

  const refused = [
    '//x',
    '/api//v1/album',
    '/api/v1/album//',
    '/api/v1/../v1/album',
    '/../etc/passwd',
    '/api/v1/album/.',
    '/api/v1/album/..',
    '/./api/v1/album',
    '/api/v1/album;a=b',
    '/api;x/v1/album',
    '/api/v1/album/1;jsessionid=2',
    '/api%2Fv1/album',
    '/api/v1/album%2F1',
    '/api/v1/album%2f1',
    '/api/v1/%2e%2e/v1/album',
    '/api/v1/album%5C1',
    '/api/v1\\album',
    '/api/v1/album%00',
    '/api/v1/album/%',
    '/api/v1/album/%zz',
    '/api/v1/album/%C3%28',
  ];
  for (const path of refused) {
    it(`${path} is refused, with and without credentials, and the connection closed`, async () => {
      for (const auth of ['basic', 'none'] as const) {
        const answer = await running.api.request('GET', path, {auth});
        expectGeneral(answer, malformed(path));
        expect(answer.headers.connection).to.equal('close');
      }
    });
  }

  it('may have any letters behind a question mark', async () => {
    for (const query of ['a=/../', '//;%2F', 'x=%00', '?', '']) {
      expect((await running.api.request('GET', `/api/v1/album?${query}`)).status).to.equal(200);
    }
  });

  it('is asked for credentials before it is unknown', async () => {
    for (const path of ['/', '/api/v1/nada', '/api/v1/album/1/', '/api/v1/auth/login/']) {
      const {status, json} = await running.api.request('GET', path, {auth: 'none'});
      expect(status).to.equal(401);
      expect(json.path).to.equal(path);
    }
  });
});

describe('request line', () => {
  const running = withApi();
  const PATH = '/api/v1/album';

  it('is read up to 8 KiB', async () => {
    const target = `${PATH}?nome=${'x'.repeat(8_000)}`;
    expect((await running.api.request('GET', target)).json.totalElements).to.equal(0);
  });

  const tooLong = [
    {name: 'a query', target: `${PATH}?nome=${'x'.repeat(9_000)}`},
    {name: 'a path', target: `/${'x'.repeat(9_000)}`},
  ];
  for (const {name, target} of tooLong) {
    it(`over 8 KiB by ${name} is refused`, async () => {
      const answer = await running.api.request('GET', target);
      expectGeneral(answer, malformed(target.split('?')[0]!));
    });
  }

  const raw = [
    {name: 'over 16 KiB', lines: [`GET ${PATH}?nome=${'x'.repeat(17_000)} HTTP/1.1`], status: 431},
    {name: 'of another protocol', lines: [`GET ${PATH} SIP/2.0`], status: 400},
    {name: 'of a method nobody knows', lines: [`FOO ${PATH} HTTP/1.1`], status: 400},
    {name: 'with a blank in the path', lines: [`GET /api/v1/al bum HTTP/1.1`], status: 400},
    {name: 'with a fragment', lines: [`GET ${PATH}#x HTTP/1.1`], status: 400},
    {name: 'with a target that is no path', lines: ['GET album HTTP/1.1'], status: 400},
    {name: 'with an asterisk', lines: ['OPTIONS * HTTP/1.1'], status: 404},
    {name: 'with raw letters of UTF-8', lines: [`GET ${PATH}/é HTTP/1.1`], status: 400},
    {
      name: 'with two lengths',
      lines: [`POST ${PATH} HTTP/1.1`, 'Content-Length: 1', 'Content-Length: 2'],
      status: 400,
    },
    {
      name: 'with a length and chunks',
      lines: [`POST ${PATH} HTTP/1.1`, 'Content-Length: 5', 'Transfer-Encoding: chunked'],
      status: 400,
    },
    {name: 'with a broken header', lines: [`GET ${PATH} HTTP/1.1`, 'no colon here'], status: 400},
  ];
  for (const {name, lines, status} of raw) {
    it(`${name} is answered with ${status}`, async () => {
      expect(await running.api.rawRequest(lines)).to.startWith(`HTTP/1.1 ${status} `);
    });
  }

  it('with more behind it than was announced is no failure of ours', async () => {
    await running.api.rawRequest(['POST /mais HTTP/1.1', 'Content-Length: 2'], '{}{}');
    const lineOf = () => running.api.logs().find(line => line.includes('"/mais"'));
    const line = await eventually('the line of the request', lineOf);
    const {level, status, code} = JSON.parse(line) as {level: string; status: number; code: string};
    // The parser may complain before, while or after the answer is made; each is the client's doing.
    expect(level).to.equal('info');
    expect(['400 request_malformed', '404 route_not_found', '499 undefined']).to.containEql(
      `${status} ${code}`,
    );
  });
});
