import {expect} from '@loopback/testlab';
import {withApi} from '../support/api';
import {Answer} from '../support/http';

interface Document {
  readonly paths: Record<string, Record<string, {responses: object; security: object[]; tags: string[]}>>;
  readonly components: {
    readonly schemas: Record<
      string,
      {properties: Record<string, object>; required: string[]; example?: object}
    >;
    readonly examples: Record<string, {value: object}>;
  };
}

describe('the OpenAPI document', () => {
  const given = withApi();
  const open = (path: string, headers: Record<string, string> = {}): Promise<Answer> =>
    given.api.request('GET', path, {auth: 'none', headers});
  let document: Document;
  before(async () => (document = (await open('/openapi.json')).json as Document));

  it('is sent once and then revalidated', async () => {
    const {headers} = await open('/openapi.json');
    expect(headers['cache-control']).to.equal('public, no-cache');
    expect(headers.etag).to.match(/^"[\w-]+"$/);
    const again = await open('/openapi.json', {'if-none-match': headers.etag!});
    expect([again.status, again.text]).to.eql([304, '']);
  });

  it('says of every operation who may call it, and in which group it is', () => {
    for (const [path, operations] of Object.entries(document.paths)) {
      for (const [method, {security, tags}] of Object.entries(operations)) {
        expect([method, path, Array.isArray(security), tags.length]).to.eql([method, path, true, 1]);
      }
    }
  });

  it('has bodies that say what is wanted, and no more', () => {
    const {NewAlbum, NewVinculo} = document.components.schemas;
    const {pattern, ...nome} = NewAlbum!.properties['nome'] as {pattern: string};
    expect(nome).to.eql({type: 'string', minLength: 1, maxLength: 255});
    expect([' \t', 'á'].map(text => new RegExp(pattern).test(text))).to.eql([false, true]);
    expect(NewVinculo!.properties['artistaId']).to.eql({type: 'integer', format: 'int64'});
    for (const name of ['NewAlbum', 'AlbumChange', 'NewArtista', 'ArtistaChange', 'NewVinculo', 'Login']) {
      expect([name, typeof document.components.schemas[name]!.example]).to.eql([name, 'object']);
    }
  });

  it('has pages with every member that is answered', async () => {
    const {json} = await given.api.request('GET', '/api/v1/artistas?sort=nome,desc');
    const {PageArtista, Pageable, SortOrder} = document.components.schemas;
    expect(PageArtista!.required).to.eql(Object.keys(json as object));
    expect(Pageable!.required).to.eql(Object.keys(json.pageable as object));
    expect(SortOrder!.required).to.eql(Object.keys(json.sort[0] as object));
  });

  it('shows errors as they are really written', async () => {
    const problem = {accept: 'application/problem+json'};
    const cases = [
      {code: 'album_not_found', answer: await given.api.request('GET', '/api/v1/album/4711')},
      {code: 'parameter_invalid', answer: await given.api.request('GET', '/api/v1/album/x')},
      {code: 'credentials_required', answer: await open('/api/v1/album')},
      {
        code: 'album_not_found.problem',
        answer: await given.api.request('GET', '/api/v1/album/4711', {headers: problem}),
      },
    ];
    for (const {code, answer} of cases) {
      const documented = Object.keys(document.components.examples[code]!.value);
      expect([code, Object.keys(answer.json as object)]).to.eql([code, documented]);
    }
  });

  it('has nothing in it that is for the framework alone', async () => {
    expect((await open('/openapi.json')).text).to.not.match(/"x-/);
  });
});

describe('the explorer', () => {
  const given = withApi();
  const open = (path: string): Promise<Answer> => given.api.request('GET', path, {auth: 'none'});

  it('runs scripts of its own alone', async () => {
    const {headers} = await open('/explorer/');
    expect(headers['content-security-policy']).to.match(/default-src 'none'; script-src 'self';/);
  });

  it("does not show somebody else's API, which comes with Swagger UI", async () => {
    const {status, headers} = await open('/explorer/index.html');
    expect([status, headers.location]).to.eql([302, '/explorer/']);
  });

  it('lets browsers keep its files, and ask whether they changed', async () => {
    const {status, headers} = await open('/explorer/swagger-ui.css');
    expect([status, headers['cache-control']]).to.eql([200, 'no-cache']);
    const again = await given.api.request('GET', '/explorer/swagger-ui.css', {
      auth: 'none',
      headers: {'if-none-match': headers.etag!},
    });
    expect([again.status, again.text]).to.eql([304, '']);
  });

  const conditions: readonly Record<string, string>[] = [
    {'if-match': '"x"'},
    {'if-unmodified-since': 'Thu, 01 Jan 1970 00:00:00 GMT'},
    {range: 'bytes=0-1'},
    {range: 'bytes=99999999-'},
  ];
  for (const headers of conditions) {
    it(`has its files whole, whatever is asked by ${JSON.stringify(headers)}`, async () => {
      for (const path of ['/explorer/swagger-ui.css', '/monitor/monitor.css']) {
        const whole = await given.api.request('GET', path, {auth: 'none'});
        const answer = await given.api.request('GET', path, {auth: 'none', headers});
        expect([answer.status, answer.text === whole.text]).to.eql([200, true]);
        expect(answer.headers['accept-ranges']).to.equal('none');
      }
    });
  }
});
