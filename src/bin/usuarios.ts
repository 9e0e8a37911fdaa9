import {createInterface} from 'node:readline/promises';
import {Writable} from 'node:stream';
import {AuthComponent} from '../auth/auth.component';
import {AuthKeys} from '../auth/keys';
import {loadConfig} from '../config/config';
import {StartupError} from '../config/startup-error';
import {say} from '../messages/message';
import {words} from '../messages/words';
import type {Ator} from '../models/auditoria';
import type {Conta} from '../models/conta';
import {PAPEIS} from '../models/usuario.model';
import {newUsuario, NewUsuario, UsuarioChange} from '../models/new-usuario.model';
import type {UsuarioRepository} from '../repositories/usuario.repository';
import {readArguments, wrongUse} from './commands/arguments';
import {languageFrom} from './commands/language';
import {localActor} from './work/local-actor';
import {withTask} from './work/with-task';
import {fail} from './process';

const PAGE = 1_000;

/** What is called here, of the service of that name. */
interface Accounts {
  create(input: NewUsuario, ator: Ator): Promise<Conta>;
  change(id: number, change: UsuarioChange, ator: Ator): Promise<Conta>;
  resetPassword(id: number, senha: string, ator: Ator): Promise<void>;
}

interface Parts {
  readonly accounts: Accounts;
  readonly usuarios: UsuarioRepository;
}

/**
 * Lists accounts, or makes and changes one, and ends: exit code 0 with a line of JSON for each account, or 1 with a
 * sentence. A password is asked for, or is the first line of standard input: arguments are seen by everybody.
 */
async function main(): Promise<void> {
  const {values, positionals} = readArguments('usuarios', {papel: {type: 'string'}}, {max: 2});
  const [verb, nome] = positionals;
  if (verb !== undefined && (nome === undefined || !(verb in actions)))
    throw wrongUse('usuarios', `Say one of ${Object.keys(actions).join(', ')}, and a name.`);
  const config = loadConfig(process.env);
  await withTask(
    config,
    async app => {
      const parts = {
        accounts: await app.get<Accounts>('services.UsuarioService'),
        usuarios: await app.get<UsuarioRepository>('repositories.UsuarioRepository'),
      };
      if (verb === undefined) await list(parts);
      else print(await actions[verb]!(parts, {nome: nome!, papel: values.papel}));
    },
    app => {
      app.bind(AuthKeys.SETTINGS).to(config.auth);
      app.component(AuthComponent);
    },
  );
}

type Action = (parts: Parts, wanted: {readonly nome: string; readonly papel?: string}) => Promise<Conta>;

const actions: Readonly<Record<string, Action>> = {
  criar: async ({accounts}, {nome, papel = 'leitor'}) => {
    const read = newUsuario.safeParse({nome, papel, senha: await readPassword()});
    if (!read.success) {
      const language = languageFrom(process.argv, process.env);
      const said = read.error.issues.map(({message}) => say(words(message), language));
      throw new StartupError(said.join('\n'));
    }
    return accounts.create(read.data, localActor());
  },
  senha: async ({accounts, usuarios}, {nome}) => {
    const conta = await accountOf(usuarios, nome);
    await accounts.resetPassword(conta.id, await readPassword(), localActor());
    return conta;
  },
  ativar: (parts, {nome, papel}) => change(parts, nome, {ativo: true, papel}),
  desativar: (parts, {nome, papel}) => change(parts, nome, {ativo: false, papel}),
};

async function list({usuarios}: Parts): Promise<void> {
  for (let page = 0; ; page++) {
    const {rows, hasMore} = await usuarios.list({kind: 'usuario', page, size: PAGE, sort: []});
    for (const conta of rows) print(conta);
    if (!hasMore) return;
  }
}

async function change(
  {accounts, usuarios}: Parts,
  nome: string,
  {ativo, papel}: {readonly ativo: boolean; readonly papel?: string},
): Promise<Conta> {
  const conta = await accountOf(usuarios, nome);
  const wanted = PAPEIS.find(one => one === (papel ?? conta.papel));
  if (!wanted) throw wrongUse('usuarios', `--papel must be one of ${PAPEIS.join(', ')}.`);
  return accounts.change(conta.id, {ativo, papel: wanted}, localActor());
}

async function accountOf(usuarios: UsuarioRepository, nome: string): Promise<Conta> {
  const found = await usuarios.findByNome(nome);
  if (!found) throw new StartupError(`There is no account "${nome}"; "artistas usuarios" lists them.`);
  return usuarios.getConta(found.id);
}

const print = (conta: Conta): void => void process.stdout.write(`${JSON.stringify(conta)}\n`);

/** Asked for without an echo where somebody sits there. */
async function readPassword(): Promise<string> {
  const {stdin: input, stderr} = process;
  const isAsked = input.isTTY;
  if (isAsked) stderr.write('Senha: ');
  const silence = new Writable({write: (_chunk, _encoding, done) => done()});
  const lines = createInterface({input, output: silence, terminal: isAsked});
  try {
    const {value} = (await lines[Symbol.asyncIterator]().next()) as {value?: string};
    if (value === undefined)
      throw new StartupError('The password is read from standard input, which is empty.');
    return value;
  } finally {
    lines.close();
    if (isAsked) stderr.write('\n');
  }
}

main().catch(fail);
