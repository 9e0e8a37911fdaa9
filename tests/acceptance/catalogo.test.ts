import {expect} from '@loopback/testlab';
import {createHash} from 'node:crypto';
import {Api, withApi} from '../support/api';
import {basic, expectCredentialsRequired, givenTokens, send} from '../support/auth';
import {EventStream} from '../support/event-stream';
import {givenAlbum, givenArtista} from '../support/given';
import {png} from '../support/images';
import {expectDomain} from '../support/problems';
import {upload} from '../support/uploads';

const PATH = '/api/v1/catalogo';
const BROWSER = {accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'};
const names = (page: {content: {nome: string}[]}): string[] => page.content.map(({nome}) => nome);
const read = async (api: Api, path: string): Promise<ReturnType<typeof JSON.parse>> =>
  (await send(api, 'GET', PATH + path)).json;

describe(`GET ${PATH}/albuns`, () => {
  const given = withApi();
  before(async () => {
    const elis = await givenArtista(given.api, {nome: 'Elis Regina'});
    const tom = await givenArtista(given.api, {nome: 'Tom Jobim'});
    await givenAlbum(given.api, {nome: 'Elis & Tom', artistas: [elis, tom]});
    await givenAlbum(given.api, {nome: 'Wave', artistas: [tom]});
    await givenAlbum(given.api, {nome: 'Sem artista'});
  });

  it('tells the newest first, with artists and the latest cover, in one answer', async () => {
    const {content} = await read(given.api, '/albuns');
    expect(names({content})).to.eql(['Sem artista', 'Wave', 'Elis & Tom']);
    expect(content[0]).to.eql({id: content[0].id, nome: 'Sem artista', artistas: []});
    for (const fileName of ['velha.png', 'nova.png'])
      expect((await upload(given.api, content[1].id, {content: png(), fileName})).status).to.equal(200);
    const [, wave] = (await read(given.api, '/albuns')).content;
    expect(wave.artistas.map(({nome}: {nome: string}) => nome)).to.eql(['Tom Jobim']);
    expect(wave.capa.url).to.containEql('-nova.png');
    const covers = (await given.api.request('GET', `/api/v1/albuns/${wave.id}`)).json;
    expect([wave.capa.id, wave.capa.etag]).to.eql([covers[1].id, covers[1].etag]);
    expect((await fetch(wave.capa.url)).status).to.equal(200);
    const alone = await read(given.api, `/albuns/${wave.id}`);
    expect(alone.nome).to.equal('Wave');
    expect(alone.capa.id).to.equal(wave.capa.id);
  });

  const searches = [
    {name: 'part of the name', query: '?busca=wav', want: ['Wave']},
    {
      name: 'part of the name of an artist, whatever its case and accents',
      query: '?busca=J%C3%93BIM',
      want: ['Wave', 'Elis & Tom'],
    },
    {name: 'a name that both have, each once', query: '?busca=elis', want: ['Elis & Tom']},
    {name: 'blanks, which ask for nothing', query: '?busca=%20', want: ['Sem artista', 'Wave', 'Elis & Tom']},
    {name: 'a sign that is none', query: '?busca=%25', want: []},
    {name: 'no number of an artist', query: '?artistaId=', want: ['Sem artista', 'Wave', 'Elis & Tom']},
    {name: 'an artist that there is not', query: '?artistaId=999999', want: []},
  ];
  for (const {name, query, want} of searches) {
    it(`finds ${name}`, async () => expect(names(await read(given.api, `/albuns${query}`))).to.eql(want));
  }

  it('finds the albums of one artist, and of those what is searched for', async () => {
    const [elis] = (await read(given.api, '/artistas?nome=elis')).content;
    expect(names(await read(given.api, `/albuns?artistaId=${elis.id}`))).to.eql(['Elis & Tom']);
    expect(names(await read(given.api, `/albuns?artistaId=${elis.id}&busca=wave`))).to.eql([]);
  });

  it('goes on behind a cursor, and keeps what was asked for', async () => {
    const first = await send(given.api, 'GET', `${PATH}/albuns?busca=tom&size=1`);
    const [, next = ''] = /, <([^>]+)>; rel="next"/.exec(first.headers.link as string) ?? [];
    expect(names(first.json)).to.eql(['Wave']);
    expect(names((await send(given.api, 'GET', next)).json)).to.eql(['Elis & Tom']);
  });

  it('has a hundred at most, and refuses what is no number by its name', async () => {
    expect((await read(given.api, '/albuns?size=2000')).size).to.equal(100);
    const {status, json} = await send(given.api, 'GET', `${PATH}/albuns?artistaId=x`);
    expect([status, json.code]).to.eql([400, 'parameter_invalid']);
    expect(json.message).to.match(/artistaId.*deve ser um número inteiro/);
  });

  it('answers 404 for an album that there is not', async () => {
    const path = `${PATH}/albuns/999999`;
    const message = 'Álbum não encontrado para o ID informado';
    expectDomain(await send(given.api, 'GET', path), {status: 404, code: 'album_not_found', message, path});
  });
});

describe('the catalogue and its readers', () => {
  const open = withApi({env: {RATE_LIMIT: '2', CATALOG_RATE_LIMIT: '4', RUN_WORKER: 'on'}});
  const closed = withApi({env: {CATALOG_PUBLIC: 'off', RUN_WORKER: 'on'}});
  const READS = ['/albuns', '/albuns/1', '/artistas', '/eventos'].map(path => PATH + path);

  it('is counted apart from everything else', async () => {
    for (let i = 1; i <= 4; i++) {
      const {status, headers} = await send(open.api, 'GET', `${PATH}/artistas`);
      expect([status, headers['ratelimit-policy']]).to.eql([200, '"catalogo";q=4;w=60']);
    }
    const {status, json} = await send(open.api, 'GET', `${PATH}/artistas`);
    expect([status, json.message]).to.eql([429, 'Máximo de 4 requisições por minuto']);
    const other = await send(open.api, 'GET', '/api/v1/artistas', {headers: basic()});
    expect(other.status).to.equal(200);
    expect(other.headers.ratelimit).to.match(/^"default";r=1;/);
  });

  it('is closed by a setting, and then for who has signed in', async () => {
    const {accessToken} = await givenTokens(closed.api);
    for (const path of READS) {
      expectCredentialsRequired(await send(closed.api, 'GET', path), path);
      const headers = {authorization: `Bearer ${accessToken}`};
      const stream = await EventStream.open(closed.api.url + path, headers);
      expect([path, [200, 404].includes(stream.status)]).to.eql([path, true]);
      stream.close();
    }
  });

  it('is heard of by strangers where it is open', async () => {
    const stream = await EventStream.open(`${open.api.url}${PATH}/eventos?metricas=true`, {});
    await given(open.api, 'Ao vivo');
    const {data} = await stream.until('an event', () => true);
    expect(JSON.parse(data).data.nome).to.equal('Ao vivo');
    expect(stream.events.map(({event}) => event)).to.eql([undefined]);
    stream.close();
  });
});

const given = (api: Api, nome: string) => api.request('POST', '/api/v1/album', {body: {nome}});

describe('/', () => {
  const running = withApi({env: {RATE_LIMIT: '0'}});

  it('shows a browser the page, under a strict policy', async () => {
    const {status, headers, text} = await send(running.api, 'GET', '/', {headers: BROWSER});
    expect([status, headers['content-type'], headers.vary]).to.eql([
      200,
      'text/html;charset=UTF-8',
      'Origin, Accept',
    ]);
    const [, importMap = ''] = /<script type="importmap">([^]*?)<\/script>/.exec(text) ?? [];
    const hash = createHash('sha256').update(importMap).digest('base64');
    expect(headers['content-security-policy']).to.containEql(`script-src 'self' 'sha256-${hash}';`);
    expect(headers['content-security-policy'])
      .to.startWith("default-src 'none';")
      .and.not.match(/unsafe/);
    expect(text)
      .to.not.match(/(?:src|href)="(?:https?:)?\/\//)
      .and.not.match(/ on\w+=| style=/);
    const files = [...text.matchAll(/(?:src|href)="(catalogo\/[^"]+)"|: "\.\/(catalogo\/[^"]+)"/g)];
    expect(files.length).to.be.greaterThan(6);
    for (const [, link, module] of files) {
      const file = await send(running.api, 'GET', `/${link ?? module}`);
      expect([link ?? module, file.status]).to.eql([link ?? module, 200]);
    }
  });

  const others: {name: string; method?: string; headers: Record<string, string>}[] = [
    {name: 'without Accept', headers: {}},
    {name: 'that takes anything', headers: {accept: '*/*'}},
    {name: 'of JSON', headers: {accept: 'application/json'}},
    {name: 'of JSON before HTML', headers: {accept: 'application/json, text/html;q=0.9'}},
    {name: 'that sends something', method: 'POST', headers: BROWSER},
  ];
  for (const {name, method = 'GET', headers} of others) {
    it(`is to a client ${name} what it was: unknown, and only to who has signed in`, async () => {
      expectCredentialsRequired(await send(running.api, method, '/', {headers}), '/');
      const {status, json} = await send(running.api, method, '/', {headers: {...headers, ...basic()}});
      expect([status, json.code]).to.eql([404, 'route_not_found']);
    });
  }
});
