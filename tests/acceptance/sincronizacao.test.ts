import {expect} from '@loopback/testlab';
import type {Sincronizacao} from '../../src/models/sincronizacao';
import {Api, withApi} from '../support/api';
import {basic} from '../support/auth';
import {eventually} from '../support/eventually';
import {expectDomain, expectGeneral} from '../support/problems';
import {failingWith, Item, withRegionaisApi} from '../support/regionais-api';
import {givenUsuario} from '../support/usuario';

const PATH = '/api/v1/regionais';
const SYNC = `${PATH}/sincronizar`;
const RUNS = `${PATH}/sincronizacoes`;

const numbered = (count: number): Item[] =>
  Array.from({length: count}, (_, i) => ({id: i + 1, nome: `R${i + 1}`}));

describe('the synchronisation of regional offices', () => {
  const external = withRegionaisApi();
  const running = withApi({env: () => ({REGIONAIS_URL: external.api.url, RUN_WORKER: 'on'})});
  const request = (...args: Parameters<Api['request']>) => running.api.request(...args);
  const active = async (): Promise<unknown> => (await request('GET', PATH)).json;
  const sync = (query = '', headers = {}) => request('POST', SYNC + query, {headers});
  const latest = async () => (await request('GET', RUNS)).json.content[0] as Sincronizacao;
  const lastDifference = async (): Promise<unknown> =>
    (await request('GET', `${RUNS}/${(await latest()).id}`)).json.diferenca;

  before(() =>
    eventually(
      'the run after the start',
      async () => ((await latest()) as Sincronizacao | undefined)?.concluidaEm !== undefined,
    ),
  );
  beforeEach(() => running.api.sql('truncate regionais, sincronizacao'));

  /** The active list through a synchronisation, whatever it takes. */
  const given = async (list: readonly Item[]): Promise<void> => {
    external.api.behave(list);
    expect((await sync('?forcar=true')).status).to.equal(204);
  };

  it('adds, renames and deactivates, and keeps what was', async () => {
    await given([
      {id: 1, nome: 'A'},
      {id: 2, nome: 'B'},
      {id: 3, nome: 'C'},
    ]);
    external.api.behave([
      {id: 2, nome: 'B'},
      {id: '3', nome: 'C2'},
      {id: 4, nome: 'D'},
    ]);
    const {status, text} = await sync();
    expect([status, text]).to.eql([204, '']);
    expect(await active()).to.eql([
      {id: 2, nome: 'B'},
      {id: 3, nome: 'C2'},
      {id: 4, nome: 'D'},
    ]);
    expect(await running.api.sql('select regional_id, nome, ativo from regionais order by id')).to.eql([
      {regional_id: 1, nome: 'A', ativo: false},
      {regional_id: 2, nome: 'B', ativo: true},
      {regional_id: 3, nome: 'C', ativo: false},
      {regional_id: 3, nome: 'C2', ativo: true},
      {regional_id: 4, nome: 'D', ativo: true},
    ]);
    expect(await latest()).to.containDeep({
      origem: 'MANUAL',
      usuario: 'seletivo',
      estado: 'APLICADA',
      ...{lidas: 3, incluidas: 1, renomeadas: 1, desativadas: 1, inalteradas: 1},
    });
    expect(await lastDifference()).to.eql([
      {id: 1, de: 'A'},
      {id: 3, de: 'C', para: 'C2'},
      {id: 4, para: 'D'},
    ]);
  });

  it('makes a new row of an office that returns, and touches nothing that is in step', async () => {
    await given([{id: 1, nome: 'A'}]);
    await given([{id: 2, nome: 'B'}]);
    await given([
      {id: 1, nome: 'A'},
      {id: 2, nome: 'B'},
    ]);
    const rows = () =>
      running.api.sql<{regional_id: number; ativo: boolean}>(
        'select id, regional_id, ativo from regionais order by id',
      );
    const before = await rows();
    expect(before.map(({regional_id, ativo}) => [regional_id, ativo])).to.eql([
      [1, false],
      [2, true],
      [1, true],
    ]);
    expect((await sync()).status).to.equal(204);
    expect(await rows()).to.eql(before);
  });

  it('counts an office once that is listed twice', async () => {
    await given([
      {id: 1, nome: 'A'},
      {id: '1', nome: 'A'},
    ]);
    expect(await active()).to.eql([{id: 1, nome: 'A'}]);
    expect((await latest()).lidas).to.equal(1);
  });

  it('refuses an empty list, also when an administrator insists', async () => {
    await given([{id: 1, nome: 'A'}]);
    external.api.behave([]);
    for (const query of ['', '?forcar=true']) {
      const message = 'Sincronização recusada: a lista veio vazia';
      expectDomain(await sync(query), {status: 409, code: 'sincronizacao_refused', message, path: SYNC});
    }
    expect(await active()).to.eql([{id: 1, nome: 'A'}]);
    expect(await latest()).to.containDeep({estado: 'RECUSADA', motivo: 'a lista veio vazia', desativadas: 1});
  });

  it('refuses to deactivate more than three in ten, unless an administrator insists', async () => {
    await given(numbered(100));
    external.api.behave(numbered(69));
    const message = 'Sincronização recusada: 31 de 100 regionais seriam desativadas, e o máximo é 30';
    expectDomain(await sync(), {status: 409, code: 'sincronizacao_refused', message, path: SYNC});
    expect(await active()).to.have.length(100);
    expect((await sync('?forcar=true')).status).to.equal(204);
    expect(await active()).to.have.length(69);
    external.api.behave(numbered(49));
    expect((await sync()).status).to.equal(204);
  });

  it('lets ten go from a list however short', async () => {
    await given(numbered(11));
    external.api.behave(numbered(1));
    expect((await sync()).status).to.equal(204);
  });

  it('lets nobody insist who is no administrator', async () => {
    await givenUsuario(running.api, 'editora', 'senha-da-editora');
    external.api.behave([{id: 1, nome: 'A'}]);
    const headers = basic('editora', 'senha-da-editora');
    const forced = await request('POST', `${SYNC}?forcar=true`, {auth: 'none', headers});
    const message = 'Somente um administrador pode fazer isso';
    expectGeneral(forced, {status: 403, code: 'admin_required', message, path: SYNC});
    expect(await active()).to.eql([]);
    expect((await request('POST', SYNC, {auth: 'none', headers})).status).to.equal(204);
  });

  it('shows with dryRun what it would do, and does nothing', async () => {
    await given(numbered(20));
    external.api.behave([...numbered(8), {id: 99, nome: 'Z'}]);
    const {status, json} = await sync('?dryRun=true');
    expect(status).to.equal(200);
    const {diferenca, ...counts} = json;
    expect(counts).to.eql({
      ...{lidas: 9, incluidas: 1, renomeadas: 0, desativadas: 12, inalteradas: 8},
      recusa: '12 de 20 regionais seriam desativadas, e o máximo é 10',
    });
    expect(diferenca).to.have.length(13);
    expect(diferenca[0]).to.eql({id: 9, de: 'R9'});
    expect(await active()).to.have.length(20);
    expect((await request('GET', RUNS)).json.totalElements).to.equal(1);
  });

  it('is left to a worker for who prefers not to wait, and tells how it goes', async () => {
    external.api.behave([{id: 1, nome: 'A'}]);
    const {status, headers, json} = await sync('', {prefer: 'wait=1, respond-async'});
    expect([status, json.estado, json.usuario]).to.eql([202, 'PENDENTE', 'seletivo']);
    expect(headers['preference-applied']).to.equal('respond-async');
    expect(headers.location).to.equal(`${RUNS}/${json.id}`);
    const ended = await eventually('the end of the run', async () => {
      const run = (await request('GET', headers.location!)).json as Sincronizacao;
      return run.concluidaEm !== undefined && run;
    });
    expect(ended).to.containDeep({estado: 'APLICADA', incluidas: 1, diferenca: [{id: 1, para: 'A'}]});
    expect(await active()).to.eql([{id: 1, nome: 'A'}]);
  });

  it('can be undone, and the undoing too', async () => {
    await given(numbered(3));
    const first = await active();
    await given([
      {id: 2, nome: 'outro'},
      {id: 7, nome: 'novo'},
    ]);
    const {id} = await latest();
    const second = await active();
    await request('POST', PATH, {body: {regionalId: 50, nome: 'à mão'}});

    const undone = await request('POST', `${RUNS}/${id}/desfazer`);
    expect(undone.status).to.equal(200);
    expect(undone.json).to.containDeep({
      origem: 'DESFAZER',
      estado: 'APLICADA',
      desfaz: id,
      usuario: 'seletivo',
    });
    expect(await active()).to.eql(first);

    await request('POST', `${RUNS}/${undone.json.id}/desfazer`);
    expect(await active()).to.eql([...(second as object[]), {id: 50, nome: 'à mão'}]);
  });

  it('can be undone only by an administrator, and only where it changed something', async () => {
    await given([{id: 1, nome: 'A'}]);
    external.api.behave([]);
    await sync();
    const {id} = await latest();
    const path = `${RUNS}/${id}/desfazer`;
    const message = 'Somente uma sincronização aplicada pode ser desfeita';
    const refused = {status: 409, code: 'sincronizacao_not_applied', message, path};
    expectDomain(await request('POST', path), refused);
    const unknown = {status: 404, code: 'sincronizacao_not_found'};
    expectDomain(await request('POST', `${RUNS}/999999/desfazer`), {
      ...unknown,
      message: 'Sincronização não encontrada para o ID informado: 999999',
      path: `${RUNS}/999999/desfazer`,
    });
    expect((await request('GET', `${RUNS}/999999`)).status).to.equal(404);
    await givenUsuario(running.api, 'outra', 'senha-da-outra');
    const headers = basic('outra', 'senha-da-outra');
    expect((await request('POST', path, {auth: 'none', headers})).status).to.equal(403);
  });

  it('records each run, the latest first, in pages that go on by cursor', async () => {
    await given(numbered(1));
    await given(numbered(2));
    external.api.behave(failingWith(500));
    expect((await sync()).status).to.equal(502);
    const first = await request('GET', `${RUNS}?size=2`);
    expect(first.json.totalElements).to.equal(3);
    expect(first.json.content.map(({estado}: {estado: string}) => estado)).to.eql(['FALHOU', 'APLICADA']);
    expect(first.json.content[0].motivo).to.equal('A API de regionais não está disponível: respondeu 500');
    const next = /<([^>]+)>; rel="next"/.exec(first.headers.link as string)![1]!;
    const second = await request('GET', next);
    expect(second.json.content.map(({lidas}: {lidas: number}) => lidas)).to.eql([1]);
    expect(second.json.last).to.be.true();
  });

  it('keeps one active row an office when many ask at once', async () => {
    external.api.behave(numbered(50));
    const answers = await Promise.all(Array.from({length: 8}, () => sync()));
    expect([...new Set(answers.map(({status}) => status))]).to.eql([204]);
    expect(await running.api.sql('select id from regionais')).to.have.length(50);
  });

  it('does not apply a list that is older than the one applied already', async () => {
    let answerFirst: (() => void) | undefined;
    external.api.behave((_, response) => {
      answerFirst = () => void response.end(JSON.stringify([{id: 1, nome: 'velho'}]));
    });
    const slow = sync();
    await eventually('the first call', () => answerFirst !== undefined);
    await given([{id: 1, nome: 'novo'}]);
    answerFirst!();
    expect((await slow).status).to.equal(204);
    expect(await active()).to.eql([{id: 1, nome: 'novo'}]);
    const {json} = await request('GET', RUNS);
    expect(json.content.map(({estado}: {estado: string}) => estado)).to.eql(['APLICADA', 'SUPERADA']);
  });

  for (const query of ['?forcar=sim', '?dryRun=1']) {
    it(`refuses ${query} and names the parameter`, async () => {
      const {status, json} = await sync(query);
      expect(status).to.equal(400);
      expect(json.message).to.match(
        /^Parâmetro inválido: (forcar|dryRun) \(valores permitidos: true ou false\)$/,
      );
    });
  }
});

describe('the synchronisation of regional offices that is switched off', () => {
  const running = withApi();
  it('says so', async () => {
    const message = 'A sincronização de regionais está desligada';
    const answer = await running.api.request('POST', SYNC);
    expectGeneral(answer, {status: 503, code: 'regionais_off', message, path: SYNC});
  });
});
