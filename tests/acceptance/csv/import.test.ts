import {expect} from '@loopback/testlab';
import {request} from 'node:http';
import {Api, withApi} from '../../support/api';
import {eventually} from '../../support/eventually';
import {Answer} from '../../support/http';
import {sql, withClient} from '../../support/sql';

const PATH = '/api/v1/catalogo/csv';
const CSV = {'content-type': 'text/csv'};

/** Each link as `artist (tipo) - album`, then what has none. */
async function catalogue({databaseUrl}: Api): Promise<string[]> {
  const rows = await sql<{line: string}>(
    databaseUrl,
    `select concat_ws(' - ', a.nome || ' (' || a.tipo || ')', al.nome) as line
       from artista a left join artista_album aa on aa.artista_id = a.id full join album al on al.id = aa.album_id
      order by a.id, al.id`,
  );
  return rows.map(({line}) => line);
}

describe('POST /api/v1/catalogo/csv', () => {
  const running = withApi();
  beforeEach(() =>
    running.api.sql('truncate artista, album, artista_album, album_imagens, evento, auditoria'),
  );

  const send = (body: string | Buffer, {query = '', headers = {}} = {}): Promise<Answer> =>
    running.api.request('POST', PATH + query, {body, headers: {...CSV, ...headers}});
  const counts = (json: unknown): unknown => {
    const {artistas, albuns, vinculos} = json as Record<string, unknown>;
    return {artistas, albuns, vinculos};
  };
  const count = (incluidos: number, existentes: number) => ({incluidos, existentes});

  const WHOLE = [
    'artista;tipo;album;referencia',
    'Serj Tankian;CANTOR;Harakiri;',
    'Serj Tankian;CANTOR;Greatest Hits;',
    'Guns N’ Roses;BANDA;Greatest Hits;',
    'Mike Shinoda;CANTOR;;',
    ';;Sem artista;',
    'Elis;CANTOR;Elis & Tom;7',
    'Tom;CANTOR;Elis & Tom;7',
  ].join('\n');
  const CATALOGUE = [
    'Serj Tankian (CANTOR) - Harakiri',
    'Serj Tankian (CANTOR) - Greatest Hits',
    'Guns N’ Roses (BANDA) - Greatest Hits',
    'Mike Shinoda (CANTOR)',
    'Elis (CANTOR) - Elis & Tom',
    'Tom (CANTOR) - Elis & Tom',
    'Sem artista',
  ];

  it('adds artists, albums and links, and says how many', async () => {
    const {status, json} = await send(WHOLE);
    expect(status).to.equal(200);
    expect(json).to.eql({
      aplicada: true,
      simulacao: false,
      linhas: 7,
      artistas: count(5, 0),
      albuns: count(5, 0),
      vinculos: count(5, 0),
      totalErros: 0,
      erros: [],
    });
    expect(await catalogue(running.api)).to.eql(CATALOGUE);
  });

  it('changes nothing when the file comes again: no row, event, entry or version', async () => {
    await send(WHOLE);
    const state = () =>
      running.api
        .sql(`select (select count(*) from evento) as events, (select count(*) from auditoria) as entries,
        (select sum(versao) from versao) as versions, (select max(id) from album) as last`);
    const before = await state();
    const {json} = await send(WHOLE);
    expect(counts(json)).to.eql({artistas: count(0, 5), albuns: count(0, 5), vinculos: count(0, 5)});
    expect(await catalogue(running.api)).to.eql(CATALOGUE);
    expect(await state()).to.eql(before);
  });

  it('only says what it would do with dryRun', async () => {
    const {status, json} = await send(WHOLE, {query: '?dryRun=true'});
    expect(status).to.equal(200);
    expect(json).to.containEql({aplicada: false, simulacao: true});
    expect(counts(json)).to.eql({artistas: count(5, 0), albuns: count(5, 0), vinculos: count(5, 0)});
    expect(await catalogue(running.api)).to.eql([]);
  });

  it('is seen by the next read of a list that was kept', async () => {
    const total = async (): Promise<number> =>
      (await running.api.request('GET', '/api/v1/album')).json.totalElements as number;
    expect([await total(), await total()]).to.eql([0, 0]);
    await send(WHOLE);
    expect(await total()).to.equal(5);
  });

  it('writes down who it was, and tells what a person would have caused', async () => {
    await send('artista;tipo;album\nElis;CANTOR;Falso Brilhante');
    const [entry] = await running.api.sql('select acao, usuario, detalhe from auditoria');
    const dados = {artistas: 1, albuns: 1, vinculos: 1};
    expect(entry).to.eql({acao: 'catalogo_importado', usuario: 'seletivo', detalhe: dados});
    const events = await running.api.sql<{tipo: string}>('select tipo from evento order by ordem');
    expect(events.map(({tipo}) => tipo)).to.eql(['album.criado', 'vinculo.criado', 'catalogo.importado']);
  });

  it('tells of a large import as a whole', async () => {
    const lines = Array.from({length: 1_001}, (_, i) => `Disco ${i}`);
    const {json} = await send(['album', ...lines].join('\n'));
    expect(json).to.containEql({albuns: count(1_001, 0)});
    const events = await running.api.sql('select tipo, dados from evento');
    expect(events).to.eql([{tipo: 'catalogo.importado', dados: {artistas: 0, albuns: 1_001, vinculos: 0}}]);
  });

  it('gives a new link to the album that is there', async () => {
    await send('artista;tipo;album;referencia\nElis;CANTOR;Elis & Tom;');
    const {json} = await send(
      'artista;tipo;album;referencia\nElis;CANTOR;Elis & Tom;a\nTom;CANTOR;Elis & Tom;a',
    );
    expect(counts(json)).to.eql({artistas: count(1, 1), albuns: count(0, 1), vinculos: count(1, 1)});
  });

  it('stays idempotent where several albums could be meant', async () => {
    await send('artista;tipo;album\nC;BANDA;X\nA;BANDA;X');
    const file = 'artista;tipo;album;referencia\nA;BANDA;X;1\nB;BANDA;X;1\nC;BANDA;X;2\nB;BANDA;X;2';
    await send(file);
    const after = await catalogue(running.api);
    expect(counts((await send(file)).json)).to.eql({
      artistas: count(0, 3),
      albuns: count(0, 2),
      vinculos: count(0, 4),
    });
    expect(await catalogue(running.api)).to.eql(after);
  });

  const readings: {name: string; body: string | Buffer; want: string[]}[] = [
    {name: 'commas', body: 'artista,tipo,album\nA,BANDA,"X; Y"', want: ['A (BANDA) - X; Y']},
    {
      name: 'a BOM, CRLF and capitals',
      body: '\ufeffARTISTA;Tipo\r\nÉlis;CANTOR\r\n',
      want: ['Élis (CANTOR)'],
    },
    {name: 'columns in another order', body: 'album;tipo;artista\nX;BANDA;A', want: ['A (BANDA) - X']},
    {name: 'quotes and line ends', body: 'album\n"a ""b""\nc"', want: ['a "b"\nc']},
    {name: 'backslashes and tabs', body: 'album\na\\N\tb\\', want: ['a\\N\tb\\']},
    {name: 'blanks at the ends', body: 'album\n X ', want: [' X ']},
    {name: 'empty lines', body: 'album\n\nX\n\n', want: ['X']},
    {name: 'a guarded formula', body: "album\n'=1+1\n''=1\n'n", want: ['=1+1', "'=1", "'n"]},
  ];
  for (const {name, body, want} of readings) {
    it(`reads ${name}`, async () => {
      const {status} = await send(body);
      expect(status).to.equal(200);
      expect(await catalogue(running.api)).to.eql(want);
    });
  }

  const HEADER = 'artista;tipo;album;referencia\nA;BANDA;X;1\n';
  const latin1 = Buffer.from('album\nok\nÁlbum\n', 'latin1');
  const wrong: {name: string; body: string | Buffer; linha: number; coluna?: number; mensagem: RegExp}[] = [
    {
      name: 'a blank name',
      body: `${HEADER}" ";BANDA;;`,
      linha: 3,
      coluna: 1,
      mensagem: /^O nome do artista deve ser/,
    },
    {
      name: 'a long name',
      body: `${HEADER}${'n'.repeat(201)};BANDA;;`,
      linha: 3,
      coluna: 1,
      mensagem: /200 caract/,
    },
    {name: 'no tipo', body: `${HEADER}B;;;`, linha: 3, coluna: 2, mensagem: /^O tipo do artista deve ser/},
    {name: 'another tipo', body: `${HEADER}B;banda;;`, linha: 3, coluna: 2, mensagem: /CANTOR ou BANDA$/},
    {name: 'a tipo alone', body: `${HEADER};BANDA;X;`, linha: 3, coluna: 2, mensagem: /^informe o artista/},
    {
      name: 'a long album',
      body: `${HEADER};;${'n'.repeat(256)};`,
      linha: 3,
      coluna: 3,
      mensagem: /255 caract/,
    },
    {name: 'NUL', body: `${HEADER};;a\0b;`, linha: 3, coluna: 3, mensagem: /armazenados/},
    {name: 'nothing', body: `${HEADER};;;`, linha: 3, mensagem: /^informe um artista ou/},
    {
      name: 'a referencia alone',
      body: `${HEADER}B;BANDA;;9`,
      linha: 3,
      coluna: 4,
      mensagem: /^informe o álbum/,
    },
    {
      name: 'a referencia of two',
      body: `${HEADER}B;BANDA;Y;1`,
      linha: 3,
      coluna: 4,
      mensagem: /já é do álbum "X"$/,
    },
    {
      name: 'a field too few',
      body: `${HEADER}B;BANDA`,
      linha: 3,
      mensagem: /tem 2 colunas, e o cabeçalho 4$/,
    },
    {name: 'an unknown column', body: 'artista;tipo;gênero\n', linha: 1, coluna: 3, mensagem: /"gênero"/},
    {name: 'a column twice', body: 'album;album\n', linha: 1, coluna: 2, mensagem: /se repete$/},
    {name: 'an artist without tipo column', body: 'artista\nA', linha: 1, mensagem: /deve ter/},
    {name: 'an empty file', body: '', linha: 1, mensagem: /vazio/},
    {name: 'a quote that is not closed', body: `${HEADER}B;BANDA;"X;`, linha: 3, mensagem: /aspas/},
    {name: 'a quote in the middle', body: `${HEADER}B;BANDA;X"Y;`, linha: 3, mensagem: /aspas/},
    {
      name: 'an endless quote',
      body: `album\n"${'x\n'.repeat(9_000)}`,
      linha: 4_098,
      mensagem: /longa demais/,
    },
    {name: 'Latin-1', body: latin1, linha: 3, mensagem: /UTF-8/},
    {name: 'UTF-16', body: Buffer.from('\ufeffalbum\nX', 'utf16le'), linha: 1, mensagem: /UTF-8/},
    {name: 'a cut letter', body: Buffer.from('album\né').subarray(0, -1), linha: 2, mensagem: /UTF-8/},
  ];
  for (const {name, body, linha, coluna, mensagem} of wrong) {
    it(`refuses ${name} by line and column, and changes nothing`, async () => {
      const {status, json} = await send(body);
      expect(status).to.equal(422);
      const [error] = json.erros as {linha: number; coluna?: number; mensagem: string}[];
      expect([error?.linha, error?.coluna]).to.eql([linha, coluna]);
      expect(error?.mensagem).to.match(mensagem);
      expect(await catalogue(running.api)).to.eql([]);
    });
  }

  it('says it in English to whoever prefers that', async () => {
    const {json, headers} = await send('album;album', {headers: {'accept-language': 'en-US,en;q=0.9'}});
    expect(json.erros).to.match([{mensagem: 'the column "album" occurs twice'}]);
    expect(headers['content-language']).to.equal('en');
  });

  it('shows the first hundred errors, and counts all', async () => {
    const {json} = await send(`artista;tipo\n${'A;x\n'.repeat(150)}`);
    expect(json).to.containEql({totalErros: 150, linhas: 150});
    expect(json.erros).to.have.length(100);
  });

  it('answers a line for each step where that is accepted, the report last', async () => {
    const {status, text, headers} = await send(WHOLE, {headers: {accept: 'application/x-ndjson'}});
    const lines = text
      .trim()
      .split('\n')
      .map(line => JSON.parse(line) as Record<string, unknown>);
    expect([status, headers['content-type']]).to.eql([200, 'application/x-ndjson']);
    expect(lines.slice(0, -1).every(line => 'progresso' in line)).to.be.true();
    expect(lines.length).to.be.greaterThan(2);
    expect(lines.at(-1)).to.containEql({aplicada: true, linhas: 7});
  });

  it('is done once at a time', async () => {
    await withClient(running.api.databaseUrl, async client => {
      await client.query('select pg_advisory_lock(1634890857, 2)');
      const {status, json, headers} = await send(WHOLE);
      expect([status, json.code, headers['retry-after']]).to.eql([409, 'importacao_in_progress', '10']);
    });
    expect((await send(WHOLE)).status).to.equal(200);
  });

  it('has not happened when its client goes away', async () => {
    const isRunning = async (): Promise<boolean> => {
      const locks = await running.api.sql(`select from pg_locks where locktype = 'advisory' and objid = 2
        and database = (select oid from pg_database where datname = current_database())`);
      return locks.length > 0;
    };
    const sending = request(running.api.url + PATH, {method: 'POST', auth: 'seletivo:admin', headers: CSV});
    sending.on('error', () => undefined).write(`album\n${'X\n'.repeat(50_000)}`);
    await eventually('the import runs', isRunning);
    sending.destroy();
    await eventually('the import is over', async () => !(await isRunning()));
    expect(await catalogue(running.api)).to.eql([]);
  });

  const refused = [
    {name: 'JSON', headers: {'content-type': 'application/json'}, code: 'media_type_unsupported'},
    {
      name: 'another charset',
      headers: {'content-type': 'text/csv; charset=iso-8859-1'},
      code: 'media_type_unsupported',
    },
    {name: 'compressed bytes', headers: {'content-encoding': 'gzip'}, code: 'media_type_unsupported'},
  ];
  for (const {name, headers, code} of refused) {
    it(`refuses ${name}`, async () => {
      const {status, json} = await send(WHOLE, {headers});
      expect([status, json.code]).to.eql([415, code]);
    });
  }
});
