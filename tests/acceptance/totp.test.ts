import {expect} from '@loopback/testlab';
import {AuthKeys} from '../../src/auth/keys';
import {Api, withApi} from '../support/api';
import {
  basic,
  bearer,
  expectLoginRefused,
  expectTokenInvalid,
  givenTokens,
  login,
  send,
} from '../support/auth';
import {eventually} from '../support/eventually';
import {Answer} from '../support/http';
import {expectDomain, expectFields, expectGeneral} from '../support/problems';
import {codeOf, presentStep} from '../support/totp';
import {givenUsuario} from '../support/usuario';

const V1 = '/api/v1/auth/login';
const V2 = '/api/v2/auth/login';
const TOTP = '/api/v1/eu/totp';
const SENHA = 'cavalo bateria grampo';
const REQUIRED = {
  status: 401,
  code: 'totp_required',
  message: 'Este usuário tem segundo fator: entre por /api/v2/auth/login com o código no cabeçalho X-TOTP',
};
const INVALID = {
  status: 401,
  code: 'totp_invalid',
  message: 'O código do segundo fator não confere, expirou ou já foi usado',
};

interface Enrolled {
  readonly nome: string;
  readonly id: number;
  readonly token: string;
  readonly segredo: string;
  readonly codigosRecuperacao: readonly string[];
}

const post = (api: Api, token: string, path: string, body: object): Promise<Answer> =>
  send(api, 'POST', path, {headers: bearer(token), body});

const loginV2 = (api: Api, nome: string, codigo?: string, senha = SENHA): Promise<Answer> =>
  send(api, 'POST', V2, {headers: {...basic(nome, senha), ...(codigo !== undefined && {'x-totp': codigo})}});

/** Somebody whose authenticator is confirmed by the code of the step before the present one. */
async function givenEnrolled(api: Api, nome: string): Promise<Enrolled> {
  const id = await givenUsuario(api, nome, SENHA);
  const {accessToken: token} = await givenTokens(api, nome, SENHA);
  const {segredo} = (await post(api, token, TOTP, {senha: SENHA})).json as {segredo: string};
  const answer = await post(api, token, `${TOTP}/confirmacao`, {codigo: codeOf(segredo, presentStep() - 1)});
  expect(answer.status).to.equal(200);
  return {nome, id, token, segredo, codigosRecuperacao: answer.json.codigosRecuperacao};
}

/** Nobody's clock stands still: a code and what is done with it shall belong to one step. */
async function startOfStep(): Promise<void> {
  await eventually('a step that is not about to end', () => Date.now() % 30_000 < 20_000, 15_000);
}

describe('a second factor', () => {
  const running = withApi();
  beforeEach(startOfStep);

  it('begins with a secret, its address and its picture, and counts once a code is confirmed', async () => {
    const {api} = running;
    await givenUsuario(api, 'elis', SENHA);
    const {accessToken} = await givenTokens(api, 'elis', SENHA);
    const {json} = await post(api, accessToken, TOTP, {senha: SENHA});
    expect(Object.keys(json)).to.eql(['segredo', 'uri', 'qrCode']);
    expect(json.segredo).to.match(/^[A-Z2-7]{32}$/);
    const uri = new URL(json.uri);
    expect([uri.protocol, uri.searchParams.get('secret'), uri.searchParams.get('issuer')]).to.eql([
      'otpauth:',
      json.segredo,
      'Artistas',
    ]);
    const svg = Buffer.from(json.qrCode.replace('data:image/svg+xml;base64,', ''), 'base64').toString();
    expect(svg).to.match(/^<svg [^]*<\/svg>\s*$/);
    // Not yet.
    expect((await loginV2(api, 'elis')).status).to.equal(200);
    for (const codigo of ['000000', '', 'x'.repeat(100), codeOf(json.segredo, presentStep() - 2)]) {
      const fields = {codigo: 'O código não confere, expirou ou já foi usado.'};
      expectFields(await post(api, accessToken, `${TOTP}/confirmacao`, {codigo}), fields);
    }
    const confirmed = await post(api, accessToken, `${TOTP}/confirmacao`, {codigo: codeOf(json.segredo)});
    expect(confirmed.json.codigosRecuperacao.length).to.equal(10);
    expectGeneral(await loginV2(api, 'elis'), {...REQUIRED, path: V2});
    expect((await send(api, 'GET', '/api/v1/eu', {headers: bearer(accessToken)})).json.totp).to.be.true();
  });

  it('begins for who knows the password alone', async () => {
    const {api} = running;
    await givenUsuario(api, 'tim', SENHA);
    const {accessToken} = await givenTokens(api, 'tim', SENHA);
    const fields = {senha: 'A senha atual não confere.'};
    expectFields(await post(api, accessToken, TOTP, {senha: 'errada'}), fields);
    expectFields(await post(api, accessToken, TOTP, {}), {senha: 'A senha deve ser informada.'});
  });

  it('is not replaced by another one as long as it counts', async () => {
    const {api} = running;
    const {token} = await givenEnrolled(api, 'gal');
    expectDomain(await post(api, token, TOTP, {senha: SENHA}), {
      status: 409,
      code: 'totp_already_active',
      message: 'O segundo fator já está ativo',
      path: TOTP,
    });
  });

  it('lets in by v2 with a code, and not by v1 or Basic', async () => {
    const {api} = running;
    const {nome, segredo} = await givenEnrolled(api, 'rita');
    const {status, json} = await loginV2(api, nome, codeOf(segredo));
    expect(status).to.equal(200);
    expect((await send(api, 'GET', '/api/v1/eu', {headers: bearer(json.accessToken)})).status).to.equal(200);
    expectGeneral(await login(api, nome, SENHA), {...REQUIRED, path: V1});
    const path = '/api/v1/album';
    const headers = {...basic(nome, SENHA), 'x-totp': codeOf(segredo, presentStep() + 1)};
    expectGeneral(await send(api, 'GET', path, {headers}), {...REQUIRED, path});
  });

  it('tells of itself only who knows the password', async () => {
    const {api} = running;
    const {nome, segredo} = await givenEnrolled(api, 'nara');
    expectLoginRefused(await login(api, nome, 'errada'));
    expectLoginRefused(await loginV2(api, nome, codeOf(segredo), 'errada'));
  });

  it('takes the codes of the step before and after, and no others', async () => {
    const {api} = running;
    const {nome, segredo} = await givenEnrolled(api, 'elza');
    for (const step of [presentStep() - 2, presentStep() + 2]) {
      expectGeneral(await loginV2(api, nome, codeOf(segredo, step)), {...INVALID, path: V2});
    }
    for (const step of [presentStep(), presentStep() + 1]) {
      expect((await loginV2(api, nome, codeOf(segredo, step))).status).to.equal(200);
    }
  });

  it('takes each step once, and none before one that was taken', async () => {
    const {api} = running;
    const {nome, segredo} = await givenEnrolled(api, 'maria');
    expectGeneral(await loginV2(api, nome, codeOf(segredo, presentStep() - 1)), {...INVALID, path: V2});
    expect((await loginV2(api, nome, codeOf(segredo, presentStep() + 1))).status).to.equal(200);
    for (const step of [presentStep() + 1, presentStep()]) {
      expectGeneral(await loginV2(api, nome, codeOf(segredo, step)), {...INVALID, path: V2});
    }
  });

  for (const codigo of ['', '12345', '1234567', '١٢٣٤٥٦', '12 34 56', "' or 1=1", '-1']) {
    it(`takes nothing that is no code: "${codigo}"`, async () => {
      const nome = `sem-codigo-${Buffer.from(codigo).toString('hex')}`;
      await givenEnrolled(running.api, nome);
      const value = Buffer.from(codigo).toString('latin1');
      expectGeneral(await loginV2(running.api, nome, value), {...INVALID, path: V2});
    });
  }

  it('takes each recovery code once, however it is typed', async () => {
    const {api} = running;
    const {nome, codigosRecuperacao} = await givenEnrolled(api, 'milton');
    const [first = '', second = ''] = codigosRecuperacao;
    expect(new Set(codigosRecuperacao).size).to.equal(10);
    expect((await loginV2(api, nome, first)).status).to.equal(200);
    expectGeneral(await loginV2(api, nome, first), {...INVALID, path: V2});
    expect((await loginV2(api, nome, second.toUpperCase().replaceAll('-', ' '))).status).to.equal(200);
  });

  it('keeps nothing in the database that would be a code', async () => {
    const {api} = running;
    const {segredo, codigosRecuperacao} = await givenEnrolled(api, 'chico');
    const rows = await api.sql<{row: string}>(
      `select t::text as row from usuario_totp t union all select t::text from usuario_totp_recuperacao t`,
    );
    const hidden = [segredo, ...codigosRecuperacao].flatMap(text => [
      text,
      Buffer.from(text).toString('hex'),
    ]);
    expect(rows.filter(({row}) => hidden.some(text => row.includes(text)))).to.eql([]);
  });

  it('is guessed no more often than a password', async () => {
    const {api} = running;
    const {nome, segredo} = await givenEnrolled(api, 'caetano');
    const attempts = Array.from({length: 60}, (_, i) => loginV2(api, nome, String(100_000 + i)));
    const statuses = (await Promise.all(attempts)).map(({status}) => status);
    expect(statuses.filter(status => status === 401).length).to.be.belowOrEqual(21);
    // As if they had all come within the first wait.
    await api.sql(`update tentativa_login set livre_em = livre_em + interval '1 minute'`);
    expect((await loginV2(api, nome, codeOf(segredo))).status).to.equal(429);
  });

  it('is removed by its user with the password and a code', async () => {
    const {api} = running;
    const {nome, token, segredo} = await givenEnrolled(api, 'marisa');
    const remove = (body: object): Promise<Answer> => post(api, token, `${TOTP}/remocao`, body);
    expect((await remove({senha: SENHA, codigo: '000000'})).status).to.equal(400);
    expect((await remove({senha: 'errada', codigo: codeOf(segredo)})).status).to.equal(400);
    expect((await remove({senha: SENHA, codigo: codeOf(segredo)})).status).to.equal(204);
    await givenTokens(api, nome, SENHA);
  });

  it('is taken by an administrator from who has lost it', async () => {
    const {api} = running;
    const {nome, id} = await givenEnrolled(api, 'djavan');
    expect((await api.request('DELETE', `/api/v1/usuarios/${id}/totp`)).status).to.equal(204);
    await givenTokens(api, nome, SENHA);
  });
});

describe('a second factor at two replicas', () => {
  let other: Api;
  // Before the database goes.
  after(() => other.stop());
  const running = withApi();
  before(async () => (other = await Api.start(running.api.databaseUrl)));
  beforeEach(startOfStep);

  it('takes a code once, of many that come at once', async () => {
    const {api} = running;
    const {nome, segredo} = await givenEnrolled(api, 'elis');
    const attempts = Array.from({length: 16}, (_, i) => loginV2(i % 2 ? other : api, nome, codeOf(segredo)));
    const statuses = (await Promise.all(attempts)).map(({status}) => status);
    expect(statuses.filter(status => status === 200).length).to.equal(1);
    expect(statuses.filter(status => status !== 200 && status !== 401)).to.eql([]);
  });

  it('takes a code once, of many that are looked at in the same moment', async () => {
    const {id, segredo, codigosRecuperacao} = await givenEnrolled(running.api, 'gal');
    const factors = [await running.api.app.get(AuthKeys.TOTP), await other.app.get(AuthKeys.TOTP)];
    for (const codigo of [codeOf(segredo), codigosRecuperacao[0]!]) {
      const uses = Array.from({length: 20}, (_, i) => factors[i % 2]!.use(id, codigo));
      expect((await Promise.all(uses)).filter(isUsed => isUsed).length).to.equal(1);
    }
  });

  it('is asked for at once by a replica that remembers the password', async () => {
    const {api} = running;
    await givenUsuario(api, 'tim', SENHA);
    const headers = basic('tim', SENHA);
    const read = () => send(other, 'GET', '/api/v1/eu', {headers});
    expect((await read()).status).to.equal(200);
    const {accessToken} = await givenTokens(api, 'tim', SENHA);
    const {segredo} = (await post(api, accessToken, TOTP, {senha: SENHA})).json as {segredo: string};
    await post(api, accessToken, `${TOTP}/confirmacao`, {codigo: codeOf(segredo)});
    await eventually('the refusal', async () => (await read()).json.code === 'totp_required');
  });
});

describe('a second factor whose secret was sealed by the key before', () => {
  const [old, next] = ['segredo-que-assinava-ate-hoje-de-manha', 'segredo-que-assina-de-agora-em-diante-'];
  const apis: Api[] = [];
  // Before the database goes.
  after(() => Promise.all(apis.map(api => api.stop())));
  const running = withApi({env: {JWT_SECRET: old}});
  beforeEach(startOfStep);

  it('opens, and is sealed anew, so that the key before can be taken away', async () => {
    const start = async (env: Record<string, string>): Promise<Api> => {
      const api = await Api.start(running.api.databaseUrl, env);
      apis.push(api);
      return api;
    };
    const {nome, segredo, token} = await givenEnrolled(running.api, 'elis');
    await start({JWT_SECRET: next, JWT_SECRET_PREVIOUS: old});
    const last = await start({JWT_SECRET: next});
    expectTokenInvalid(await send(last, 'GET', '/api/v1/eu', {headers: bearer(token)}), '/api/v1/eu');
    expect((await loginV2(last, nome, codeOf(segredo))).status).to.equal(200);
  });
});
