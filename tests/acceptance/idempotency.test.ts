import {expect} from '@loopback/testlab';
import {randomUUID} from 'node:crypto';
import {Api, withApi} from '../support/api';
import {basic} from '../support/auth';
import {eventually} from '../support/eventually';
import {givenAlbum, givenArtista} from '../support/given';
import {Answer} from '../support/http';
import {png} from '../support/images';
import {expectGeneral} from '../support/problems';
import {withClient} from '../support/sql';
import {withApiOver} from '../support/stores';
import {form} from '../support/uploads';
import {givenUsuario} from '../support/usuario';

const ALBUM = '/api/v1/album';
const IN_USE = {
  status: 409,
  code: 'idempotency_key_in_use',
  message: 'Uma requisição com esta Idempotency-Key ainda está em andamento',
};
const REUSED = {
  status: 422,
  code: 'idempotency_key_reused',
  message: 'Esta Idempotency-Key já foi usada em outra requisição',
};
const INVALID = {
  status: 400,
  code: 'idempotency_key_invalid',
  message: 'Idempotency-Key deve ter de 1 a 255 caracteres ASCII visíveis',
};

const post = (api: Api, path: string, key: string, body: unknown = {nome: 'Um'}): Promise<Answer> =>
  api.request('POST', path, {body, headers: {'idempotency-key': key}});
const named = async (api: Api, nome: string): Promise<number> =>
  (await api.sql(`select from album where nome = $1`, [nome])).length;

/** Status, body and the fields that an answer has for good; all that a repetition has to repeat. */
const kept = ({status, text, headers}: Answer) => ({
  status,
  text,
  location: headers.location,
  etag: headers.etag,
  type: headers['content-type'],
  cache: headers['cache-control'],
});

describe('a request with an Idempotency-Key', () => {
  const running = withApi();
  let regionalId = 900;
  const kinds = [
    {
      name: 'artist',
      path: '/api/v1/artistas',
      body: () => ({nome: 'Um 🎸', tipo: 'BANDA'}),
      table: 'artista',
    },
    {name: 'album', path: ALBUM, body: () => ({nome: 'Um 🎸'}), table: 'album'},
    {
      name: 'regional office',
      path: '/api/v1/regionais',
      body: () => ({regionalId: regionalId++, nome: 'UMA'}),
      table: 'regionais',
    },
    {
      name: 'link',
      path: '/api/v1/artistas-albuns',
      body: async () => ({
        artistaId: (await givenArtista(running.api)).id,
        albumId: (await givenAlbum(running.api)).id,
      }),
      table: 'evento',
    },
  ];
  const count = async (table: string) => (await running.api.sql(`select from ${table}`)).length;

  for (const {name, path, body: newBody, table} of kinds) {
    it(`makes one ${name}, and answers a repetition byte for byte as before`, async () => {
      const [key, body] = [randomUUID(), await newBody()];
      const first = await post(running.api, path, key, body);
      expect(first.status).to.be.within(200, 201);
      expect(first.headers).to.not.have.property('idempotency-replayed');
      const rows = await count(table);
      for (let i = 0; i < 2; i++) {
        const again = await post(running.api, path, key, body);
        expect(kept(again)).to.eql(kept(first));
        expect(again.headers['idempotency-replayed']).to.equal('true');
      }
      expect(await count(table)).to.equal(rows);
    });
  }

  it('is the same one however its JSON is written, and unlike one with another body or path', async () => {
    const key = randomUUID();
    const first = await post(running.api, ALBUM, key, '{"nome":"Igual"}');
    const again = await post(running.api, ALBUM, key, '{ "extra": 1, "nome" : "\\u0049gual" }');
    expect(kept(again)).to.eql(kept(first));
    expectGeneral(await post(running.api, ALBUM, key, {nome: 'Outro'}), {...REUSED, path: ALBUM});
    const artistas = '/api/v1/artistas';
    const other = await post(running.api, artistas, key, {nome: 'Igual', tipo: 'BANDA'});
    expectGeneral(other, {...REUSED, path: artistas});
    expect(await named(running.api, 'Outro')).to.equal(0);
  });

  it('is a matter of its caller alone', async () => {
    await givenUsuario(running.api, 'outra', 'senha-da-outra');
    const key = randomUUID();
    const headers = {...basic('outra', 'senha-da-outra'), 'idempotency-key': key};
    const mine = await post(running.api, ALBUM, key, {nome: 'Meu'});
    const hers = await running.api.request('POST', ALBUM, {auth: 'none', headers, body: {nome: 'Dela'}});
    expect([mine.json.nome, hers.json.nome]).to.eql(['Meu', 'Dela']);
  });

  it('makes one row of twenty that come at once; the others have its answer or are told to wait', async () => {
    const [key, nome] = [randomUUID(), randomUUID()];
    const answers = await Promise.all(Array.from({length: 20}, () => post(running.api, ALBUM, key, {nome})));
    expect(await named(running.api, nome)).to.equal(1);
    const good = answers.filter(({status}) => status === 200);
    expect(new Set(good.map(({text}) => text)).size).to.equal(1);
    for (const answer of answers.filter(({status}) => status !== 200)) {
      expectGeneral(answer, {...IN_USE, path: ALBUM});
      expect(answer.headers['retry-after']).to.equal('1');
    }
  });

  it('is told to wait while another one is at work, and not for longer', async () => {
    const [key, nome] = [randomUUID(), randomUUID()];
    const [{id}] = (await running.api.sql<{id: string}>(
      `select id from usuario where nome_usuario = 'seletivo'`,
    )) as [{id: string}];
    await withClient(running.api.databaseUrl, async client => {
      await client.query('begin');
      const lock = `select pg_advisory_xact_lock(hashtextextended('artistas.idempotencia ${id} ${key}', 0))`;
      await client.query(lock);
      expectGeneral(await post(running.api, ALBUM, key, {nome}), {...IN_USE, path: ALBUM});
      expect(await named(running.api, nome)).to.equal(0);
    });
    // Its connection is gone, as that of a process that was killed.
    await eventually(
      'the key is free',
      async () => (await post(running.api, ALBUM, key, {nome})).status === 200,
    );
    expect(await named(running.api, nome)).to.equal(1);
  });

  it('that was refused is tried anew under its key', async () => {
    const key = randomUUID();
    expect((await post(running.api, ALBUM, key, {})).status).to.equal(400);
    const artistaId = 999_999;
    const albumId = (await givenAlbum(running.api)).id;
    const link = await post(running.api, '/api/v1/artistas-albuns', key, {artistaId, albumId});
    expect(link.status).to.equal(404);
    expect((await post(running.api, ALBUM, key, {nome: 'Agora'})).status).to.equal(200);
  });

  it('leaves nothing when its answer cannot be kept', async () => {
    const [key, nome] = [randomUUID(), randomUUID()];
    await running.api.sql(
      'alter table idempotencia add constraint sem_resposta check (status <> 200) not valid',
    );
    expect((await post(running.api, ALBUM, key, {nome})).status).to.equal(500);
    expect(await named(running.api, nome)).to.equal(0);
    expect((await running.api.sql(`select from evento where dados->>'nome' = $1`, [nome])).length).to.equal(
      0,
    );
    await running.api.sql('alter table idempotencia drop constraint sem_resposta');
    expect((await post(running.api, ALBUM, key, {nome})).status).to.equal(200);
  });

  for (const key of ['', ' ', 'a b', 'x'.repeat(256), 'chavé', 'a\tb']) {
    it(`is refused for a key of "${key.slice(0, 20)}"`, async () => {
      const latin1 = Buffer.from(key, 'utf8').toString('latin1');
      expectGeneral(await post(running.api, ALBUM, latin1), {...INVALID, path: ALBUM});
    });
  }

  it('may have a key of 255 letters, quoted or not', async () => {
    for (const key of ['k'.repeat(255), `"${randomUUID()}"`]) {
      const first = await post(running.api, ALBUM, key);
      expect(first.status).to.equal(200);
      expect((await post(running.api, ALBUM, key)).text).to.equal(first.text);
    }
  });

  it('is done anew after a day, when its answer is forgotten, swept or not', async () => {
    const [stale, swept, fresh] = [randomUUID(), randomUUID(), randomUUID()];
    const first = new Map<string, Answer>();
    for (const key of [stale, swept, fresh]) first.set(key, await post(running.api, ALBUM, key));
    await running.api.sql(
      `update idempotencia set criada_em = now() - interval '24 hours 1 second' where chave = any($1)`,
      [[stale, swept]],
    );
    expect((await post(running.api, ALBUM, stale)).text).to.not.equal(first.get(stale)!.text);
    const job = await running.api.app.get<{run(payload: object, run: object): Promise<unknown>}>(
      'jobs.varrer-idempotencia',
    );
    expect(await job.run({}, {})).to.equal(1);
    const left = await running.api.sql(`select from idempotencia where chave = any($1)`, [
      [stale, swept, fresh],
    ]);
    expect(left.length).to.equal(2);
    expect((await post(running.api, ALBUM, fresh)).text).to.equal(first.get(fresh)!.text);
  });
});

describe('an Idempotency-Key of covers', () => {
  const running = withApiOver('local');

  it('confirms a file once, and answers a repetition as before', async () => {
    const {id} = await givenAlbum(running.api);
    const envio = await running.api.request('POST', `/api/v1/albuns/${id}/imagens/envio`, {
      body: {nomeArquivo: 'capa.png', tipo: 'image/png'},
    });
    const {chave, url, fields} = envio.json as {chave: string; url: string; fields: Record<string, string>};
    const parts = Object.entries(fields).map(([part, content]) => ({
      part,
      content,
      fileName: null,
      type: null,
    }));
    const {body, headers} = form([...parts, {part: 'file', content: png()}]);
    expect((await fetch(url, {method: 'POST', headers, body: new Uint8Array(body)})).status).to.equal(204);
    const [key, path] = [randomUUID(), `/api/v1/albuns/${id}/imagens/confirmar`];
    const first = await post(running.api, path, key, {chave});
    expect(first.status).to.equal(200);
    expect(kept(await post(running.api, path, key, {chave}))).to.eql(kept(first));
    expect((await running.api.sql('select from album_imagens where album_id = $1', [id])).length).to.equal(1);
    // Without it the file has been taken.
    expect((await running.api.request('POST', path, {body: {chave}})).status).to.equal(404);
  });

  it('is refused for a form with files, whose body nobody keeps, and nothing is stored', async () => {
    const {id} = await givenAlbum(running.api);
    const {body, headers} = form([{content: png()}]);
    const path = `/api/v1/albuns/${id}/imagens`;
    const before = await running.keys();
    const answer = await running.api.request('POST', path, {
      body,
      headers: {...headers, 'idempotency-key': randomUUID()},
    });
    const message = 'Idempotency-Key não é aceito em formulários com arquivos';
    expectGeneral(answer, {status: 400, code: 'idempotency_key_unsupported', message, path});
    expect(await running.keys()).to.eql(before);
  });
});
