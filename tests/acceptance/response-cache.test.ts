import {expect} from '@loopback/testlab';
import {Api, withApi} from '../support/api';
import {withDatabase} from '../support/database';
import {Album, givenAlbum, givenArtista} from '../support/given';
import {resultsOf} from '../support/results';

const PATH = '/api/v1/album';
const READ = 'artistas_response_cache_requests_total';

/** How many reads there were of each kind so far. */
const asked = (api: Api): Promise<Record<string, number>> => resultsOf(api, READ);

describe('answers that are kept', () => {
  const given = withApi({template: 'sample'});

  it('are the same, byte for byte, and come with the same validator', async () => {
    const path = `${PATH}?size=5&include=artistas`;
    const first = await given.api.request('GET', path);
    const before = await asked(given.api);
    const second = await given.api.request('GET', path);
    const {hit} = await asked(given.api);
    expect(hit).to.equal((before['hit'] ?? 0) + 1);
    expect(second.text).to.equal(first.text);
    for (const name of ['etag', 'link', 'content-type', 'cache-control'])
      expect(second.headers[name]).to.equal(first.headers[name]);
    const revalidated = await given.api.request('GET', path, {
      headers: {'if-none-match': first.headers.etag!},
    });
    expect([revalidated.status, revalidated.text]).to.eql([304, '']);
  });

  const changes = [
    {what: 'of an album', path: `${PATH}/1`, change: "update album set nome = 'Outro' where id = 1"},
    {
      what: 'of an artist',
      path: `${PATH}/1?include=artistas`,
      change: "update artista set nome = nome || '!'",
    },
    {what: 'of a link', path: `${PATH}/tipo-artista`, change: 'delete from artista_album'},
    {
      what: 'of a cover',
      path: `${PATH}?include=imagens`,
      change: "insert into album_imagens (album_id, url) values (2, 'capa.png')",
    },
    {
      what: 'of a regional office',
      path: '/api/v1/regionais',
      change: "insert into regionais (regional_id, nome, ativo) values (77, 'REGIONAL', true)",
    },
    {what: 'of everything', path: PATH, change: 'truncate album cascade'},
  ];
  for (const {what, path, change} of changes) {
    it(`give way to a change ${what} that somebody made at the database`, async () => {
      const before = await given.api.request('GET', path);
      await given.api.request('GET', path);
      await given.api.sql(change);
      const after = await given.api.request('GET', path);
      expect(after.text).to.not.equal(before.text);
    });
  }

  it('are for those who may read them', async () => {
    await given.api.request('GET', '/api/v1/artistas');
    expect((await given.api.request('GET', '/api/v1/artistas', {auth: 'none'})).status).to.equal(401);
    expect(
      (await given.api.request('GET', '/api/v1/artistas', {headers: {accept: 'text/csv'}})).status,
    ).to.equal(406);
  });

  it('are not made of errors', async () => {
    expect((await given.api.request('GET', `${PATH}/4711`)).status).to.equal(404);
    await given.api.sql("insert into album (id, nome) values (4711, 'Tarde')");
    expect((await given.api.request('GET', `${PATH}/4711`)).json).to.eql({id: 4711, nome: 'Tarde'});
  });
});

describe('answers that are kept, under a limit of requests', () => {
  const given = withApi({env: {RATE_LIMIT: '2'}});

  it('count like any other', async () => {
    const statuses: number[] = [];
    for (let i = 0; i < 3; i++) statuses.push((await given.api.request('GET', PATH)).status);
    expect(statuses).to.eql([200, 200, 429]);
  });
});

describe('RESPONSE_CACHE=off', () => {
  const given = withApi({env: {RESPONSE_CACHE: 'off'}});

  it('keeps nothing', async () => {
    await given.api.request('GET', PATH);
    await given.api.request('GET', PATH);
    expect(await asked(given.api)).to.eql({hit: 0, miss: 0, outdated: 0});
  });
});

describe('three replicas that keep answers', function () {
  this.timeout(60_000);
  const REPLICAS = 3;
  const WRITERS = 4;
  const READERS = 8;
  const WRITES = 40;
  const replicas: Api[] = [];
  // Before the database goes.
  after(() => Promise.all(replicas.map(api => api.stop())));
  const database = withDatabase();
  before(async () => {
    while (replicas.length < REPLICAS) replicas.push(await Api.start(database.url));
  });
  const anyReplica = (): Api => replicas[Math.floor(Math.random() * REPLICAS)]!;

  it('never show what is older than a change that was answered, whoever made it and wherever it is read', async () => {
    const artista = await givenArtista(replicas[0]!, {nome: '0', tipo: 'BANDA'});
    const albuns: Album[] = [];
    for (let i = 0; i < WRITERS; i++)
      albuns.push(await givenAlbum(replicas[0]!, {nome: '0', artistas: [artista]}));
    /** Of each album, the last number that its writer was told is written. */
    const written = albuns.map(() => 0);
    const stale: string[] = [];
    const look = async (i: number): Promise<void> => {
      const atLeast = written[i]!;
      const isList = Math.random() < 0.5;
      const path = isList ? `${PATH}/tipo-artista?tipo=BANDA` : `${PATH}/${albuns[i]!.id}`;
      const {json} = await anyReplica().request('GET', path);
      const row = isList
        ? (json as {content: {id: number; nome: string}[]}).content.find(({id}) => id === albuns[i]!.id)
        : (json as {nome: string});
      if (!(Number(row?.nome) >= atLeast)) stale.push(`${row?.nome} after ${atLeast}`);
    };
    let writing = WRITERS;
    const write = async (i: number): Promise<void> => {
      try {
        for (let n = 1; n <= WRITES; n++) {
          const body = {nome: String(n)};
          const {status} = await anyReplica().request('PUT', `${PATH}/${albuns[i]!.id}`, {body});
          expect(status).to.equal(200);
          written[i] = n;
          await look(i);
        }
      } finally {
        writing--;
      }
    };
    const read = async (): Promise<void> => {
      while (writing > 0) await look(Math.floor(Math.random() * WRITERS));
    };
    await Promise.all([...albuns.map((_, i) => write(i)), ...Array.from({length: READERS}, read)]);
    expect(stale).to.eql([]);
    const kinds = await Promise.all(replicas.map(asked));
    // All three have kept answers, and given them up.
    for (const {hit = 0, outdated = 0} of kinds) expect(hit > 0 && outdated > 0).to.be.true();
  });
});
