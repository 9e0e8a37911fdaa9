import {expect} from '@loopback/testlab';
import {Api, withApi} from '../support/api';
import {expectGeneral, parameterProblem} from '../support/problems';

const PATH = '/api/v1/artistas';
const NAMES = ['Ágata', 'agata', 'Bia', 'ção', 'Dora', 'bia', 'Zé', 'Á', 'Érico', 'erico', 'Ana', 'ana'];

/** Address of the `next` link of an answer; undefined on the last page. */
const nextOf = (link: string | undefined): string | undefined =>
  /<([^>]+)>; rel="next"/.exec(link ?? '')?.[1];

/** Ids of all rows, page by page, as a client that follows `next` sees them. */
async function walk(api: Api, first: string, betweenPages: () => Promise<unknown> = () => Promise.resolve()) {
  const ids: number[] = [];
  for (let path: string | undefined = first; path;) {
    const {status, json, headers} = await api.request('GET', path);
    expect(status).to.equal(200);
    ids.push(...(json.content as {id: number}[]).map(({id}) => id));
    path = nextOf(headers['link'] as string);
    expect(path === undefined).to.equal(json.last || json.content.length < json.size);
    await betweenPages();
  }
  return ids;
}

describe('paging by cursor', () => {
  const given = withApi();
  before(async () => {
    for (const [i, nome] of [...NAMES, ...NAMES].entries()) {
      const tipo = i % 3 ? 'CANTOR' : 'BANDA';
      await given.api.sql('insert into artista (nome, tipo) values ($1, $2)', [nome, tipo]);
    }
  });

  const orders = [
    '',
    'sort=id,desc',
    'sort=nome',
    'sort=nome,desc',
    'sort=tipo&sort=nome,desc',
    'sort=tipo,desc&sort=nome',
    'sort=nome,asc,ignorecase',
    'sort=nome,desc,ignorecase&sort=id,desc',
    'nome=a&sort=tipo,nome,desc',
    'sort=nome,nome,desc&sort=tipo,nome',
    'sort=nome,desc,ignorecase&sort=nome&sort=nome,desc,ignorecase',
  ];
  for (const order of orders) {
    it(`shows each row once, as the pages by number do: ${order || 'no order'}`, async () => {
      const {json: whole} = await given.api.request('GET', `${PATH}?size=2000&${order}`);
      const ids = (whole.content as {id: number}[]).map(({id}) => id);
      expect(await walk(given.api, `${PATH}?size=5&${order}`)).to.eql(ids);
    });
  }

  for (const order of orders) {
    it(`neither skips nor repeats a row while others come and go: ${order || 'no order'}`, async () => {
      const {json: whole} = await given.api.request('GET', `${PATH}?size=2000&${order}`);
      const ids = (whole.content as {id: number}[]).map(({id}) => id);
      const passing = `insert into artista (nome, tipo) select n, t from unnest(array['A0', 'Zz0']) n, unnest(array['CANTOR', 'BANDA']) t`;
      const disturb = (): Promise<unknown> =>
        given.api.sql(`delete from artista where nome in ('A0', 'Zz0'); ${passing}`);
      await disturb();
      const seen = await walk(given.api, `${PATH}?size=4&${order}`, disturb);
      await given.api.sql(`delete from artista where nome in ('A0', 'Zz0')`);
      expect(seen.filter(id => ids.includes(id))).to.eql(ids);
      expect(new Set(seen).size).to.equal(seen.length);
    });
  }

  it('goes on behind a row that was removed', async () => {
    const [removed] = await given.api.sql<{id: string}>(
      `insert into artista (nome, tipo) values ('0', 'BANDA') returning id`,
    );
    const {json, headers} = await given.api.request('GET', `${PATH}?size=1`);
    expect(json.content[0].id).to.equal(Number(removed!.id));
    await given.api.sql(`delete from artista where nome = '0'`);
    const first = await given.api.request('GET', `${PATH}?size=1`);
    const next = await given.api.request('GET', nextOf(headers['link'] as string)!);
    expect(next.json.content).to.eql(first.json.content);
  });

  it('goes on in the envelope: number, first and last', async () => {
    const {headers, json} = await given.api.request('GET', `${PATH}?size=10`);
    expect([json.number, json.first, json.last]).to.eql([0, true, false]);
    const second = await given.api.request('GET', nextOf(headers['link'] as string)!);
    expect([second.json.number, second.json.first, second.json.last]).to.eql([1, false, false]);
    const third = await given.api.request('GET', nextOf(second.headers['link'] as string)!);
    expect([third.json.number, third.json.last, third.json.numberOfElements]).to.eql([2, true, 4]);
    expect(nextOf(third.headers['link'] as string)).to.be.undefined();
    expect(third.headers['link']).to.match(/rel="first"/);
  });

  it('goes on behind the longest names, however often they are sorted by', async () => {
    const nome = '\u0001'.repeat(255);
    const insert = `insert into artista (nome, tipo) values ($1, 'BANDA')`;
    for (let i = 0; i < 3; i++) await given.api.sql(insert, [nome]);
    const sort = 'sort=nome,asc,ignorecase&sort=nome,nome,nome,nome,nome,desc';
    expect(await walk(given.api, `${PATH}?size=1&nome=%01&${sort}`)).to.have.length(3);
    await given.api.sql('delete from artista where nome = $1', [nome]);
  });

  const encode = (content: object): string => Buffer.from(JSON.stringify(content)).toString('base64url');
  const refused = [
    {name: 'garbage', cursor: 'abc', expected: 'use o valor recebido no campo Link'},
    {name: 'another shape', cursor: encode({page: 1}), expected: 'use o valor recebido no campo Link'},
    {
      name: 'a NUL in it',
      cursor: encode({page: 1, order: 'artista;nome,ASC,false;id,ASC,false', values: ['\0', 1]}),
      expected: 'use o valor recebido no campo Link',
    },
    {
      name: 'another order',
      cursor: encode({page: 1, order: 'artista;id,ASC,false', values: [1]}),
      expected: 'foi obtido com outra lista ou ordenação',
    },
    {
      name: 'the other direction',
      cursor: encode({page: 1, order: 'artista;nome,DESC,false;id,ASC,false', values: ['a', 1]}),
      expected: 'foi obtido com outra lista ou ordenação',
    },
    {
      name: 'values of another type',
      cursor: encode({page: 1, order: 'artista;nome,ASC,false;id,ASC,false', values: [1, 'x']}),
      expected: 'foi obtido com outra lista ou ordenação',
    },
  ];
  for (const {name, cursor, expected} of refused) {
    it(`refuses a cursor with ${name}`, async () => {
      const answer = await given.api.request('GET', `${PATH}?sort=nome&cursor=${cursor}`);
      expectGeneral(answer, parameterProblem(PATH, 'cursor', expected));
    });
  }

  it('refuses a cursor that was cut, and one of rows of another kind', async () => {
    await given.api.sql(`insert into album (nome) values ('Um')`);
    const {headers} = await given.api.request('GET', `${PATH}?sort=nome&size=1`);
    const cursor = new URL(nextOf(headers['link'] as string)!, given.api.url).searchParams.get('cursor')!;
    const isRefused = async (path: string, value: string, expected: string): Promise<void> => {
      const answer = await given.api.request('GET', `${path}?sort=nome&cursor=${value}`);
      expectGeneral(answer, parameterProblem(path, 'cursor', expected));
    };
    for (const letters of [1, 2, 3, 20]) {
      await isRefused(PATH, cursor.slice(0, -letters), 'use o valor recebido no campo Link');
    }
    await isRefused('/api/v1/album', cursor, 'foi obtido com outra lista ou ordenação');
  });
});
