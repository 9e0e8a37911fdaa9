import {expect} from '@loopback/testlab';
import {Api, withApi} from '../support/api';
import {basic, bearer, expectLoginRefused, givenTokens, login, send} from '../support/auth';
import {Answer} from '../support/http';
import {expectDomain, expectFields, expectGeneral} from '../support/problems';
import {givenUsuario} from '../support/usuario';

const PATH = '/api/v1/usuarios';
const SENHA = 'cavalo bateria grampo';

const create = (api: Api, nome: string, {senha = SENHA, papel = 'editor'} = {}): Promise<Answer> =>
  api.request('POST', PATH, {body: {nome, senha, papel}});

describe('accounts', () => {
  const running = withApi();

  it('are created, and sign in', async () => {
    const {api} = running;
    const {status, json, headers} = await create(api, 'elis', {papel: 'leitor'});
    expect([status, headers.location]).to.eql([201, `${PATH}/${json.id}`]);
    expect(Object.keys(json)).to.eql(['id', 'nome', 'papel', 'ativo', 'totp', 'criadoEm']);
    expect([json.nome, json.papel, json.ativo, json.totp]).to.eql(['elis', 'leitor', true, false]);
    expect((await api.request('GET', headers.location!)).json).to.eql(json);
    await givenTokens(api, 'elis', SENHA);
  });

  it('are listed by id, in pages, without anything secret', async () => {
    const {api} = running;
    for (const nome of ['lista-1', 'lista-2', 'lista-3']) await givenUsuario(api, nome, SENHA);
    const first = await api.request('GET', `${PATH}?size=2`);
    expect(first.json.content.length).to.equal(2);
    expect(first.json.content[0].nome).to.equal('seletivo');
    expect(first.text).to.not.match(/argon2|senha/);
    const next = /<([^>]+)>; rel="next"/.exec(first.headers.link as string)![1]!;
    const second = await api.request('GET', next);
    expect(second.json.content[0].id).to.be.above(first.json.content[1].id);
    expect(second.json.totalElements).to.equal(first.json.totalElements);
  });

  const wrong: {name: string; body: object; fields: Record<string, string>}[] = [
    {
      name: 'nothing',
      body: {},
      fields: {
        papel: 'O papel deve ser informado. Valores permitidos: leitor, editor, admin',
        senha: 'A senha deve ser informada.',
        nome: 'O nome do usuário deve ser informado.',
      },
    },
    {
      name: 'a name with a colon, which Basic cannot carry',
      body: {nome: 'a:b', senha: SENHA, papel: 'leitor'},
      fields: {nome: 'O nome não pode ter dois-pontos, caracteres de controle nem espaços nas pontas.'},
    },
    {
      name: 'a name with a line end',
      body: {nome: 'a\nb', senha: SENHA, papel: 'leitor'},
      fields: {nome: 'O nome não pode ter dois-pontos, caracteres de controle nem espaços nas pontas.'},
    },
    {
      name: 'a name that looks like another one',
      body: {nome: 'ｓeletivo', senha: SENHA, papel: 'leitor'},
      fields: {nome: 'O nome não pode ter dois-pontos, caracteres de controle nem espaços nas pontas.'},
    },
  ];
  for (const {name, body, fields} of wrong) {
    it(`are refused, naming the field: ${name}`, async () => {
      expectFields(await running.api.request('POST', PATH, {body}), fields);
    });
  }

  it('have a role that there is', async () => {
    const {status, json} = await create(running.api, 'x', {papel: 'root'});
    expect([status, json.code]).to.eql([400, 'field_type_invalid']);
  });

  it('have names of their own', async () => {
    await create(running.api, 'unica');
    expectDomain(await create(running.api, 'unica'), {
      status: 409,
      code: 'usuario_name_taken',
      message: 'Já existe um usuário com este nome',
      path: PATH,
    });
  });

  it('that there are not are 404', async () => {
    for (const [method, suffix, body] of [
      ['GET', '', undefined],
      ['PUT', '', {papel: 'leitor', ativo: true}],
      ['PUT', '/senha', {senha: SENHA}],
      ['DELETE', '/totp', undefined],
    ] as const) {
      const path = `${PATH}/999999${suffix}`;
      const message = 'Usuário não encontrado';
      expectDomain(await running.api.request(method, path, {body}), {
        status: 404,
        code: 'usuario_not_found',
        message,
        path,
      });
    }
  });

  it('get another password from an administrator, and their sessions end', async () => {
    const {api} = running;
    const {json} = await create(api, 'esquecida');
    const {accessToken} = await givenTokens(api, 'esquecida', SENHA);
    const outra = 'outro cavalo bateria';
    expect((await api.request('PUT', `${PATH}/${json.id}/senha`, {body: {senha: outra}})).status).to.equal(
      204,
    );
    expectLoginRefused(await login(api, 'esquecida', SENHA));
    expect((await send(api, 'GET', '/api/v1/eu', {headers: bearer(accessToken)})).status).to.equal(401);
    await givenTokens(api, 'esquecida', outra);
  });

  it('are disabled and enabled', async () => {
    const {api} = running;
    const {json} = await create(api, 'ausente');
    const change = (ativo: boolean) =>
      api.request('PUT', `${PATH}/${json.id}`, {body: {papel: 'editor', ativo}});
    const {accessToken} = await givenTokens(api, 'ausente', SENHA);
    expect((await change(false)).json).to.containEql({ativo: false, papel: 'editor'});
    expectLoginRefused(await login(api, 'ausente', SENHA));
    expect((await change(true)).status).to.equal(200);
    await givenTokens(api, 'ausente', SENHA);
    // What was ended stays ended.
    expect((await send(api, 'GET', '/api/v1/eu', {headers: bearer(accessToken)})).status).to.equal(401);
  });

  it('of the installation cannot be disabled, and stays an administrator', async () => {
    const {api} = running;
    const [{id}] = (await api.request('GET', PATH)).json.content as [{id: number}];
    await givenUsuario(api, 'chefe', SENHA, 'admin');
    for (const body of [
      {papel: 'admin', ativo: false},
      {papel: 'editor', ativo: true},
    ]) {
      expectDomain(await api.request('PUT', `${PATH}/${id}`, {body}), {
        status: 409,
        code: 'usuario_protected',
        message:
          'O usuário configurado na instalação não pode ser desativado nem deixar de ser administrador',
        path: `${PATH}/${id}`,
      });
    }
  });
});

describe('the last administrator', () => {
  const running = withApi();

  it('cannot lock itself out, and of two who go at once one stays', async () => {
    const {api} = running;
    const ids = [
      await givenUsuario(api, 'chefe-1', SENHA, 'admin'),
      await givenUsuario(api, 'chefe-2', SENHA, 'admin'),
    ];
    await api.sql(`update usuario set papel = 'editor' where nome_usuario = 'seletivo'`);
    const leave = (i: number) =>
      send(api, 'PUT', `${PATH}/${ids[i]}`, {
        headers: basic(`chefe-${i + 1}`, SENHA),
        body: {papel: 'leitor', ativo: true},
      });
    for (const i of [0, 1]) {
      const headers = basic(`chefe-${i + 1}`, SENHA);
      expect((await send(api, 'GET', PATH, {headers})).status).to.equal(200);
    }
    const answers = await Promise.all([leave(0), leave(1)]);
    expect(answers.map(({status}) => status).sort()).to.eql([200, 409]);
    const refused = answers.find(({status}) => status === 409)!;
    expect(refused.json.code).to.equal('last_admin');
    const [{n}] = (await api.sql<{n: number}>(
      `select count(*)::int as n from usuario where papel = 'admin' and ativo`,
    )) as [{n: number}];
    expect(n).to.equal(1);
  });
});

describe('passwords', () => {
  const running = withApi();
  const TOO_KNOWN = 'A senha é conhecida demais; escolha outra.';
  const NAMED = 'A senha não pode ser o nome do usuário ou do serviço.';
  const bad = [
    {name: 'of 7 letters', senha: 'aB3$xyz', message: 'A senha deve ter no mínimo 8 caracteres.'},
    {
      name: 'of 7 letters of two units each',
      senha: '🎸🎹🎺🎻🥁🎷🪕',
      message: 'A senha deve ter no mínimo 8 caracteres.',
    },
    {
      name: 'of 129 letters',
      senha: 'ab'.repeat(64) + 'c',
      message: 'A senha deve ter no máximo 128 caracteres.',
    },
    {
      name: 'of 2000 letters',
      senha: 'ab'.repeat(1000),
      message: 'A senha deve ter no máximo 128 caracteres.',
    },
    {name: 'that everybody tries', senha: 'password1', message: TOO_KNOWN},
    {name: 'that everybody tries, in capitals', senha: 'PASSWORD', message: TOO_KNOWN},
    {name: 'of digits in their order', senha: '123456789', message: TOO_KNOWN},
    {name: 'of one letter', senha: 'zzzzzzzzzzzz', message: TOO_KNOWN},
    {name: 'in wide letters that everybody tries', senha: 'ｐａｓｓｗｏｒｄ', message: TOO_KNOWN},
    {name: 'that is the name', senha: 'Elisregina', message: NAMED},
    {name: 'that is the name and a year', senha: 'elisregina2026', message: NAMED},
    {name: 'that is the service', senha: 'artistas123', message: NAMED},
    {
      name: 'with half of a letter',
      senha: 'cavalo \ud800 bateria',
      message: 'A senha contém caracteres que não podem ser usados.',
    },
  ];
  for (const {name, senha, message} of bad) {
    it(`are not taken: one ${name}`, async () => {
      expectFields(await create(running.api, 'elisregina', {senha}), {senha: message});
    });
  }

  const good = [
    {name: 'of 8 letters, all small', senha: 'grampo e'},
    {name: 'of 128 letters', senha: 'cavalo bateria '.repeat(9).slice(0, 128)},
    {name: 'of signs of any kind', senha: 'ção 🎸 \u00a0 漢字かな'},
  ];
  for (const [i, {name, senha}] of good.entries()) {
    it(`are taken without rules of composition: one ${name}`, async () => {
      expect((await create(running.api, `boa-${i}`, {senha})).status).to.equal(201);
      await givenTokens(running.api, `boa-${i}`, senha);
    });
  }

  it('are the same however their letters are composed', async () => {
    await create(running.api, 'acentos', {senha: 'canção de abril'.normalize('NFC')});
    await givenTokens(running.api, 'acentos', 'canção de abril'.normalize('NFD'));
  });
});

describe('roles', () => {
  const running = withApi({template: 'sample'});
  const readerHas = basic('leitora', SENHA);
  before(() => givenUsuario(running.api, 'leitora', SENHA, 'leitor'));

  it('a reader reads', async () => {
    for (const path of ['/api/v1/album', '/api/v1/artistas/1', '/api/v1/regionais', '/api/v1/eu']) {
      expect((await send(running.api, 'GET', path, {headers: readerHas})).status).to.equal(200);
    }
  });

  it('a reader changes nothing, and is told before anything is looked at', async () => {
    const path = '/api/v1/album';
    const message = 'Seu papel permite somente a leitura';
    const before = await running.api.sql('select * from album order by id');
    for (const body of [{nome: 'x'}, {}, '{']) {
      const answer = await send(running.api, 'POST', path, {headers: readerHas, body});
      expectGeneral(answer, {status: 403, code: 'editor_required', message, path});
    }
    expect((await send(running.api, 'DELETE', `${path}/1`, {headers: readerHas})).status).to.equal(403);
    expect(await running.api.sql('select * from album order by id')).to.eql(before);
  });

  it('a reader is told of a method that there is not, and of a path that there is not', async () => {
    const patched = await send(running.api, 'PATCH', '/api/v1/album/1', {headers: readerHas});
    expect([patched.status, patched.headers.allow]).to.eql([405, 'GET, PUT, DELETE']);
    expect((await send(running.api, 'POST', '/api/v1/nada', {headers: readerHas})).status).to.equal(404);
  });

  it('an editor manages no accounts', async () => {
    await givenUsuario(running.api, 'editora', SENHA);
    const message = 'Somente um administrador pode fazer isso';
    for (const [method, path] of [
      ['GET', PATH],
      ['POST', PATH],
      ['GET', `${PATH}/1`],
      ['PUT', `${PATH}/1`],
      ['PUT', `${PATH}/1/senha`],
      ['DELETE', `${PATH}/1/totp`],
      ['GET', '/api/v1/auditoria'],
    ] as const) {
      const body = method === 'PUT' || method === 'POST' ? {} : undefined;
      const answer = await send(running.api, method, path, {headers: basic('editora', SENHA), body});
      expectGeneral(answer, {status: 403, code: 'admin_required', message, path});
    }
  });

  it('a role that was taken away is gone at once', async () => {
    const id = await givenUsuario(running.api, 'ex-editora', SENHA);
    const {accessToken} = await givenTokens(running.api, 'ex-editora', SENHA);
    const write = () =>
      send(running.api, 'POST', '/api/v1/album', {headers: bearer(accessToken), body: {nome: 'x'}});
    expect((await write()).status).to.equal(200);
    await running.api.request('PUT', `${PATH}/${id}`, {body: {papel: 'leitor', ativo: true}});
    expect((await write()).status).to.equal(403);
  });
});
