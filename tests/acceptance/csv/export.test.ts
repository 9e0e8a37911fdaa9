import {expect} from '@loopback/testlab';
import {withApi} from '../../support/api';

const PATH = '/api/v1/catalogo/csv';
const BOM = '\ufeff';

describe('GET /api/v1/catalogo/csv', () => {
  const running = withApi();
  beforeEach(() => running.api.sql('truncate artista, album, artista_album, album_imagens restart identity'));
  const read = (query = '') => running.api.request('GET', PATH + query);
  const send = (body: string) =>
    running.api.request('POST', PATH, {body, headers: {'content-type': 'text/csv'}});

  it('writes each link, artist and album, as a file for a spreadsheet', async () => {
    await send('artista;tipo;album\nElis;CANTOR;"Elis; ao vivo"\nTom;CANTOR;\n;;Vazio');
    const {status, text, headers} = await read();
    expect(status).to.equal(200);
    expect(headers['content-type']).to.equal('text/csv; charset=utf-8; header=present');
    expect(headers['content-disposition']).to.equal('attachment; filename="catalogo.csv"');
    expect(text.split('\n')).to.eql([
      `${BOM}artista;tipo;album;referencia`,
      'Elis;CANTOR;"Elis; ao vivo";1',
      'Tom;CANTOR;;',
      ';;Vazio;2',
      '',
    ]);
  });

  it('writes commas when asked to', async () => {
    expect((await read('?separador=,')).text).to.equal(`${BOM}artista,tipo,album,referencia\n`);
  });

  const formulas = ['=1+1', '+1', '-1', '@a', '\ta', '＝1', "'=1", "''@b"];
  it('lets no spreadsheet run a name, and takes it back as it was', async () => {
    for (const nome of formulas)
      expect((await running.api.request('POST', '/api/v1/album', {body: {nome}})).status).to.equal(200);
    const {text} = await read();
    const written = text
      .trim()
      .split('\n')
      .slice(1)
      .map(line => line.split(';')[2]);
    expect(written).to.eql(formulas.map(nome => `'${nome}`));
    await running.api.sql('truncate album, artista_album, album_imagens restart identity');
    await send(text);
    const rows = await running.api.sql<{nome: string}>('select nome from album order by id');
    expect(rows.map(({nome}) => nome)).to.eql(formulas);
  });

  it('is no change to the catalogue that it comes from, and the whole of it to an empty one', async () => {
    await running.api.sql(
      `insert into artista (nome, tipo) values ('A', 'BANDA'), ('A', 'BANDA'), ('B', 'CANTOR'), ('Só', 'CANTOR');
       insert into album (nome) values ('X'), ('X'), ('X'), ('Y'), ('Z'), ('Z');
       insert into artista_album values (1, 1), (1, 2), (2, 3), (3, 3), (3, 4);`,
    );
    const {text} = await read();
    expect((await send(text)).json).to.containEql({
      artistas: {incluidos: 0, existentes: 3},
      albuns: {incluidos: 0, existentes: 6},
      vinculos: {incluidos: 0, existentes: 5},
    });
    await running.api.sql('truncate artista, album, artista_album, album_imagens');
    expect((await send(text)).json).to.containEql({
      artistas: {incluidos: 3, existentes: 0},
      albuns: {incluidos: 6, existentes: 0},
      vinculos: {incluidos: 5, existentes: 0},
    });
  });

  it('refuses another separator, naming the parameter', async () => {
    const {status, json} = await read('?separador=x');
    expect([status, json.code]).to.eql([400, 'parameter_invalid']);
  });
});
