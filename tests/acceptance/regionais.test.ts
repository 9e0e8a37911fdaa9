import {expect} from '@loopback/testlab';
import {withApi} from '../support/api';
import {expectDomain, expectFields, expectGeneral, fieldProblem} from '../support/problems';

const PATH = '/api/v1/regionais';
const NOME_REQUIRED = 'O nome da regional deve ser informado.';
const NOME_TOO_LONG = 'O nome da regional deve ter no máximo 200 caracteres.';

describe('regional offices', () => {
  const running = withApi();
  const create = (body: unknown) => running.api.request('POST', PATH, {body});
  const rows = () =>
    running.api.sql<{regional_id: number; nome: string; ativo: boolean}>(
      'select regional_id, nome, ativo from regionais order by id',
    );
  const notFound = (id: number, text = 'Regional não encontrada para o ID informado') => ({
    status: 404,
    code: 'regional_not_found',
    message: `${text}: ${id}`,
    path: `${PATH}/${id}`,
  });
  beforeEach(() => running.api.sql('truncate regionais'));

  it('are listed as a plain array of the active ones, by id', async () => {
    expect((await running.api.request('GET', PATH)).text).to.equal('[]');
    await create({regionalId: 7, nome: 'SINOP'});
    await create({regionalId: -3, nome: ' '});
    await create({regionalId: 5, nome: 'CÁCERES'});
    await running.api.request('DELETE', `${PATH}/7`);
    const {text, status} = await running.api.request('GET', PATH);
    expect(status).to.equal(200);
    expect(text).to.equal('[{"id":-3,"nome":" "},{"id":5,"nome":"CÁCERES"}]');
  });

  it('are added with 201, their row and its place', async () => {
    const {status, text, headers} = await create({
      regionalId: '500',
      nome: 'REGIONAL NOVA',
      ativo: false,
      id: 1,
    });
    expect([status, text]).to.eql([201, '{"id":500,"nome":"REGIONAL NOVA"}']);
    expect(headers.location).to.equal(`${PATH}/500`);
    expect((await running.api.request('GET', `${PATH}/500`)).text).to.equal(text);
  });

  it('are not added twice, nor by two at once', async () => {
    const answers = await Promise.all(
      Array.from({length: 5}, (_, i) => create({regionalId: 9, nome: `N${i}`})),
    );
    expect(answers.map(({status}) => status).sort()).to.eql([201, 409, 409, 409, 409]);
    const message = 'Já existe uma regional ativa com o ID informado: 9';
    expectDomain(await create({regionalId: 9, nome: 'x'}), {
      status: 409,
      code: 'regional_already_active',
      message,
      path: PATH,
    });
    expect(await rows()).to.have.length(1);
  });

  it('keep their id when they are renamed, and their old name as history', async () => {
    await create({regionalId: 5, nome: 'A'});
    const {status, text} = await running.api.request('PUT', `${PATH}/5`, {body: {nome: 'B'}});
    expect([status, text]).to.eql([200, '{"id":5,"nome":"B"}']);
    expect((await running.api.request('PUT', `${PATH}/5`, {body: {nome: 'B'}})).text).to.equal(text);
    expect(await rows()).to.eql([
      {regional_id: 5, nome: 'A', ativo: false},
      {regional_id: 5, nome: 'B', ativo: true},
    ]);
  });

  it('are deactivated, not deleted, and can come back', async () => {
    await create({regionalId: 5, nome: 'A'});
    const path = `${PATH}/5`;
    expect((await running.api.request('DELETE', path)).status).to.equal(204);
    const text = 'Não foi possível desativar: Regional não encontrada ou já inativa. ID';
    expectDomain(await running.api.request('DELETE', path), notFound(5, text));
    expectDomain(await running.api.request('GET', path), notFound(5));
    expectDomain(await running.api.request('PUT', path, {body: {nome: 'B'}}), notFound(5));
    expect((await create({regionalId: 5, nome: 'A'})).status).to.equal(201);
    expect((await rows()).map(({ativo}) => ativo)).to.eql([false, true]);
  });

  const refused: {name: string; body: object; fields: Record<string, string>}[] = [
    {
      name: 'nothing',
      body: {},
      fields: {nome: NOME_REQUIRED, regionalId: 'O id da regional deve ser informado.'},
    },
    {name: 'no name', body: {regionalId: 1}, fields: {nome: NOME_REQUIRED}},
    {
      name: 'a name of 201 letters',
      body: {regionalId: 1, nome: 'x'.repeat(201)},
      fields: {nome: NOME_TOO_LONG},
    },
    {
      name: 'an id above 32 bits',
      body: {regionalId: 2 ** 31, nome: 'x'},
      fields: {regionalId: 'deve estar entre -2147483647 e 2147483647'},
    },
    {
      name: 'a name with NUL',
      body: {regionalId: 1, nome: 'a\0b'},
      fields: {nome: 'contém caracteres que não podem ser armazenados'},
    },
  ];
  for (const {name, body, fields} of refused) {
    it(`are refused with ${name}, and the field is named`, async () => {
      expectFields(await create(body), fields);
      expect(await rows()).to.eql([]);
    });
  }

  it('are refused with an id that is none', async () => {
    expectGeneral(
      await create({regionalId: true, nome: 'x'}),
      fieldProblem(PATH, 'regionalId', 'deve ser um número inteiro'),
    );
  });

  for (const id of ['abc', '1.5', '2147483648', '-2147483649', '9223372036854775808']) {
    it(`have no path ${id}`, async () => {
      const {status} = await running.api.request('GET', `${PATH}/${id}`);
      expect(status).to.equal(400);
    });
  }

  it('are not found under 0, -1 and the smallest number of 32 bits', async () => {
    for (const id of [0, -1, -2147483648])
      expectDomain(await running.api.request('GET', `${PATH}/${id}`), notFound(id));
  });
});
