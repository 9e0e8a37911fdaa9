import {expect} from '@loopback/testlab';
import type {VarreduraService} from '../../src/services/varredura.service';
import type {Envio} from '../../src/services/album-imagem.service';
import {givenAlbum} from '../support/given';
import {png} from '../support/images';
import {expectFields, expectGeneral} from '../support/problems';
import {STORES, withApiOver} from '../support/stores';
import {coversOf, fetched} from '../support/uploads';

const LIMIT_BYTES = 3_000_000;

for (const kind of STORES) {
  describe(`a file that a client sends to ${kind} itself`, () => {
    const given = withApiOver(kind, {UPLOAD_LIMIT_BYTES: String(LIMIT_BYTES)});
    let albumId = 0;
    let path = '';
    before(async () => {
      ({id: albumId} = await givenAlbum(given.api));
      path = `/api/v1/albuns/${albumId}/imagens`;
    });
    const begin = async (tipo = 'image/png'): Promise<Envio> => {
      const {status, json} = await given.api.request('POST', `${path}/envio`, {
        body: {nomeArquivo: 'Capa nº 1.png', tipo},
      });
      expect(status).to.equal(200);
      return json as Envio;
    };
    /** As a page would do it. @returns the status */
    const send = async ({url, fields}: Envio, content: Buffer, changes = {}): Promise<number> => {
      const form = new FormData();
      for (const [name, value] of Object.entries({...fields, ...changes})) form.append(name, value);
      form.append('file', new Blob([new Uint8Array(content)]), 'x');
      // The store may cut the connection over a file that is too large.
      return fetch(url, {method: 'POST', body: form}).then(
        ({status}) => status,
        () => 400,
      );
    };
    const confirm = ({chave}: Pick<Envio, 'chave'>) =>
      given.api.request('POST', `${path}/confirmar`, {body: {chave, nomeArquivo: 'Capa nº 1.png'}});
    const notThere = () => ({
      status: 404,
      code: 'envio_not_found',
      message: 'Não há arquivo recebido para o envio informado',
      path: `${path}/confirmar`,
    });

    it('is a cover once it is confirmed, and not before', async () => {
      const [envio, content] = [await begin(), png({width: 600, height: 400})];
      expect(envio.chave).to.match(/^[0-9a-f-]{36}-Capa-no-1\.png$/);
      expectGeneral(await confirm(envio), notThere());
      expect(await send(envio, content)).to.be.oneOf(200, 204);
      expect(await coversOf(given.api, albumId)).to.eql([]);
      const {status, json} = await confirm(envio);
      expect([status, Object.keys(json)]).to.eql([200, ['url']]);
      const [cover] = await coversOf(given.api, albumId);
      expect(new URL(cover!.url).pathname).to.endWith(`/${json.url}`);
      expect((await fetched(cover!.url)).bytes.equals(content)).to.be.true();
    });

    it('is one cover, however often it is confirmed, and cannot be changed afterwards', async () => {
      const [envio, content] = [await begin(), png()];
      const before = (await coversOf(given.api, albumId)).length;
      await send(envio, content);
      const answers = await Promise.all([confirm(envio), confirm(envio), confirm(envio)]);
      expect(answers.map(({status}) => status).sort()).to.eql([200, 404, 404]);
      await send(envio, Buffer.from('<html>'));
      const covers = await coversOf(given.api, albumId);
      expect(covers).to.have.length(before + 1);
      expect((await fetched(covers.at(-1)!.url)).bytes.equals(content)).to.be.true();
    });

    it('has to be an image that decodes', async () => {
      const before = await coversOf(given.api, albumId);
      const good = png({width: 30, height: 30});
      for (const content of [Buffer.from('<html>'), good.subarray(0, -9), Buffer.concat([good, good])]) {
        const envio = await begin();
        await send(envio, content);
        const {status, json} = await confirm(envio);
        expect([status, json.code]).to.eql([400, 'imagem_invalid']);
      }
      expect(await coversOf(given.api, albumId)).to.have.length(before.length);
    });

    it('may be no larger, of no other type and under no other key than the form says', async () => {
      const envio = await begin();
      const large = png({width: 1_200, height: 1_000, level: 0});
      expect(large.length).to.be.greaterThan(LIMIT_BYTES);
      expect(await send(envio, large)).to.be.oneOf(400, 403, 413);
      expect(await send(envio, png(), {'Content-Type': 'text/html'})).to.be.oneOf(400, 403);
      expect(await send(envio, png(), {key: envio.fields.key!.replace(/^......../, '00000000')})).to.be.oneOf(
        400,
        403,
      );
      expectGeneral(await confirm(envio), notThere());
    });

    it('is swept when nobody confirms it', async () => {
      const envio = await begin();
      await send(envio, png());
      expect((await given.keys()).filter(key => key.endsWith('_envio'))).to.containEql(
        `${envio.chave}_envio`,
      );
      const service = await given.api.app.get<VarreduraService>('services.VarreduraService');
      await service.sweep({before: new Date(Date.now() + 60_000)});
      expect((await given.keys()).filter(key => key.endsWith('_envio'))).to.eql([]);
      expectGeneral(await confirm(envio), notThere());
    });

    it('needs an album, a name and a type', async () => {
      const body = {nomeArquivo: 'capa.png', tipo: 'image/png'};
      const unknown = await given.api.request('POST', '/api/v1/albuns/999999/imagens/envio', {body});
      expect([unknown.status, unknown.json.code]).to.eql([404, 'upload_target_not_found']);
      expectFields(await given.api.request('POST', `${path}/envio`, {body: {...body, nomeArquivo: ' '}}), {
        nomeArquivo: 'O nome do arquivo deve ser informado.',
      });
      const svg = await given.api.request('POST', `${path}/envio`, {body: {...body, tipo: 'image/svg+xml'}});
      expect([svg.status, svg.json.code]).to.eql([400, 'field_type_invalid']);
      for (const chave of ['../../etc/passwd', 'a'.repeat(60), '6040f6e8-49fa-4ee5-b894-f09379062f0b-..']) {
        expectGeneral(await confirm({chave}), notThere());
      }
    });
  });
}
