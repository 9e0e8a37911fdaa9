import {expect} from '@loopback/testlab';
import pLimit from 'p-limit';
import type {VarreduraService} from '../../src/services/varredura.service';
import {givenUsuario} from '../support/usuario';
import {basic} from '../support/auth';
import {givenAlbum, givenImagem} from '../support/given';
import {png} from '../support/images';
import {STORES, withApiOver} from '../support/stores';
import {coversOf, replace, upload} from '../support/uploads';

const PATH = '/api/v1/imagens/varredura';
const UUID = '6040f6e8-49fa-4ee5-b894-f09379062f0b';
/** Everything counts as older than an hour. */
const allOf = () => ({before: new Date(Date.now() + 60_000)});

for (const kind of STORES) {
  describe(`the sweep over ${kind}`, () => {
    const given = withApiOver(kind);
    const service = (): Promise<VarreduraService> => given.api.app.get('services.VarreduraService');
    const write = (key: string): Promise<number> =>
      given.store.put(key, [png()] as never, {contentType: 'image/png'});

    it('removes the objects of covers that were replaced or removed, and of albums', async () => {
      const [kept, gone] = [await givenAlbum(given.api), await givenAlbum(given.api)];
      await upload(given.api, kept.id, {content: png()}, {content: png()}, {content: png()});
      await upload(given.api, gone.id, {content: png()});
      const [first, second] = await coversOf(given.api, kept.id);
      await write(`${new URL(first!.url).pathname.split('/').at(-1)}_128.webp`);
      await replace(given.api, first!.id, {content: png()});
      await given.api.request('DELETE', `/api/v1/albuns/${second!.id}`);
      await given.api.request('DELETE', `/api/v1/album/${gone.id}`);
      expect(await given.keys()).to.have.length(6);
      expect(await (await service()).removeObjects()).to.equal(3);
      const rows = await given.api.sql<{url: string}>(
        'select url from album_imagens order by url collate "C"',
      );
      expect(await given.keys()).to.eql(rows.map(({url}) => url));
      expect(await given.api.sql('select from objeto_removido')).to.eql([]);
    });

    it('removes what no cover has, once it is old enough, and nothing that is not ours', async () => {
      const {id} = await givenAlbum(given.api);
      await upload(given.api, id, {content: png()});
      const before = await given.keys();
      const astray = [`${UUID}-a.png`, `${UUID}-a.png_512.webp`, `${UUID}-b.png_envio`];
      for (const key of [...astray, 'leia-me.txt']) await write(key);
      const sweep = await service();

      expect(await sweep.sweep()).to.containEql({objetosSemCapa: 0, capasSemObjeto: 0});
      expect(await given.keys()).to.containDeep(astray);
      expect(await sweep.sweep({dryRun: true, ...allOf()})).to.containEql({
        objetosSemCapa: 3,
        exemplos: astray,
      });
      expect(await given.keys()).to.containDeep(astray);
      expect(await sweep.sweep(allOf())).to.containEql({objetosSemCapa: 3});
      expect(await given.keys()).to.eql([...before, 'leia-me.txt'].sort());
      await given.store.remove(['leia-me.txt']);
    });

    it('removes covers whose object is lost, but not many at once unasked', async () => {
      const {id} = await givenAlbum(given.api);
      await upload(given.api, id, {content: png()});
      const lost = await givenImagem(given.api, {id}, `${UUID}-perdida.png`);
      const sweep = await service();
      expect(await sweep.sweep({dryRun: true})).to.containEql({
        capasSemObjeto: 1,
        exemplos: [`${UUID}-perdida.png`],
      });
      expect((await coversOf(given.api, id)).map(cover => cover.id)).to.containEql(lost);
      expect(await sweep.sweep()).to.containEql({capasSemObjeto: 1});
      expect((await coversOf(given.api, id)).map(cover => cover.id)).to.not.containEql(lost);

      for (let i = 0; i < 11; i++) await givenImagem(given.api, {id}, `${UUID}-perdida-${i}.png`);
      const refused = await sweep.sweep();
      expect(refused.recusa).to.match(/^mais de 10 das \d+ capas seriam removidas$/);
      expect(await coversOf(given.api, id)).to.have.length(12);
      await sweep.sweep({forcar: true});
      expect(await coversOf(given.api, id)).to.have.length(1);
    });

    it('finds its way through more objects than a page holds, and does not remove so many unasked', async () => {
      const {id} = await givenAlbum(given.api);
      await upload(given.api, id, {content: png()});
      const before = await given.keys();
      const astray = Array.from({length: 1_050}, (_, i) => `${UUID}-${i}.png`);
      const atOnce = pLimit(16);
      await Promise.all(astray.map(key => atOnce(() => write(key))));
      const refused = await (await service()).sweep(allOf());
      expect(refused.recusa).to.match(/^1050 dos \d+ objetos seriam removidos, e o máximo é \d+$/);
      expect(await given.keys()).to.have.length(before.length + 1_050);
      expect(await (await service()).sweep({forcar: true, ...allOf()})).to.containEql({
        objetosSemCapa: 1_050,
      });
      expect(await given.keys()).to.eql(before);
    });
  });
}

describe(`POST ${PATH}`, () => {
  const given = withApiOver('local');

  it('tells an administrator what would be done', async () => {
    const {id} = await givenAlbum(given.api);
    await givenImagem(given.api, {id}, `${UUID}-perdida.png`);
    const {status, json} = await given.api.request('POST', `${PATH}?dryRun=true`);
    const want = {
      objetos: 0,
      capas: 1,
      objetosSemCapa: 0,
      capasSemObjeto: 1,
      exemplos: [`${UUID}-perdida.png`],
    };
    expect([status, json]).to.eql([200, want]);
    expect(await coversOf(given.api, id)).to.have.length(1);
    expect((await given.api.request('POST', PATH)).json).to.eql(want);
    expect(await coversOf(given.api, id)).to.eql([]);
  });

  it('is for administrators', async () => {
    await givenUsuario(given.api, 'editora', 'senha-da-editora');
    const headers = basic('editora', 'senha-da-editora');
    const {status, json} = await given.api.request('POST', PATH, {auth: 'none', headers});
    expect([status, json.code]).to.eql([403, 'admin_required']);
  });
});
