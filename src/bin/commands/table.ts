import type {Words} from '../../messages/message';

/** A program of ours, as people call it. */
export interface Command {
  readonly name: string;
  /** What follows the name. */
  readonly usage: string;
  /** What it does. */
  readonly words: Words;
  readonly options?: readonly {readonly flag: string; readonly words: Words}[];
  /** A page of the documentation that says more. */
  readonly page?: string;
  /** Runs it: each program begins when it is loaded, and ends the process. */
  readonly load: () => Promise<unknown>;
}

const DRY_RUN: Words = {en: 'only say what would change', pt: 'só dizer o que mudaria'};

export const COMMANDS: readonly Command[] = [
  {
    name: 'start',
    usage: '',
    words: {en: 'serve the API', pt: 'servir a API'},
    load: () => import('../api.js'),
  },
  {
    name: 'worker',
    usage: '',
    words: {en: 'do the jobs, beside an API', pt: 'executar as tarefas, ao lado de uma API'},
    load: () => import('../worker.js'),
  },
  {
    name: 'migrate',
    usage: '[--gate]',
    words: {en: 'run pending migrations', pt: 'executar as migrações pendentes'},
    options: [
      {
        flag: '--gate',
        words: {
          en: 'look first whether all is there that the release needs',
          pt: 'verificar antes se há tudo de que a versão precisa',
        },
      },
    ],
    load: () => import('../migrate.js'),
  },
  {
    name: 'importar',
    usage: 'FILE [--dry-run]',
    words: {
      en: 'add artists, albums and links of a CSV file (-: standard input)',
      pt: 'incluir artistas, álbuns e vínculos de um arquivo CSV (-: entrada padrão)',
    },
    options: [{flag: '--dry-run', words: DRY_RUN}],
    page: 'docs/csv.md',
    load: () => import('../importar.js'),
  },
  {
    name: 'exportar',
    usage: '[FILE] [--separador=,]',
    words: {
      en: 'write the catalogue as CSV (no file: standard output)',
      pt: 'gravar o catálogo em CSV (sem arquivo: saída padrão)',
    },
    options: [
      {
        flag: '--separador=X',
        words: {en: '";" (unless it is said) or ","', pt: '";" (se nada for dito) ou ","'},
      },
    ],
    page: 'docs/csv.md',
    load: () => import('../exportar.js'),
  },
  {
    name: 'sincronizar',
    usage: '[--dry-run]',
    words: {
      en: 'bring the regional offices in step, once',
      pt: 'sincronizar as regionais, uma vez',
    },
    options: [{flag: '--dry-run', words: DRY_RUN}],
    load: () => import('../sincronizar.js'),
  },
  {
    name: 'usuarios',
    usage: '[criar|senha|ativar|desativar NAME] [--papel=PAPEL]',
    words: {
      en: 'list accounts, or change one; a password is read from standard input',
      pt: 'listar as contas, ou alterar uma; a senha é lida da entrada padrão',
    },
    options: [
      {
        flag: '--papel=PAPEL',
        words: {
          en: 'leitor (of a new account unless it is said), editor or admin',
          pt: 'leitor (de uma conta nova, se nada for dito), editor ou admin',
        },
      },
    ],
    load: () => import('../usuarios.js'),
  },
  {
    name: 'doctor',
    usage: '[--url=URL] [--json]',
    words: {
      en: 'look at everything that the service needs, and say what to do',
      pt: 'examinar tudo de que o serviço precisa, e dizer o que fazer',
    },
    options: [
      {
        flag: '--url=URL',
        words: {
          en: 'address by which clients reach the API',
          pt: 'endereço pelo qual os clientes chegam à API',
        },
      },
      {flag: '--json', words: {en: 'for programs', pt: 'para programas'}},
    ],
    page: 'docs/doctor.md',
    load: () => import('../doctor.js'),
  },
  {
    name: 'render',
    usage: 'FILE',
    words: {
      en: 'print what an ArtistasApi would become in a cluster',
      pt: 'mostrar em que um ArtistasApi se tornaria num cluster',
    },
    page: 'docs/kubernetes.md',
    load: () => import('../render.js'),
  },
  {
    name: 'backup',
    usage: '[--list | --check [ID]]',
    words: {en: 'back up rows and covers', pt: 'fazer backup das linhas e das capas'},
    options: [
      {flag: '--list', words: {en: 'say which there are', pt: 'dizer quais existem'}},
      {flag: '--check', words: {en: 'read one whole', pt: 'ler um por inteiro'}},
    ],
    page: 'docs/backup.md',
    load: () => import('../backup.js'),
  },
  {
    name: 'restore',
    usage: '[ID] [--dry-run] [--objects] [--replace]',
    words: {en: 'restore a backup, the latest unless it is said', pt: 'restaurar um backup, ou o último'},
    options: [
      {flag: '--dry-run', words: {en: 'only read it whole', pt: 'só lê-lo por inteiro'}},
      {flag: '--objects', words: {en: 'leave the database alone', pt: 'não tocar no banco de dados'}},
      {flag: '--replace', words: {en: 'where there is something to lose', pt: 'onde há o que perder'}},
    ],
    page: 'docs/backup.md',
    load: () => import('../restore.js'),
  },
  {
    name: 'drill',
    usage: '[ID]',
    words: {en: 'try a restore beside everything', pt: 'ensaiar uma restauração à parte'},
    page: 'docs/backup.md',
    load: () => import('../drill.js'),
  },
  {
    name: 'operator',
    usage: '',
    words: {en: 'look after ArtistasApi objects in a cluster', pt: 'cuidar dos ArtistasApi de um cluster'},
    page: 'docs/kubernetes.md',
    load: () => import('../operator.js'),
  },
];
