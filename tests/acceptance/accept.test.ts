import {expect} from '@loopback/testlab';
import {withApi} from '../support/api';
import {givenAlbum, givenArtista} from '../support/given';

const ALBUM = '/api/v1/album';
const JSON_TYPES = 'application/json, application/*+json';

describe('Accept', () => {
  const running = withApi();

  const accepted = [
    '*/*',
    'application/json',
    'application/*',
    'APPLICATION/JSON',
    'application/json;charset=utf-8',
    'application/json; profile="a, b; c", text/plain',
    'application/json;q=0.9;charset=utf-8',
    'application/xml, application/json;q=0.1',
    'application/xml, */*;q=0.1',
    'text/html',
    'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
    'application/problem+json',
    '',
  ];
  for (const accept of accepted) {
    it(`${accept || '(empty)'} gets JSON`, async () => {
      for (const path of [ALBUM, '/api/v1/artistas']) {
        const {status, headers} = await running.api.request('GET', path, {headers: {accept}});
        expect(status).to.equal(200);
        expect(headers['content-type']).to.equal('application/json');
      }
    });
  }

  it('of a browser gets errors as JSON too', async () => {
    const headers = {accept: 'text/html'};
    const answer = await running.api.request('GET', `${ALBUM}/999`, {headers});
    expect(answer.status).to.equal(404);
    expect(answer.headers['content-type']).to.equal('application/json');
    expect(answer.json.message).to.equal('Álbum não encontrado para o ID informado');
  });

  const refused = [
    'application/xml',
    'image/*',
    'application/xml;charset=utf-8',
    'application/json;v=1;q=0',
    'text/plain',
    'application/json;q=0',
    'nonsense',
    'application/pdf, */*;q=0',
  ];
  for (const accept of refused) {
    it(`${accept} is refused without a body, and nothing is carried out`, async () => {
      const artista = await givenArtista(running.api);
      const album = await givenAlbum(running.api);
      const rows = () =>
        running.api.sql(`select 'album', id, nome from album
        union all select 'artista', id, nome from artista union all select 'link', artista_id, '' from artista_album order by 1, 2`);
      const before = await rows();
      const body = {nome: 'outro', tipo: 'BANDA', artistaId: artista.id, albumId: album.id};
      const operations = [
        {method: 'GET', path: ALBUM},
        {method: 'HEAD', path: `${ALBUM}/${album.id}`},
        {method: 'POST', path: ALBUM, body},
        {method: 'PUT', path: `${ALBUM}/${album.id}`, body},
        {method: 'DELETE', path: `${ALBUM}/${album.id}`},
        {method: 'POST', path: '/api/v1/artistas', body},
        {method: 'PUT', path: `/api/v1/artistas/${artista.id}`, body},
        {method: 'DELETE', path: `/api/v1/artistas/${artista.id}`},
        {method: 'POST', path: '/api/v1/artistas-albuns', body},
      ];
      for (const {method, path, body: sent} of operations) {
        const answer = await running.api.request(method, path, {headers: {accept}, body: sent});
        expect(answer.status).to.equal(406);
        expect(answer.text).to.equal('');
        expect(answer.headers.accept).to.equal(JSON_TYPES);
        expect(answer.headers).to.not.have.property('content-type');
      }
      expect(await rows()).to.eql(before);
    });
  }
});
