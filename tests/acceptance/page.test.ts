import {expect} from '@loopback/testlab';
import {withApi} from '../support/api';

const ALBUM = '/api/v1/album';
const ARTISTAS = '/api/v1/artistas';
const INT_MAX = 2_147_483_647;
const ROWS = 2_050;

describe('page envelope', () => {
  const running = withApi({template: 'sample'});

  it('is what it was, member by member', async () => {
    const {text} = await running.api.request('GET', `${ALBUM}?nome=illusion`);
    expect(text).to.equal(
      '{"content":[{"id":11,"nome":"Use Your Illusion I"},{"id":12,"nome":"Use Your Illusion II"}],' +
        '"pageable":{"pageNumber":0,"pageSize":20,"sort":[],"offset":0,"paged":true,"unpaged":false},' +
        '"last":true,"totalPages":1,"totalElements":2,"size":20,"number":0,"sort":[],"first":true,' +
        '"numberOfElements":2,"empty":false}',
    );
  });

  it('names each order twice', async () => {
    const {text} = await running.api.request('GET', `${ARTISTAS}?size=1`);
    const order =
      '[{"direction":"ASC","property":"nome","ignoreCase":false,"nullHandling":"NATIVE","ascending":true,"descending":false}]';
    expect(text).to.equal(
      '{"content":[{"id":4,"nome":"Guns N’ Roses","tipo":"BANDA"}],' +
        `"pageable":{"pageNumber":0,"pageSize":1,"sort":${order},"offset":0,"paged":true,"unpaged":false},` +
        `"last":false,"totalPages":4,"totalElements":4,"size":1,"number":0,"sort":${order},"first":true,` +
        '"numberOfElements":1,"empty":false}',
    );
  });

  it('of an empty result has no pages, and is the first and the last', async () => {
    const {json} = await running.api.request('GET', `${ALBUM}?nome=nothing-like-it`);
    const {content, totalPages, totalElements, first, last, numberOfElements, empty} = json;
    expect({content, totalPages, totalElements, first, last, numberOfElements, empty}).to.eql({
      content: [],
      totalPages: 0,
      totalElements: 0,
      first: true,
      last: true,
      numberOfElements: 0,
      empty: true,
    });
  });

  const positions = [
    {query: 'size=5', number: 0, rows: 5, first: true, last: false},
    {query: 'size=5&page=1', number: 1, rows: 5, first: false, last: false},
    {query: 'size=5&page=2', number: 2, rows: 3, first: false, last: true},
    {query: 'size=5&page=3', number: 3, rows: 0, first: false, last: true},
    {query: 'size=13', number: 0, rows: 13, first: true, last: true},
    {query: `size=5&page=${INT_MAX}`, number: INT_MAX, rows: 0, first: false, last: true},
    {query: `size=2000&page=${INT_MAX}`, number: INT_MAX, rows: 0, first: false, last: true},
  ];
  for (const {query, number, rows, first, last} of positions) {
    it(`of ${query} has ${rows} rows and the real totals`, async () => {
      const {status, json} = await running.api.request('GET', `${ALBUM}?${query}`);
      expect(status).to.equal(200);
      expect(json.content).to.have.length(rows);
      expect(json.totalElements).to.equal(13);
      expect(json.totalPages).to.equal(Math.ceil(13 / json.size));
      expect(json.pageable.offset).to.equal(number * json.size);
      const {number: is, first: isFirst, last: isLast, numberOfElements, empty} = json;
      expect({is, isFirst, isLast}).to.eql({is: number, isFirst: first, isLast: last});
      expect({numberOfElements, empty}).to.eql({numberOfElements: rows, empty: rows === 0});
    });
  }
});

describe('size', () => {
  const running = withApi();
  before(() =>
    running.api.sql(`insert into album (nome) select 'a' || n from generate_series(1, ${ROWS}) n`),
  );

  const cases = [
    {query: '', size: 20},
    {query: 'size=1', size: 1},
    {query: 'size=2000', size: 2000},
    {query: 'size=2001', size: 2000},
    {query: `size=${INT_MAX}`, size: 2000},
    {query: `size=${INT_MAX + 1}`, size: 20},
    {query: 'size=0', size: 20},
    {query: 'size=-1', size: 20},
    {query: 'size=ten', size: 20},
    {query: 'size=1.5', size: 20},
    {query: 'size=1e2', size: 20},
    {query: 'size=', size: 20},
    {query: 'size', size: 20},
    {query: 'size=99999999999999999999999', size: 20},
    {query: 'size=3&size=7', size: 3},
    {query: 'size=x&size=7', size: 20},
    {query: 'limit=3&offset=5&unpaged=true', size: 20},
  ];
  for (const {query, size} of cases) {
    it(`of ?${query} is ${size}`, async () => {
      const {json} = await running.api.request('GET', `${ALBUM}?${query}`);
      expect(json.content).to.have.length(size);
      expect([json.size, json.pageable.pageSize, json.pageable.paged]).to.eql([size, size, true]);
    });
  }

  it('of artists is 10', async () => {
    expect((await running.api.request('GET', ARTISTAS)).json.size).to.equal(10);
  });
});

describe('page number', () => {
  const running = withApi({template: 'sample'});

  const cases = [
    {query: 'page=2', number: 2},
    {query: 'page=0', number: 0},
    {query: 'page=-1', number: 0},
    {query: 'page=two', number: 0},
    {query: 'page=1.5', number: 0},
    {query: 'page=', number: 0},
    {query: 'page', number: 0},
    {query: `page=${INT_MAX + 1}`, number: 0},
    {query: 'page=99999999999999999999999', number: 0},
    {query: 'page=1&page=3', number: 1},
    {query: 'page=x&page=3', number: 0},
  ];
  for (const {query, number} of cases) {
    it(`of ?${query} is ${number}`, async () => {
      const {json} = await running.api.request('GET', `${ALBUM}?size=2&${query}`);
      expect(json.content[0].id).to.equal(number * 2 + 1);
      expect([json.number, json.pageable.pageNumber]).to.eql([number, number]);
    });
  }
});

describe('total', () => {
  const running = withApi();

  it('follows what is created and removed', async () => {
    const totals = async () => {
      const {json} = await running.api.request('GET', `${ALBUM}?size=1`);
      return {totalElements: json.totalElements, totalPages: json.totalPages};
    };
    expect(await totals()).to.eql({totalElements: 0, totalPages: 0});
    const created = [];
    for (const nome of ['um', 'dois', 'três']) {
      created.push((await running.api.request('POST', ALBUM, {body: {nome}})).json.id);
    }
    expect(await totals()).to.eql({totalElements: 3, totalPages: 3});
    await running.api.request('DELETE', `${ALBUM}/${created[1]}`);
    expect(await totals()).to.eql({totalElements: 2, totalPages: 2});
  });
});
