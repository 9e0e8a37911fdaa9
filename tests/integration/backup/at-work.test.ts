import {expect} from '@loopback/testlab';
import {coversOf, objectsOf} from '../../../src/backup/object-list';
import type {Vault} from '../../../src/backup/types';
import {BACKUP_EXIT} from '../../../src/config/exit-codes';
import {thumbnailKey} from '../../../src/models/object-key';
import {withApiOver} from '../../support/stores';
import {REVOKED_LIMIT_MS} from '../../support/auth';
import {ArchiveFixture, givenCover, givenWork, objectsIn, rowsIn} from '../../support/archives';
import {givenDatabase} from '../../support/database';
import {eventually} from '../../support/eventually';
import {Turnstile} from '../../support/turnstile';
import {sql} from '../../support/sql';
import type {VarreduraService} from '../../../src/services/varredura.service';

/** A vault that lets nothing in until it is told to. */
function gated(vault: Vault, gate: Turnstile, begins: (key: string) => boolean): Vault {
  const put: Vault['put'] = async (key, content) => {
    if (begins(key)) await gate.pass();
    return vault.put(key, content);
  };
  return Object.assign(Object.create(vault) as Vault, {put});
}

describe('a backup of a service at work', () => {
  const service = withApiOver('local');
  let archives: ArchiveFixture;
  beforeEach(async () => (archives = await ArchiveFixture.make()));
  afterEach(() => archives.remove());

  it('has every change that was acknowledged before it, and no half of one', async () => {
    const {api} = service;
    let isOver = false;
    const acknowledged: string[] = [];
    const write = async (writer: number): Promise<void> => {
      for (let i = 0; !isOver; i++) {
        const nome = `Álbum ${writer}.${i}`;
        const {status, json: body} = await api.request('POST', '/api/v1/album', {body: {nome}});
        if (status === 200) acknowledged.push(nome);
        if (i % 3 === 0) await api.request('DELETE', `/api/v1/album/${(body as {id: number}).id}`);
      }
    };
    const writers = Array.from({length: 4}, (_, writer) => write(writer));
    while (acknowledged.length < 40) await new Promise(resolve => setImmediate(resolve));
    const before = (await sql<{nome: string}>(api.databaseUrl, 'select nome from album')).map(
      ({nome}) => nome,
    );
    const {archive} = await archives.backUp(api.databaseUrl, {store: service.store});
    isOver = true;
    await Promise.all(writers);
    const deleted = new Set(
      (
        await sql<{nome: string}>(
          api.databaseUrl,
          `select nome from unnest($1::text[]) nome where not exists (select from album where album.nome = nome.nome)`,
          [before],
        )
      ).map(({nome}) => nome),
    );
    const target = await givenDatabase({template: 'empty'});
    try {
      await archives.restore(target.url, archive, {store: archives.emptyStore(), replace: false});
      const names = new Set(
        (await sql<{nome: string}>(target.url, 'select nome from album')).map(({nome}) => nome),
      );
      expect(before.filter(nome => !names.has(nome) && !deleted.has(nome))).to.eql([]);
      // The event of a change is written with it, and the counts are those of the same moment.
      const [halves] = await sql(
        target.url,
        `select (select count(*)::int from album a where not exists (
                   select from evento where tipo = 'album.criado' and (dados->>'id')::bigint = a.id)) as silent,
                (select sum(total)::int from contagem where tabela = 'album')
                  - (select count(*)::int from album) as miscounted`,
      );
      expect(halves).to.eql({silent: 0, miscounted: 0});
    } finally {
      await target.drop();
    }
  });

  it('has the object of a cover that is removed meanwhile; it goes once the backup is over', async () => {
    const {api, store} = service;
    const key = await givenCover(api.databaseUrl, store);
    const sweeper = await api.app.get<VarreduraService>('services.VarreduraService');
    const gate = new Turnstile();
    const vault = gated(archives.vault, gate, name => name.startsWith('objects/'));
    const backup = archives.backUp(api.databaseUrl, {store, vault});
    await gate.waiting();
    await sql(api.databaseUrl, 'delete from album_imagens where url = $1', [key]);
    expect(await sweeper.removeObjects()).to.equal(0);
    await sweeper.sweep({before: new Date(Date.now() + 1000)});
    expect(await store.sizeOf(key)).to.be.a.Number();
    gate.open();
    const {archive} = await backup;
    expect(archive.objects.missing).to.equal(0);
    const names: string[] = [];
    for await (const {files} of objectsOf(archives.vault, archive))
      names.push(...files.map(({name}) => name));
    expect(names).to.containEql(key).and.containEql(thumbnailKey(key, 128));
    expect(await sweeper.removeObjects()).to.equal(1);
    expect(await store.sizeOf(key)).to.be.undefined();
  });

  it('is one at a time', async () => {
    const {api, store} = service;
    await givenCover(api.databaseUrl, store);
    const gate = new Turnstile();
    const backup = archives.backUp(api.databaseUrl, {
      store,
      vault: gated(archives.vault, gate, name => name.includes('tables/')),
    });
    await gate.waiting();
    await expect(archives.backUp(api.databaseUrl, {store})).to.be.rejectedWith({exitCode: BACKUP_EXIT.busy});
    gate.open();
    await backup;
  });

  it('goes without an object that the store has lost, and says so', async () => {
    const {api, store} = service;
    const key = await givenCover(api.databaseUrl, store);
    await store.remove([key]);
    const lines: string[] = [];
    const {archive} = await archives.backUp(api.databaseUrl, {
      store,
      work: givenWork({log: line => void lines.push(line)}),
    });
    expect(archive.objects.missing).to.equal(1);
    expect(lines.join('\n')).to.containEql(key);
    await archives.restore(api.databaseUrl, archive, {store});
    await sql(api.databaseUrl, 'delete from album_imagens where url = $1', [key]);
  });

  it('that is ended leaves no archive, and the database as it was', async () => {
    const {api, store} = service;
    await givenCover(api.databaseUrl, store);
    const [gate, ending] = [new Turnstile(), new AbortController()];
    const vault = gated(archives.vault, gate, name => name.startsWith('objects/'));
    const backup = archives.backUp(api.databaseUrl, {store, vault, work: givenWork({signal: ending.signal})});
    await gate.waiting();
    ending.abort(new Error('ended'));
    gate.open();
    await expect(backup).to.be.rejected();
    await expect(archives.backUp(api.databaseUrl, {store})).to.be.fulfilled();
  });

  it('restores under the running service: it answers from the new rows, and all sign in again', async () => {
    const {api, store} = service;
    const {json: body} = await api.request('POST', '/api/v1/album', {body: {nome: 'Antes'}});
    const {id} = body as {id: number};
    const {archive} = await archives.backUp(api.databaseUrl, {store});
    expect((await api.request('GET', `/api/v1/album/${id}`, {auth: 'bearer'})).status).to.equal(200);
    await api.request('PUT', `/api/v1/album/${id}`, {body: {nome: 'Depois'}});
    await archives.restore(api.databaseUrl, archive, {store});
    expect((await api.request('GET', `/api/v1/album/${id}`)).json).to.containEql({nome: 'Antes'});
    const isRefused = async (): Promise<boolean> =>
      (await api.request('GET', `/api/v1/album/${id}`, {auth: 'bearer'})).status === 401;
    await eventually('the session from before is over', isRefused, REVOKED_LIMIT_MS);
  });

  it('reads the covers of the archive in the order of their keys', async () => {
    const {api, store} = service;
    const keys = [];
    for (let i = 0; i < 5; i++) keys.push(await givenCover(api.databaseUrl, store));
    const {archive} = await archives.backUp(api.databaseUrl, {store});
    const read: string[] = [];
    for await (const cover of coversOf(archives.vault, archive)) read.push(cover.key);
    expect(read)
      .to.eql([...read].sort())
      .and.containDeep(keys.sort());
    expect(Object.keys(await objectsIn(store))).to.containDeep(read);
    expect(Object.keys(await rowsIn(api.databaseUrl))).to.containEql('album');
  });
});
