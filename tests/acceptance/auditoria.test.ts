import {expect} from '@loopback/testlab';
import type {AuditoriaService} from '../../src/services/auditoria.service';
import {withApi} from '../support/api';
import {bearer, givenTokens, login, send} from '../support/auth';
import {givenAlbum, givenArtista, givenImagem} from '../support/given';
import {claimsOf} from '../support/tokens';
import {givenUsuario} from '../support/usuario';

const PATH = '/api/v1/auditoria';
const SENHA = 'cavalo bateria grampo';

interface Entry {
  readonly id: number;
  readonly acao: string;
  readonly usuario?: string;
  readonly alvo?: string;
  readonly detalhe?: object;
  readonly endereco: string;
  readonly requisicao: string;
}

describe('the audit', () => {
  const running = withApi({env: {TRUSTED_PROXIES: '127.0.0.1', AUDIT_RETENTION_DAYS: '30'}});
  const latest = async (): Promise<Entry> =>
    (await running.api.request('GET', `${PATH}?size=1`)).json.content[0] as Entry;
  const from = (requestId: string): Record<string, string> => ({
    'x-request-id': requestId,
    'x-forwarded-for': '2001:db8::7',
  });

  const removals: {name: string; acao: string; given: () => Promise<{path: string; alvo: string}>}[] = [
    {
      name: 'an artist',
      acao: 'artista_excluido',
      given: async () => {
        const {id} = await givenArtista(running.api);
        return {path: `/api/v1/artistas/${id}`, alvo: `artista/${id}`};
      },
    },
    {
      name: 'an album',
      acao: 'album_excluido',
      given: async () => {
        const {id} = await givenAlbum(running.api);
        return {path: `/api/v1/album/${id}`, alvo: `album/${id}`};
      },
    },
    {
      name: 'a cover',
      acao: 'imagem_excluida',
      given: async () => {
        const album = await givenAlbum(running.api);
        const id = await givenImagem(running.api, album, 'capa.png');
        return {path: `/api/v1/albuns/${id}`, alvo: `imagem/${id}`};
      },
    },
    {
      name: 'a regional office',
      acao: 'regional_desativada',
      given: async () => {
        await running.api.request('POST', '/api/v1/regionais', {body: {regionalId: 500, nome: 'SINOP'}});
        return {path: '/api/v1/regionais/500', alvo: 'regional/500'};
      },
    },
  ];
  for (const {name, acao, given} of removals) {
    it(`tells who removed ${name}, from where, and by which request`, async () => {
      const {path, alvo} = await given();
      const headers = from(`remove-${acao}`);
      expect((await running.api.request('DELETE', path, {headers})).status).to.equal(204);
      expect(await latest()).to.containEql({
        acao,
        alvo,
        usuario: 'seletivo',
        endereco: '2001:db8::7',
        requisicao: `remove-${acao}`,
      });
    });

    it(`says nothing of ${name} that was not removed`, async () => {
      const {id} = await latest();
      const {path} = await given();
      expect((await running.api.request('DELETE', path.replace(/\d+$/, '999999'))).status).to.equal(404);
      // Where it cannot be written down, it is not done.
      await running.api.sql('alter table auditoria rename to auditoria_sumida');
      try {
        expect((await running.api.request('DELETE', path)).status).to.equal(500);
      } finally {
        await running.api.sql('alter table auditoria_sumida rename to auditoria');
      }
      expect((await latest()).id).to.equal(id);
      expect((await running.api.request('DELETE', path)).status).to.equal(204);
    });
  }

  it('tells of logins, and of those that were refused, without what was typed', async () => {
    const {api} = running;
    const {accessToken} = await givenTokens(api);
    expect(await latest()).to.containEql({
      acao: 'login',
      usuario: 'seletivo',
      alvo: `sessao/${String(claimsOf(accessToken).sid)}`,
    });
    await login(api, 'minha-senha-no-campo-errado', 'x');
    const entry = await latest();
    expect([entry.acao, entry.usuario]).to.eql(['login_recusado', undefined]);
    expect(JSON.stringify(entry)).to.not.match(/minha-senha/);
  });

  it('tells of changes of accounts, with what was before', async () => {
    const {api} = running;
    const created = await api.request('POST', '/api/v1/usuarios', {
      body: {nome: 'elis', senha: SENHA, papel: 'editor'},
    });
    const alvo = `usuario/${created.json.id}`;
    expect(await latest()).to.containEql({
      acao: 'usuario_criado',
      alvo,
      detalhe: {nome: 'elis', papel: 'editor'},
    });
    await api.request('PUT', `/api/v1/usuarios/${created.json.id}`, {body: {papel: 'leitor', ativo: true}});
    const detalhe = {de: {papel: 'editor', ativo: true}, para: {papel: 'leitor', ativo: true}};
    expect(await latest()).to.containEql({acao: 'usuario_alterado', alvo, detalhe});
    await api.request('PUT', `/api/v1/usuarios/${created.json.id}/senha`, {body: {senha: 'outro cavalo'}});
    expect(await latest()).to.containEql({acao: 'senha_redefinida', alvo});
    const {accessToken} = await givenTokens(api, 'elis', 'outro cavalo');
    await send(api, 'PUT', '/api/v1/eu/senha', {
      headers: bearer(accessToken),
      body: {senhaAtual: 'outro cavalo', senha: SENHA},
    });
    expect(await latest()).to.containEql({acao: 'senha_alterada', alvo, usuario: 'elis'});
    expect((await api.request('GET', `${PATH}?size=100`)).text).to.not.match(/cavalo|argon2/);
  });

  it('is listed by who did it and what was done, in pages', async () => {
    const {api} = running;
    await givenUsuario(api, 'gal', SENHA);
    for (let i = 0; i < 3; i++) await givenTokens(api, 'gal', SENHA);
    const first = await api.request('GET', `${PATH}?usuario=gal&acao=login&size=2`);
    expect([first.json.totalElements, first.json.content.length]).to.eql([3, 2]);
    const next = /<([^>]+)>; rel="next"/.exec(first.headers.link as string)![1]!;
    const second = await api.request('GET', next);
    expect(second.json.content.length).to.equal(1);
    expect(second.json.content[0].id).to.be.below(first.json.content[1].id);
    expect((await api.request('GET', `${PATH}?acao=nada`)).status).to.equal(400);
  });

  it('is kept for as long as the setting says', async () => {
    const {api} = running;
    await givenTokens(api);
    const {id} = await latest();
    await api.sql(`update auditoria set criada_em = now() - interval '31 days' where id < $1`, [id]);
    const service = await api.app.get<AuditoriaService>('services.AuditoriaService');
    expect(await service.prune()).to.be.above(5);
    const {content} = (await api.request('GET', PATH)).json as {content: Entry[]};
    expect(content.map(entry => entry.id)).to.eql([id]);
  });
});
