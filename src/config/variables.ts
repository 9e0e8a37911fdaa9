import {authVariables} from './variables/auth';
import {backupVariables} from './variables/backup';
import {operatorVariables} from './variables/operator';
import {storageVariables} from './variables/storage';
import {tracingVariables} from './variables/tracing';

/** How the text of a variable becomes a value; `config.ts` has one reader per kind. */
export type VariableKind = 'text' | 'number' | 'flag' | 'list';

/** One setting, as people see it in the README's table and in `.env.example`. */
export interface Variable {
  readonly kind: VariableKind;
  /** Text form, as it would stand in the environment. Absent: the setting has no default. */
  readonly default?: string;
  /** Inclusive bounds of a number. */
  readonly min?: number;
  readonly max?: number;
  /** Never printed, never logged, and readable from the file named by `<NAME>_FILE`. */
  readonly secret?: true;
  readonly en: string;
  readonly pt: string;
}

const MAX_PORT = 65_535;

/** Every setting of every process. The name a process reads is the name that its Deployment sets. */
export const variables = {
  NODE_ENV: {
    kind: 'text',
    default: 'development',
    en: '`production` refuses the default secrets and runs no migration at start',
    pt: '`production` recusa os segredos padrão e não executa migrações ao iniciar',
  },
  PORT: {
    kind: 'number',
    default: '8080',
    min: 0,
    max: MAX_PORT,
    en: 'port of the API; 0 picks a free one',
    pt: 'porta da API; 0 escolhe uma livre',
  },
  HOST: {
    kind: 'text',
    en: 'address to listen on; default `127.0.0.1`, in production `0.0.0.0`',
    pt: 'endereço de escuta; padrão `127.0.0.1`, em produção `0.0.0.0`',
  },
  METRICS_PORT: {
    kind: 'number',
    min: 0,
    max: MAX_PORT,
    en: 'port of `/metrics`, `/startup`, `/live` and `/ready` of any process, and of the page about the queues; default `PORT` + 1000; 0 = off',
    pt: 'porta de `/metrics`, `/startup`, `/live` e `/ready` de qualquer processo e da página das filas; padrão `PORT` + 1000; 0 = desligado',
  },
  METRICS_HOST: {
    kind: 'text',
    en: 'address that this port listens on; default `127.0.0.1`, in production `0.0.0.0`: never open it to the public',
    pt: 'endereço de escuta dessa porta; padrão `127.0.0.1`, em produção `0.0.0.0`: nunca a abra ao público',
  },
  DATA_DIR: {
    kind: 'text',
    default: '.data',
    en: 'folder of the embedded database and of local files',
    pt: 'pasta do banco embutido e dos arquivos locais',
  },
  DATABASE_URL: {
    kind: 'text',
    secret: true,
    en: 'PostgreSQL 13 or later; empty: the embedded one is started',
    pt: 'PostgreSQL 13 ou mais novo; vazio: inicia o embutido',
  },
  DATABASE_POOLER_URL: {
    kind: 'text',
    secret: true,
    en: 'the same database behind a pooler that shares connections between transactions, such as PgBouncer: all but what needs a session of its own goes there',
    pt: 'o mesmo banco por trás de um pooler que divide conexões entre transações, como o PgBouncer: tudo o que não precisa de sessão própria vai por ele',
  },
  DATABASE_READ_URL: {
    kind: 'text',
    secret: true,
    en: 'a replica that follows the database: it answers reads of the catalogue for as long as it is as new as they have to be',
    pt: 'uma réplica que segue o banco: responde às leituras do catálogo enquanto estiver tão atualizada quanto elas exigem',
  },
  DATABASE_POOL_SIZE: {
    kind: 'number',
    default: '10',
    min: 1,
    max: 500,
    en: 'most connections to the database at once',
    pt: 'máximo de conexões simultâneas com o banco',
  },
  DATABASE_WAIT_SECONDS: {
    kind: 'number',
    default: '60',
    min: 0,
    max: 3_600,
    en: 'longest wait for a database that is not there yet, before migrations; a wrong password is not waited for',
    pt: 'espera máxima, antes das migrações, por um banco que ainda não responde; senha errada não espera',
  },
  MIGRATE_ON_START: {
    kind: 'flag',
    en: 'run pending migrations before serving; default on, in production off',
    pt: 'executa as migrações pendentes antes de atender; padrão ligado, em produção desligado',
  },
  SAMPLE_DATA: {
    kind: 'flag',
    default: 'on',
    en: 'the first migration fills an empty catalogue with 4 artists and 13 albums',
    pt: 'a primeira migração preenche um catálogo vazio com 4 artistas e 13 álbuns',
  },
  REDIS_URL: {
    kind: 'text',
    secret: true,
    en: 'Redis shared by the replicas; empty: counters live in memory, jobs in PostgreSQL',
    pt: 'Redis compartilhado pelas réplicas; vazio: contadores em memória, tarefas no PostgreSQL',
  },
  RESPONSE_CACHE: {
    kind: 'flag',
    default: 'on',
    en: 'keep answers to reads of the catalogue for as long as its tables stay the same',
    pt: 'guarda as respostas de leituras do catálogo enquanto suas tabelas não mudam',
  },
  RUN_WORKER: {
    kind: 'flag',
    default: 'on',
    en: 'the API does jobs too; off where worker processes do them',
    pt: 'a API também executa as tarefas; desligado onde há processos worker',
  },
  REGIONAIS_URL: {
    kind: 'text',
    default: 'https://integrador-argus-api.geia.vip/v1/regionais',
    en: 'list of regional offices that ours is kept in step with; `off`: it is not',
    pt: 'lista de regionais com que a nossa é sincronizada; `off`: não é',
  },
  REGIONAIS_CRON: {
    kind: 'text',
    default: '0 * * * *',
    en: 'when it is, as a cron pattern in the time zone of the process; `off`: only at the start',
    pt: 'quando isso ocorre, como padrão cron no fuso horário do processo; `off`: só ao iniciar',
  },
  REGIONAIS_MAX_REMOVED_PERCENT: {
    kind: 'number',
    default: '30',
    min: 0,
    max: 100,
    en: 'largest part of the list that one synchronisation may deactivate; ten offices always may go',
    pt: 'maior parte da lista que uma sincronização pode desativar; dez regionais sempre podem sair',
  },
  EVENT_RETENTION_HOURS: {
    kind: 'number',
    default: '168',
    min: 1,
    max: 87_600,
    en: 'how long events are kept for listeners that come back',
    pt: 'por quanto tempo os eventos são guardados para ouvintes que voltam',
  },
  EVENT_LOGIN: {
    kind: 'flag',
    default: 'off',
    en: 'STOMP and Socket.IO need an access token to hear of events; off: they are open, as they were',
    pt: 'STOMP e Socket.IO exigem um token de acesso para ouvir eventos; desligado: são abertos, como eram',
  },
  ...storageVariables,
  ...backupVariables,
  ...authVariables,
  RATE_LIMIT: {
    kind: 'number',
    default: '10',
    min: 0,
    max: 1_000_000,
    en: 'requests a minute for one user, or for one address without a user; 0 = off',
    pt: 'requisições por minuto de um usuário, ou de um endereço sem usuário; 0 = desligado',
  },
  CATALOG_RATE_LIMIT: {
    kind: 'number',
    default: '300',
    min: 0,
    max: 1_000_000,
    en: 'the same for what the catalogue page reads, counted apart',
    pt: 'o mesmo para o que a página do catálogo lê, contado à parte',
  },
  CATALOG_PUBLIC: {
    kind: 'flag',
    en: 'the catalogue page and what it reads need no sign-in; default on, in production off',
    pt: 'a página do catálogo e o que ela lê dispensam o login; padrão ligado, em produção desligado',
  },
  TRUSTED_PROXIES: {
    kind: 'list',
    default: '',
    en: 'addresses or networks whose `X-Forwarded-For` is believed, such as `10.0.0.0/8`',
    pt: 'endereços ou redes cujo `X-Forwarded-For` é aceito, como `10.0.0.0/8`',
  },
  CORS_ORIGINS: {
    kind: 'list',
    default: 'http://localhost:3000,http://localhost:4200',
    en: 'origins that browsers may call from, besides the own host',
    pt: 'origens de onde navegadores podem chamar, além do próprio host',
  },
  MAX_CONNECTIONS: {
    kind: 'number',
    default: '10000',
    min: 1,
    max: 1_000_000,
    en: 'most connections to the API at once; one more is closed at once',
    pt: 'máximo de conexões simultâneas com a API; a seguinte é fechada na hora',
  },
  BODY_LIMIT_BYTES: {
    kind: 'number',
    default: '1048576',
    min: 1024,
    max: 104_857_600,
    en: 'largest JSON body',
    pt: 'maior corpo JSON',
  },
  HEALTH_DETAILS: {
    kind: 'flag',
    default: 'off',
    en: 'health shows its details without credentials too',
    pt: 'a saúde mostra os detalhes também sem credenciais',
  },
  DRAIN_SECONDS: {
    kind: 'number',
    min: 0,
    max: 600,
    en: 'how long the API serves on after it is told to stop, until nobody sends it requests; default 0, in production 10',
    pt: 'por quanto tempo a API ainda atende depois de receber a ordem de parar; padrão 0, em produção 10',
  },
  LOG_LEVEL: {
    kind: 'text',
    default: 'info',
    en: '`trace`, `debug`, `info`, `warn`, `error`, `fatal` or `silent`',
    pt: '`trace`, `debug`, `info`, `warn`, `error`, `fatal` ou `silent`',
  },
  ...tracingVariables,
  ...operatorVariables,
} as const satisfies Record<string, Variable>;

export type VariableName = keyof typeof variables;
