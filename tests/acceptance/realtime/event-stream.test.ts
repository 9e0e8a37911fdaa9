import {expect} from '@loopback/testlab';
import {randomUUID} from 'node:crypto';
import {withApi} from '../../support/api';
import {basic, bearer, givenTokens} from '../../support/auth';
import {EventStream} from '../../support/event-stream';
import {eventually} from '../../support/eventually';

const PATH = '/api/v1/eventos';

describe(`GET ${PATH}`, () => {
  const given = withApi({env: {RUN_WORKER: 'on', RATE_LIMIT: '5', ACCESS_TOKEN_SECONDS: '2'}});
  const streams: EventStream[] = [];
  afterEach(() => streams.splice(0).forEach(stream => stream.close()));
  const listen = async (query = '', headers: Record<string, string> = basic()): Promise<EventStream> => {
    const stream = await EventStream.open(`${given.api.url}${PATH}${query}`, headers);
    streams.push(stream);
    return stream;
  };
  const insert = (nome: string): Promise<unknown> =>
    given.api.sql(
      `with novo as (insert into album (nome) values ($1) returning id, nome)
       insert into evento (tipo, dados) select 'album.criado', to_jsonb(novo) from novo`,
      [nome],
    );

  it('is for those who are signed in, like its neighbours', async () => {
    expect((await given.api.request('GET', PATH, {auth: 'none'})).status).to.equal(401);
    const {status, headers} = await given.api.request('GET', PATH, {
      headers: {accept: 'application/json'},
      auth: 'none',
    });
    expect([status, headers['content-type']]).to.eql([401, 'application/json;charset=UTF-8']);
  });

  it('tells everything as CloudEvents, even of what nobody announced', async () => {
    const stream = await listen();
    expect([stream.status, stream.header('content-type'), stream.header('cache-control')]).to.eql([
      200,
      'text/event-stream',
      'no-store',
    ]);
    await insert('um');
    const {id, data} = await stream.until('the event', () => true);
    const event = JSON.parse(data);
    expect(event).to.containEql({id, type: 'dev.artistas.album.criado'});
    expect(event.data.nome).to.equal('um');
  });

  it('goes on behind Last-Event-ID', async () => {
    const first = await listen();
    for (const nome of ['a', 'b', 'c']) await insert(nome);
    await eventually('three events', () => first.events.length === 3);
    const again = await listen('', {...basic(), 'last-event-id': first.events[0]!.id!});
    await eventually('two events', () => again.events.length === 2);
    expect(again.events).to.eql(first.events.slice(1));
  });

  it('says so when that event is not kept any more', async () => {
    const before = await listen();
    await insert('antes');
    const {id: latest} = await before.until('the event', () => true);
    const stream = await listen('', {...basic(), 'last-event-id': randomUUID()});
    const {event, id} = await stream.until('resync', () => true);
    expect([event, id]).to.eql(['resync', latest]);
    await insert('depois');
    await stream.until('the next event', ({data}) => data.includes('depois'));
    expect(stream.events.length).to.equal(2);
  });

  it('gives figures to who asks for them, which name nobody', async () => {
    const stream = await listen('?metricas=true');
    const {data} = await stream.until('figures', ({event}) => event === 'metricas');
    const figures = JSON.parse(data);
    expect(figures.tipo).to.equal('processo');
    expect(Object.keys(figures.http)).to.eql(['porSegundo', 'erros', 'p50', 'p99']);
    expect(Object.keys(figures.banco)).to.eql(['total', 'livres', 'espera']);
    expect(figures.conexoes).to.equal(1);
    expect(data).to.not.match(/seletivo/);
  });

  it('is not counted against the limit of requests', async () => {
    for (let i = 0; i < 10; i++) expect((await listen()).status).to.equal(200);
  });

  it('answers HEAD with the head', async () => {
    const {status, headers, text} = await given.api.request('HEAD', PATH);
    expect([status, headers['content-type'], text]).to.eql([200, 'text/event-stream', '']);
  });

  it('ends when the token does', async () => {
    const {accessToken} = await givenTokens(given.api);
    const stream = await listen('', bearer(accessToken));
    expect(stream.status).to.equal(200);
    await eventually('the end', () => stream.ended, 8_000);
  });

  it('ends when its user is disabled', async () => {
    const stream = await listen();
    await given.api.sql('update usuario set ativo = false');
    try {
      await eventually('the end', () => stream.ended, 8_000);
    } finally {
      await given.api.sql('update usuario set ativo = true');
    }
  });
});
