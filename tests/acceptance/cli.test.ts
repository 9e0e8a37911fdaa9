import {expect} from '@loopback/testlab';
import {readFile, writeFile} from 'node:fs/promises';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {join} from 'node:path';
import {buffer} from 'node:stream/consumers';
import {COMMANDS} from '../../src/bin/commands/table';
import {withDatabase} from '../support/database';
import {withFolder} from '../support/folder';
import {withRegionaisApi} from '../support/regionais-api';
import {sql} from '../support/sql';

const PROGRAM = join(__dirname, '../../src/bin/artistas.js');

interface Called {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

describe('artistas', function () {
  this.timeout(60_000);
  const folder = withFolder('suite');
  const database = withDatabase();
  const external = withRegionaisApi();

  /** Calls it as a shell does, in English unless the environment says otherwise. */
  async function call(args: readonly string[], {input = '', env = {}} = {}): Promise<Called> {
    const settings = {
      DATABASE_URL: database.url,
      REGIONAIS_URL: external.api.url,
      LOG_LEVEL: 'silent',
      LANG: 'C',
    };
    const child = spawn(process.execPath, [PROGRAM, ...args], {
      env: {PATH: process.env.PATH, ...settings, ...env},
    });
    child.stdin.end(input);
    const closed = once(child, 'close');
    const printed = await Promise.all([buffer(child.stdout), buffer(child.stderr)]);
    await closed;
    // With the BOM, which whoever decodes a text takes off.
    const [stdout = '', stderr = ''] = printed.map(bytes => bytes.toString());
    return {exitCode: child.exitCode, stdout, stderr};
  }
  const file = async (name: string, content: string): Promise<string> => {
    const path = join(folder.path, name);
    await writeFile(path, content);
    return path;
  };
  const lastLine = ({stdout}: Called): Record<string, unknown> =>
    JSON.parse(stdout.trim().split('\n').at(-1)!) as Record<string, unknown>;

  const languages = [
    {name: 'English', env: {LANG: 'C'}, title: 'Artistas API at the command line', args: []},
    {
      name: 'Portuguese, by the locale',
      env: {LANG: 'pt_BR.UTF-8'},
      title: 'Artistas API na linha de comando',
      args: [],
    },
    {
      name: 'Portuguese, by --lang',
      env: {LANG: 'C'},
      title: 'Artistas API na linha de comando',
      args: ['--lang=pt'],
    },
  ];
  for (const {name, env, title, args} of languages) {
    it(`lists every command in ${name}`, async () => {
      const {exitCode, stdout, stderr} = await call(['--help', ...args], {env});
      expect([exitCode, stderr, stdout.split('\n')[0]]).to.eql([0, '', title]);
      for (const command of COMMANDS) expect(stdout).to.match(new RegExp(`^  ${command.name} `, 'm'));
    });
  }

  it('explains one command, and does nothing', async () => {
    const asked = await call(['restore', '--help']);
    expect([asked.exitCode, asked.stderr]).to.eql([0, '']);
    expect(asked.stdout).to.startWith('Usage: artistas restore [ID]').and.containEql('--replace');
    expect((await call(['help', 'restore', '--lang=pt'])).stdout).to.startWith('Uso: artistas restore');
  });

  const misused = [
    {name: 'no command', args: [], says: /^Artistas API/},
    {name: 'a mistyped one', args: ['imprtar'], says: /^"imprtar" is no command; did you mean "importar"\?/},
    {
      name: 'an unknown one',
      args: ['xyzzyxyzzy'],
      says: /^"xyzzyxyzzy" is no command\. "artistas --help" lists/,
    },
    {name: 'an unknown option', args: ['backup', '--bogus'], says: /--bogus[^]*See: artistas backup --help/},
    {name: 'no file', args: ['importar'], says: /^Something is missing\.\nSee: artistas importar --help/},
    {name: 'too much', args: ['exportar', 'a', 'b'], says: /^"b" is too much\./},
    {name: 'an unknown separator', args: ['exportar', '--separador=x'], says: /^--separador must be/},
    {name: 'an unknown verb', args: ['usuarios', 'apagar', 'elis'], says: /^Say one of criar/},
  ];
  for (const {name, args, says} of misused) {
    it(`ends with 2 and says what to do, given ${name}`, async () => {
      const {exitCode, stdout, stderr} = await call(args);
      expect([exitCode, stdout]).to.eql([2, '']);
      expect(stderr).to.match(says);
    });
  }

  it('imports a file, and exports what is then there', async () => {
    const path = await file('in.csv', 'artista,tipo,album\nElis,CANTOR,Falso Brilhante\n');
    const dry = await call(['importar', path, '--dry-run']);
    expect([dry.exitCode, dry.stderr]).to.eql([0, '']);
    expect(lastLine(dry)).to.containEql({simulacao: true, aplicada: false});
    const done = await call(['importar', path]);
    expect(done.exitCode).to.equal(0);
    expect(done.stdout).to.match(/^leitura: /m);
    expect(lastLine(done)).to.containEql({aplicada: true, albuns: {incluidos: 1, existentes: 0}});
    const [entry] = await sql<{usuario: string}>(database.url, 'select usuario from auditoria');
    expect(entry!.usuario).to.startWith('local:');
    const out = join(folder.path, 'out.csv');
    expect((await call(['exportar', out])).exitCode).to.equal(0);
    const want = '\ufeffartista;tipo;album;referencia\nElis;CANTOR;Falso Brilhante;1\n';
    expect(await readFile(out, 'utf8')).to.equal(want);
    const printed = await call(['exportar']);
    expect([printed.exitCode, printed.stdout]).to.eql([0, want]);
    expect(lastLine(await call(['importar', '-'], {input: want}))).to.containEql({
      albuns: {incluidos: 0, existentes: 1},
    });
  });

  it('says where a file is wrong, in the language of who reads it, and ends with 1', async () => {
    const path = await file('wrong.csv', 'artista;tipo\nElis;cantora\n');
    const portuguese = await call(['importar', path, '--lang=pt']);
    expect([portuguese.exitCode, portuguese.stderr]).to.eql([
      1,
      'linha 2, coluna 2 (tipo): valores permitidos: CANTOR ou BANDA\n',
    ]);
    const {stderr} = await call(['importar', path]);
    expect(stderr).to.equal('line 2, column 2 (tipo): allowed values: CANTOR or BANDA\n');
  });

  it('ends with 1 and a sentence when there is no such file', async () => {
    const {exitCode, stderr} = await call(['importar', join(folder.path, 'none.csv')]);
    expect([exitCode, stderr]).to.match([1, /none\.csv cannot be read\.\n$/]);
  });

  it('says what a synchronisation would change, and changes nothing', async () => {
    external.api.behave([{id: 9, nome: 'CUIABÁ'}]);
    const {exitCode, stdout} = await call(['sincronizar', '--dry-run']);
    expect(exitCode).to.equal(0);
    expect(JSON.parse(stdout)).to.containEql({incluidas: 1, diferenca: [{id: 9, para: 'CUIABÁ'}]});
    expect(await sql(database.url, 'select 1 from regionais where regional_id = 9')).to.eql([]);
  });

  it('makes accounts, changes and lists them; a password comes by standard input alone', async () => {
    const senha = 'cavalo bateria grampo';
    const made = await call(['usuarios', 'criar', 'elis', '--papel=editor'], {input: `${senha}\n`});
    expect([made.exitCode, made.stderr]).to.eql([0, '']);
    expect(lastLine(made)).to.containEql({nome: 'elis', papel: 'editor', ativo: true});
    const off = await call(['usuarios', 'desativar', 'elis']);
    expect(lastLine(off)).to.containEql({papel: 'editor', ativo: false});
    const on = await call(['usuarios', 'ativar', 'elis', '--papel', 'admin']);
    expect(lastLine(on)).to.containEql({papel: 'admin', ativo: true});
    expect(
      (await call(['usuarios', 'senha', 'elis'], {input: 'outra frase bem comprida\n'})).exitCode,
    ).to.equal(0);
    const listed = await call(['usuarios']);
    expect(
      listed.stdout
        .trim()
        .split('\n')
        .map(line => (JSON.parse(line) as {nome: string}).nome),
    ).to.eql(['seletivo', 'elis']);
    const acoes = await sql<{acao: string}>(
      database.url,
      `select acao from auditoria where acao like '%a%' and alvo like 'usuario/%' order by id`,
    );
    expect(acoes.map(({acao}) => acao)).to.eql([
      'usuario_criado',
      'usuario_alterado',
      'usuario_alterado',
      'senha_redefinida',
    ]);
    const again = await call(['usuarios', 'criar', 'elis'], {input: `${senha}\n`});
    expect([again.exitCode, again.stderr]).to.eql([1, 'There is a user of that name already\n']);
    const weak = await call(['usuarios', 'criar', 'tom'], {input: 'curta\n'});
    expect([weak.exitCode, weak.stderr]).to.match([1, /^senha: The password/m]);
    const fraca = await call(['usuarios', 'criar', 'tom', '--lang=pt'], {input: 'curta\n'});
    expect([fraca.exitCode, fraca.stderr]).to.match([1, /^senha: A senha/m]);
    const unknown = await call(['usuarios', 'senha', 'ninguem'], {input: `${senha}\n`});
    expect([unknown.exitCode, unknown.stderr]).to.match([1, /There is no account "ninguem"/]);
  });
});
