import {expect} from '@loopback/testlab';
import {ArtistasClient, CloudEvent, SignInError, Tokens} from '#client';
import {Api, PASSWORD, USER, withApi} from '../support/api';
import {givenTokens} from '../support/auth';
import {eventually} from '../support/eventually';

type Fetch = (request: Request) => Promise<Response>;

/** A client of that API, what it sent, and where it keeps its tokens. */
function clientOf(api: Api, {tokens, through = fetch}: {tokens?: Tokens; through?: Fetch} = {}) {
  const sent: Request[] = [];
  const store = {kept: tokens, read: () => store.kept, write: (now?: Tokens) => void (store.kept = now)};
  let ends = 0;
  const client = new ArtistasClient({
    baseUrl: api.url,
    store,
    onSessionEnd: () => void ends++,
    fetch: request => {
      sent.push(request.clone());
      return through(request);
    },
  });
  const paths = (): string[] => sent.map(({url}) => new URL(url).pathname);
  return {client, store, sent, paths, ends: () => ends};
}

/** Looks good for an hour, and is taken by nobody. */
const REFUSED = `x.${Buffer.from(JSON.stringify({exp: Date.now() / 1000 + 3600})).toString('base64url')}.x`;
const ENDED = 'x.e30.x';
const REFRESH = '/api/v2/auth/refresh';

describe('the client: sessions', () => {
  const given = withApi();

  it('signs in, is known, and signs out', async () => {
    const {client, store} = clientOf(given.api);
    expect((await client.api.GET('/api/v1/eu')).response.status).to.equal(401);
    await client.session.signIn({username: USER, password: PASSWORD});
    expect((await client.api.GET('/api/v1/eu')).data).to.containEql({nome: USER, papel: 'admin'});
    const {refreshToken} = store.kept!;
    await client.session.signOut();
    expect([client.session.isSignedIn, store.kept]).to.eql([false, undefined]);
    const late = clientOf(given.api, {tokens: {accessToken: ENDED, refreshToken}});
    expect((await late.client.api.GET('/api/v1/eu')).response.status).to.equal(401);
    expect(late.ends()).to.equal(1);
  });

  it('says why a login was refused', async () => {
    const {client} = clientOf(given.api);
    const error = await client.session.signIn({username: USER, password: 'errada'}).catch((e: unknown) => e);
    expect(error).to.be.instanceOf(SignInError);
    expect([(error as SignInError).code, (error as SignInError).message]).to.eql([
      'login_refused',
      'Usuário ou senha inválidos',
    ]);
  });

  for (const [name, accessToken] of [
    ['has ended', ENDED],
    ['is not taken any more', REFUSED],
  ] as const) {
    it(`renews a token that ${name} once, however many ask, and nobody notices`, async () => {
      const {refreshToken} = await givenTokens(given.api);
      const {client, paths} = clientOf(given.api, {tokens: {accessToken, refreshToken}});
      const answers = await Promise.all(Array.from({length: 10}, () => client.api.GET('/api/v1/artistas')));
      expect(answers.map(({response}) => response.status)).to.eql(Array(10).fill(200));
      expect(paths().filter(path => path === REFRESH)).to.have.length(1);
    });
  }

  it('keeps a session that could not be renewed now, and ends one that cannot be', async () => {
    const {refreshToken} = await givenTokens(given.api);
    const tokens = {accessToken: ENDED, refreshToken};
    let isAway = true;
    const through: Fetch = request =>
      isAway && request.url.endsWith(REFRESH)
        ? Promise.resolve(new Response('', {status: 500}))
        : fetch(request);
    const {client, ends} = clientOf(given.api, {tokens, through});
    expect(await client.api.GET('/api/v1/artistas').catch((e: Error) => e.message)).to.match(/500/);
    isAway = false;
    expect((await client.api.GET('/api/v1/artistas')).response.status).to.equal(200);
    expect(ends()).to.equal(0);
  });
});

describe('the client: writes', () => {
  const given = withApi();
  const signedIn = async (through?: Fetch) =>
    clientOf(given.api, {tokens: await givenTokens(given.api), through});

  it('makes something once, though the first answer is lost', async () => {
    let losses = 1;
    const {client, sent} = await signedIn(async request => {
      const response = await fetch(request);
      if (request.method === 'POST' && losses-- > 0) throw new TypeError('lost on its way');
      return response;
    });
    const {data, response} = await client.api.POST('/api/v1/album', {body: {nome: 'Uma vez'}});
    expect([data?.nome, response.headers.get('idempotency-replayed')]).to.eql(['Uma vez', 'true']);
    expect(new Set(sent.map(({headers}) => headers.get('idempotency-key'))).size).to.equal(1);
    expect(await given.api.sql(`select count(*)::int from album where nome = 'Uma vez'`)).to.eql([
      {count: 1},
    ]);
  });

  it('sends nothing twice that has no key', async () => {
    const {client, sent} = await signedIn(() => Promise.reject(new TypeError('away')));
    const [username, password] = ['x', 'y'];
    const error = await client.session.signIn({username, password}).catch((e: unknown) => e);
    expect(error).to.be.instanceOf(TypeError);
    expect(sent).to.have.length(1);
  });

  it('changes what it has read and nothing else', async () => {
    const {client: mine, sent} = await signedIn();
    const {client: theirs} = await signedIn();
    const {data} = await mine.api.POST('/api/v1/album', {body: {nome: 'Primeiro'}});
    const at = {params: {path: {id: data!.id}}};
    await mine.api.GET('/api/v1/album/{id}', at);
    await theirs.api.PUT('/api/v1/album/{id}', {...at, body: {nome: 'Deles'}});
    const change = () => mine.api.PUT('/api/v1/album/{id}', {...at, body: {nome: 'Meu'}});
    for (const status of [412, 412]) expect((await change()).response.status).to.equal(status);
    expect((await mine.api.GET('/api/v1/album/{id}', at)).data?.nome).to.equal('Deles');
    for (const status of [200, 200]) expect((await change()).response.status).to.equal(status);
    expect(sent.filter(({method, headers}) => method === 'PUT' && !headers.has('if-match'))).to.eql([]);
    const removed = await mine.api.DELETE('/api/v1/album/{id}', at);
    expect([removed.response.status, sent.at(-1)!.headers.has('if-match')]).to.eql([204, true]);
  });
});

describe('the client: events', () => {
  const given = withApi({env: {RUN_WORKER: 'on'}});
  const ending: AbortController[] = [];
  afterEach(() => ending.splice(0).forEach(controller => controller.abort()));

  /** A stream that breaks off after its first event. */
  const brokenOff = (response: Response): Response => {
    let rest = '';
    const untilFirst = new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        controller.enqueue(chunk);
        rest += new TextDecoder().decode(chunk);
        if (rest.includes('data: {')) controller.terminate();
      },
    });
    return new Response(response.body!.pipeThrough(untilFirst), response);
  };

  it('are heard once each and in order, over connections that break', async () => {
    let streams = 0;
    const {client, sent} = clientOf(given.api, {
      tokens: await givenTokens(given.api),
      through: async request => {
        const response = await fetch(request);
        return request.url.endsWith('/eventos') && streams++ < 2 ? brokenOff(response) : response;
      },
    });
    const heard: CloudEvent[] = [];
    const states: boolean[] = [];
    const controller = new AbortController();
    ending.push(controller);
    const over = client.listen({
      signal: controller.signal,
      onEvent: event => void heard.push(event),
      onConnection: isConnected => void states.push(isConnected),
    });
    await eventually('it listens', () => states[0]);
    const names = ['um', 'dois', 'três', 'quatro'];
    for (const [i, nome] of names.entries()) {
      await client.api.POST('/api/v1/album', {body: {nome}});
      await eventually(`${nome}, however often it has to ask`, () => heard.length > i, 15_000);
    }
    expect(heard.map(({data}) => (data as {nome: string}).nome)).to.eql(names);
    expect(states).to.eql([true, false, true, false, true]);
    const asked = sent
      .filter(({url}) => url.endsWith('/eventos'))
      .map(({headers}) => headers.get('last-event-id'));
    expect(asked).to.eql([null, heard[0]!.id, heard[1]!.id]);
    controller.abort();
    await over;
  });

  it('end with what a listener throws, and are heard of by nobody then', async () => {
    const {client, sent} = clientOf(given.api, {tokens: await givenTokens(given.api)});
    const over = client.listen({
      signal: new AbortController().signal,
      onEvent: () => {
        throw new Error('a mistake of the listener');
      },
      onConnection: () => void client.api.POST('/api/v1/album', {body: {nome: 'um'}}),
    });
    expect(await over.catch((error: Error) => error.message)).to.equal('a mistake of the listener');
    expect(sent.filter(({url}) => url.endsWith('/eventos'))).to.have.length(1);
  });

  it('are refused for good to who may not hear them', async () => {
    const {client, sent} = clientOf(given.api);
    const over = client.listen({signal: new AbortController().signal, onEvent: () => undefined});
    expect(await over.catch((error: Error) => error.message)).to.match(/401/);
    expect(sent).to.have.length(1);
  });
});
