import {expect} from '@loopback/testlab';
import {withApi} from '../support/api';
import {Album, givenAlbum, givenArtista} from '../support/given';
import {expectGeneral, parameterProblem} from '../support/problems';

const NAMES = {
  agudo: 'Café com Leite',
  decomposed: 'Cafe\u0301 decomposto',
  plain: 'cafe puro',
  percent: '100% Você',
  underscore: 'sub_solo',
  backslash: 'barra \\ invertida',
  comma: 'um,dois',
  blanks: '  dois  espaços  ',
  emoji: 'Solo 🎸',
  cedilla: 'AÇÃO',
} as const;
type Name = keyof typeof NAMES;

describe('search by nome', () => {
  const running = withApi();
  before(async () => {
    for (const nome of Object.values(NAMES)) {
      await givenAlbum(running.api, {nome});
      await givenArtista(running.api, {nome});
    }
  });

  const everything = Object.keys(NAMES) as Name[];
  const cases: readonly {name: string; nome: string; found: readonly Name[]}[] = [
    {name: 'a part', nome: 'puro', found: ['plain']},
    {name: 'another case', nome: 'PURO', found: ['plain']},
    {name: 'no accents', nome: 'cafe', found: ['agudo', 'decomposed', 'plain']},
    {name: 'accents', nome: 'café', found: ['agudo', 'decomposed', 'plain']},
    {name: 'accents in capitals', nome: 'CAFÉ', found: ['agudo', 'decomposed', 'plain']},
    {name: 'accents in two code points', nome: 'cafe\u0301', found: ['agudo', 'decomposed', 'plain']},
    {name: 'a cedilla', nome: 'ação', found: ['cedilla']},
    {name: 'no cedilla', nome: 'acao', found: ['cedilla']},
    {name: 'a percent sign', nome: '%', found: ['percent']},
    {name: 'a percent sign between letters', nome: 'c%o', found: []},
    {name: 'an underscore', nome: '_', found: ['underscore']},
    {name: 'a backslash', nome: '\\', found: ['backslash']},
    {name: 'an escaped percent sign', nome: '\\%', found: []},
    {name: 'a quote', nome: `' or 1=1 --`, found: []},
    {name: 'blanks inside', nome: 'dois  espacos', found: ['blanks']},
    {name: 'a blank at the end', nome: 'puro ', found: []},
    {name: 'blanks at the end that are there', nome: 'espaços  ', found: ['blanks']},
    {name: 'an emoji', nome: '🎸', found: ['emoji']},
    {name: 'nothing', nome: '', found: everything},
    {name: 'a blank', nome: ' ', found: everything},
    {name: 'a tab and a line end', nome: '\t\n', found: everything},
    {name: 'more than any name holds', nome: 'x'.repeat(300), found: []},
  ];
  for (const {name, nome, found} of cases) {
    it(`by ${name} finds ${found.length}`, async () => {
      for (const path of ['album', 'artistas']) {
        const query = `nome=${encodeURIComponent(nome)}&sort=id`;
        const {json} = await running.api.request('GET', `/api/v1/${path}?${query}`);
        expect(json.content.map((row: Album) => row.nome)).to.eql(found.map(key => NAMES[key]));
        expect(json.totalElements).to.equal(found.length);
      }
    });
  }

  it('joins repeated parameters by a comma', async () => {
    const {json} = await running.api.request('GET', '/api/v1/album?nome=um&nome=dois');
    expect(json.content.map((row: Album) => row.nome)).to.eql([NAMES.comma]);
    const other = await running.api.request('GET', '/api/v1/album?nome=um&nome=outro');
    expect(other.json.content).to.eql([]);
  });

  const raw = [
    {query: 'nome=sub%5Fsolo', hits: 1},
    {query: 'nome=cafe+puro', hits: 1},
    {query: 'nome=100%', hits: 1},
    {query: 'nome=%zz', hits: 0},
    {query: 'nome=%C3%28', hits: 0},
    {query: 'nome=%ED%A0%80', hits: 0},
    {query: 'nome', hits: everything.length},
    {query: '&&=&nome=puro&', hits: 1},
    {query: 'NOME=puro', hits: everything.length},
  ];
  for (const {query, hits} of raw) {
    it(`reads ?${query}: ${hits}`, async () => {
      const {status, json} = await running.api.request('GET', `/api/v1/album?${query}`);
      expect(status).to.equal(200);
      expect(json.totalElements).to.equal(hits);
    });
  }

  for (const [list, name] of [
    ['album', 'nome'],
    ['artistas', 'nome'],
    ['album/album-por-artista', 'artista'],
  ] as const) {
    it(`refuses a NUL in ${name} of ${list}`, async () => {
      const path = `/api/v1/${list}`;
      const answer = await running.api.request('GET', `${path}?${name}=a%00b`);
      expectGeneral(answer, parameterProblem(path, name, 'contém caracteres que não são permitidos'));
    });
  }
});
