import {expect} from '@loopback/testlab';
import type {ServerResponse} from 'node:http';
import {withApi} from '../../support/api';
import {basic} from '../../support/auth';
import {EventStream} from '../../support/event-stream';
import {png} from '../../support/images';
import {failingWith, withRegionaisApi} from '../../support/regionais-api';
import {replace, upload} from '../../support/uploads';

const LIST = [{id: 2, nome: 'SINOP'}];
const SYNC = '/api/v1/regionais/sincronizar';

describe('changes that listeners hear of', () => {
  const external = withRegionaisApi();
  const given = withApi({
    env: () => ({RUN_WORKER: 'on', REGIONAIS_URL: external.api.url, REGIONAIS_CRON: '0 0 1 1 *'}),
  });

  it('are all of albums, links, covers and regional offices, in their order, and no refused ones', async () => {
    const {api} = given;
    external.api.behave([{id: 1, nome: 'CUIABÁ'}]);
    const stream = await EventStream.open(`${api.url}/api/v1/eventos`, basic());
    try {
      const post = (path: string, body?: object) => api.request('POST', path, {body});
      const {id: artistaId} = (await post('/api/v1/artistas', {nome: 'Serj', tipo: 'CANTOR'})).json;
      const {id: albumId} = (await post('/api/v1/album', {nome: 'Harakiri'})).json;
      expect((await post('/api/v1/album', {nome: ''})).status).to.equal(400);
      await api.request('PUT', `/api/v1/album/${albumId}`, {body: {nome: 'Black Blooms'}});
      await post('/api/v1/artistas-albuns', {artistaId, albumId});
      // Linked already: nothing changes.
      await post('/api/v1/artistas-albuns', {artistaId, albumId});
      expect((await upload(api, albumId, {content: png()})).status).to.equal(200);
      expect((await upload(api, albumId, {content: 'no image'})).status).to.equal(400);
      const [{id: imagemId}] = (await api.request('GET', `/api/v1/albuns/${albumId}`)).json;
      expect((await replace(api, imagemId, {content: png({width: 9})})).status).to.equal(200);
      expect((await api.request('DELETE', `/api/v1/albuns/${imagemId}`)).status).to.equal(204);
      await api.request('DELETE', `/api/v1/artistas-albuns/${artistaId}/${albumId}`);
      await api.request('DELETE', `/api/v1/album/${albumId}`);
      const isOf = (type: string) => (data: string) => (JSON.parse(data) as {type: string}).type === type;
      await stream.until('the last of them', ({data}) => isOf('dev.artistas.album.excluido')(data));
      const events = stream.events.map(
        ({data}) => JSON.parse(data) as {type: string; data: Record<string, unknown>},
      );
      const told = events
        .filter(({type}) => !type.includes('regionais'))
        .map(({type, data}) => [type, data['id'] ?? data['albumId']]);
      expect(told).to.eql([
        ['dev.artistas.album.criado', albumId],
        ['dev.artistas.album.alterado', albumId],
        ['dev.artistas.vinculo.criado', albumId],
        ['dev.artistas.imagem.incluida', imagemId],
        ['dev.artistas.imagem.substituida', imagemId],
        ['dev.artistas.imagem.removida', imagemId],
        ['dev.artistas.vinculo.removido', albumId],
        ['dev.artistas.album.excluido', albumId],
      ]);
      expect((await post(SYNC)).status).to.equal(204);
      await stream.until('the synchronisation', ({data}) =>
        isOf('dev.artistas.regionais.sincronizadas')(data),
      );
      external.api.behave(failingWith(500));
      expect((await post(SYNC)).status).to.equal(502);
    } finally {
      stream.close();
    }
  });

  it('are told with figures of the process, and with the progress of a synchronisation', async () => {
    const {api} = given;
    const stream = await EventStream.open(`${api.url}/api/v1/eventos?metricas=true`, basic());
    // The run after the start may ask meanwhile.
    const asked: ServerResponse[] = [];
    const answer = (): void => {
      external.api.behave(LIST);
      for (const response of asked.splice(0)) response.end(JSON.stringify(LIST));
    };
    try {
      const of = (tipo: string, estado?: string) => (data: string) => {
        const figure = JSON.parse(data) as {tipo?: string; estado?: string};
        return figure.tipo === tipo && figure.estado === estado;
      };
      await stream.until('figures', ({data}) => of('processo')(data));
      external.api.behave((_, response) => void asked.push(response));
      const waiting = api.request('POST', SYNC);
      await stream.until('a run that asks', ({data}) => of('sincronizacao', 'BUSCANDO')(data));
      answer();
      expect((await waiting).status).to.equal(204);
      await stream.until('its end', ({data}) => of('sincronizacao', 'APLICADA')(data));
    } finally {
      answer();
      stream.close();
    }
  });
});
